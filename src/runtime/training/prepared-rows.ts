import type { WordCall } from "../../ir/value.js";
import type { Dataset, Rows } from "../data/dataset.js";
import { withClassWeights, type ClassWeight } from "./class-weights.js";
import { renamedRows } from "./renamed-rows.js";
import { targetWarnings, type OutputShape } from "./check-rows.js";

/** What rows are prepared for. */
export interface Preparation {
  readonly inputNames: readonly string[];
  readonly outputs: readonly OutputShape[];
  /** By output name. */
  readonly loss: Readonly<Record<string, WordCall | null>>;
  readonly classWeight: ClassWeight;
}

export interface Prepared {
  /** With class weights in the rows' weights. */
  readonly train: Rows;
  readonly validation: Rows | null;
  /** Sentences about targets that a loss clips or converts. */
  readonly warnings: readonly string[];
}

/**
 * Rows as every way to train needs them: names of the model's, targets that fit its outputs and losses, class weights.
 */
export function preparedRows(
  data: Pick<Dataset, "train" | "validation"> & Partial<Pick<Dataset, "test" | "preprocessing">>,
  { inputNames, outputs, loss, classWeight }: Preparation,
): Prepared {
  const names = outputs.map(({ name }) => name);
  const named = (rows: Rows): Rows => renamedRows(rows, inputNames, names);
  const [train, validation] = [named(data.train), data.validation && named(data.validation)];
  const others = [validation, data.test ? named(data.test) : null].filter((rows) => rows !== null);
  const fitted = renamedRecord(data.preprocessing?.targets ?? {}, names);
  const labels = Object.fromEntries(names.map((name) => [name, textLabels(fitted[name]?.classes ?? null)]));
  const warnings = outputs.flatMap((output) => {
    const call = loss[output.name] ?? null;
    return call ? targetWarnings(output, call, labels[output.name] !== null, [train, ...others]) : [];
  });
  return { train: withClassWeights(train, classWeight, labels[names[0]!] ?? null, others), validation, warnings };
}

/** Labels that name their own index are none. */
const textLabels = (classes: readonly string[] | null): readonly string[] | null =>
  classes === null || classes.every((label, i) => label === String(i)) ? null : classes;

/** As `renamedRows` does: of one output the name does not matter. */
function renamedRecord<T>(record: Readonly<Record<string, T>>, names: readonly string[]): Readonly<Record<string, T>> {
  const there = Object.values(record);
  return names.length === 1 && there.length === 1 ? { [names[0]!]: there[0]! } : record;
}
