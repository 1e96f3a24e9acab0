import { stat } from "node:fs/promises";
import { join } from "node:path";
import { fromJson, toJson, type JsonNumber } from "../../catalog/training/json-number.js";
import type { Logs } from "../../catalog/word.js";
import type { EpochRecord } from "../training/snapshot.js";
import { historyCsv } from "./history-csv.js";
import type { RunManifest } from "./manifest.js";
import { readStored } from "./read-stored.js";
import { settingsForm, type RunSettings } from "./run-settings.js";
import { spreadOf } from "./fold-scores.js";
import { count, either, flag, list, nullable, number, object, oneOf, positive, record, text } from "./stored.js";
import { writeWhole } from "./write-whole.js";

/** What a fold came to. */
export interface FoldResult {
  /** From 1. */
  readonly fold: number;
  readonly rows: RunManifest["rows"];
  /** Done. */
  readonly epochs: number;
  readonly stopped: string | null;
  /** Its loss was no finite number. */
  readonly diverged: boolean;
  /** Of its final model, on its own validation rows. */
  readonly logs: Logs;
}

/** What a run of several folds is: written when it begins or goes on, and when a fold or the whole ends. */
export interface FoldsManifest extends Pick<
  RunManifest,
  "state" | "model" | "engine" | "backend" | "versions" | "seed" | "dataHash" | "ms"
> {
  readonly version: 1;
  readonly folds: number;
  readonly settings: RunSettings;
  /** Of those that are through, in their order. */
  readonly results: readonly FoldResult[];
}

const FOLDS_FILE = "folds.json";

/** The run folder of one fold, from 1. */
export const foldFolder = (folder: string, fold: number): string => join(folder, `fold-${fold}`);

const logs = record(either(number, oneOf("NaN", "Infinity", "-Infinity")));
const form = object(
  {
    version: oneOf(1),
    state: oneOf("running", "interrupted", "finished"),
    model: text,
    engine: text,
    backend: text,
    versions: record(text),
    seed: number,
    dataHash: text,
    ms: number,
    folds: positive,
    settings: settingsForm,
    results: list(
      object({
        fold: positive,
        rows: object({ train: count, validation: count, test: count }),
        epochs: count,
        stopped: nullable(text),
        diverged: flag,
        logs,
      }),
    ),
  },
  { mean: logs, deviation: logs },
);

/** The manifest, with mean and spread of the folds that are through: of two at least. */
export function writeFolds(folder: string, manifest: FoldsManifest): Promise<void> {
  const { mean, deviation } = spreadOf(manifest.results.map((result) => result.logs));
  const stored = {
    ...manifest,
    results: manifest.results.map((result) => ({ ...result, logs: mapped(result.logs, toJson) })),
    ...(manifest.results.length > 1 && { mean: mapped(mean, toJson), deviation: mapped(deviation, toJson) }),
  };
  return writeWhole(join(folder, FOLDS_FILE), JSON.stringify(stored, null, 1));
}

/** Whether a folder holds a run of several folds. */
export const holdsFolds = (folder: string): Promise<boolean> =>
  stat(join(folder, FOLDS_FILE)).then(
    (found) => found.isFile(),
    () => false,
  );

/** @throws Failure when there is none, or it is not as regnet writes it */
export async function readFolds(folder: string): Promise<FoldsManifest> {
  type Stored = FoldsManifest & { readonly mean?: unknown; readonly deviation?: unknown };
  const faultOf = (value: unknown): string | null => form(value, "it");
  const stored = await readStored<Stored>(folder, FOLDS_FILE, { versions: [1], faultOf });
  const { results, mean: _, deviation: __, ...manifest } = stored;
  return {
    ...manifest,
    results: results.map((result) => ({
      ...result,
      logs: mapped(result.logs as Readonly<Record<string, JsonNumber>>, fromJson),
    })),
  };
}

/** The epochs of all folds so far. */
export const writeFoldHistory = (
  folder: string,
  histories: ReadonlyMap<number, readonly EpochRecord[]>,
): Promise<void> =>
  writeWhole(
    join(folder, "history.csv"),
    historyCsv([...histories].flatMap(([fold, history]) => history.map((epoch) => ({ fold, ...epoch })))),
  );

const mapped = <A, B>(values: Readonly<Record<string, A>>, f: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, f(value)]));
