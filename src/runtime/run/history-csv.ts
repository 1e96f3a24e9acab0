import type { EpochRecord } from "../training/snapshot.js";

/** Of a run of several folds, with the fold that it is an epoch of. */
type Line = EpochRecord & { readonly fold?: number };

/** One line an epoch; the fold and the phase stand before its number where there are several. */
export function historyCsv(history: readonly Line[]): string {
  const names = [...new Set(history.flatMap(({ logs }) => Object.keys(logs)))];
  const places = (["fold", "phase"] as const).filter((place) => history.some((line) => line[place] !== undefined));
  const lines = history.map((line) =>
    [
      ...places.map((place) => cell(String(line[place] ?? ""))),
      line.epoch,
      ...names.map((name) => line.logs[name] ?? ""),
      line.learningRate,
    ].join(","),
  );
  return [[...places, "epoch", ...names, "learning_rate"].map(cell).join(","), ...lines, ""].join("\n");
}

const cell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
