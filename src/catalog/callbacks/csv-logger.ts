import { string } from "../param.js";
import { runPathProblem } from "../training/run-path.js";
import { defineCallback } from "../word.js";

export interface State {
  /** Columns, fixed at the first epoch; null before. */
  readonly keys: readonly string[] | null;
  /** Bytes written so far. */
  readonly length: number;
}

const bytes = new TextEncoder();

export const csvLogger = defineCallback({
  name: "csv_logger",
  keras: "CSVLogger",
  summary: "Writes a line of logged values per epoch to a CSV file in the run's folder.",
  explain:
    "Columns are epoch (from 0) and the names logged in the first epoch, sorted; val_ columns hold NA in epochs " +
    "without validation.",
  params: {
    filename: string({ doc: "Relative to the run's folder.", positional: true }),
    separator: string({ doc: "Between the columns; one character.", default: "," }),
  },
  check: ({ filename, separator }) =>
    [...separator].length === 1 && !/["\r\n]/.test(separator)
      ? runPathProblem(filename)
      : "separator must be one character, and no quote or line end",
  start: (): State => ({ keys: null, length: 0 }),
  epochEnd: ({ filename, separator }, state: State, { epoch, logs }) => {
    const keys = state.keys ?? columns(logs);
    const line = (cells: readonly string[]): string =>
      cells.map((cell) => quoted(cell, separator)).join(separator) + "\r\n";
    const header = state.keys === null ? line(["epoch", ...keys]) : "";
    const row = line([String(epoch), ...keys.map((key) => (logs[key] === undefined ? "NA" : String(logs[key])))]);
    const text = header + row;
    return {
      state: { keys, length: state.length + bytes.encode(text).length },
      actions: [{ do: "append", path: filename, text, at: state.length }],
    };
  },
  examples: ['csv_logger "history.csv"'],
});

function columns(logs: Readonly<Record<string, number>>): readonly string[] {
  const keys = Object.keys(logs).sort();
  return keys.some((key) => key.startsWith("val_")) ? keys : [...keys, ...keys.map((key) => `val_${key}`)];
}

const quoted = (cell: string, separator: string): string =>
  cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
