import { isAbsolute } from "node:path";
import { settingsForm, type RunSettings } from "./run-settings.js";
import { count, nullable, number, object, oneOf, record, text } from "./stored.js";

/**
 * What was run, on what, with which versions. Written when a run begins or goes on, when it is interrupted and when it
 * ends.
 */
export interface RunManifest {
  readonly version: 1;
  readonly state: "running" | "interrupted" | "finished";
  readonly model: string;
  readonly engine: string;
  readonly backend: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly dataHash: string;
  /** The folder that the data section's paths are relative to, as seen from the run folder. */
  readonly dataFolder: string;
  readonly rows: { readonly train: number; readonly validation: number; readonly test: number };
  /** Done so far. */
  readonly epochs: number;
  readonly ms: number;
  readonly stopped: string | null;
  /** Earlier versions kept none. */
  readonly settings?: RunSettings;
}

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
    dataFolder: text,
    rows: object({ train: count, validation: count, test: count }),
    epochs: count,
    ms: number,
    stopped: nullable(text),
  },
  { settings: settingsForm },
);

/** The first fault of a stored manifest, as the end of a sentence; null: none. */
export function faultOfManifest(value: unknown): string | null {
  const fault = form(value, "it");
  if (fault !== null) return fault;
  const { dataFolder } = value as RunManifest;
  // On Windows a path to another drive cannot be relative; elsewhere regnet never writes an absolute one.
  return process.platform !== "win32" && isAbsolute(dataFolder) ? "it.dataFolder is an absolute path" : null;
}
