import type { Spread } from "../runtime/run/fold-scores.js";

/** A loss or metric as a person reads it. */
const shownNumber = (value: number): string =>
  value === 0 ? "0" : Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5 ? value.toFixed(4) : value.toPrecision(4);

/** Mean and spread of what several folds came to, on one line. */
export const shownSpread = (what: string, folds: number, { mean, deviation }: Spread): string =>
  `${what} over ${folds} folds: ${Object.entries(mean)
    .map(([name, value]) => `${name} ${shownNumber(value)} ± ${shownNumber(deviation[name]!)}`)
    .join(", ")}\n`;

/** All numbers of an evaluation on one line. */
export const shownLogs = (split: string, rows: number, logs: Readonly<Record<string, number>>): string =>
  `${split} (${rows} rows): ${Object.entries(logs)
    .map(([name, value]) => `${name} ${shownNumber(value)}`)
    .join(", ")}\n`;
