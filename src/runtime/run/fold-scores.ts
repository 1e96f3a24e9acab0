import type { Logs } from "../../catalog/word.js";

/** What the trainings of several folds came to. */
export interface Spread {
  /** By name, as logged. */
  readonly mean: Logs;
  /** The sample's standard deviation (divided by one less than there are folds); NaN of a single one. */
  readonly deviation: Logs;
}

/** Mean and spread of everything that all of them measured. */
export function spreadOf(all: readonly Logs[]): Spread {
  const names = Object.keys(all[0] ?? {}).filter((name) => all.every((logs) => name in logs));
  const each = names.map((name) => {
    const values = all.map((logs) => logs[name]!);
    const mean = sum(values) / values.length;
    return [name, mean, Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1))] as const;
  });
  return {
    mean: Object.fromEntries(each.map(([name, mean]) => [name, mean])),
    deviation: Object.fromEntries(each.map(([name, , deviation]) => [name, deviation])),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
