import { mkdir, readFile } from "node:fs/promises";
import { join, relative, resolve, isAbsolute, dirname } from "node:path";
import { Failure } from "../../diagnostics/failure.js";
import { IR_VERSION, type Ir } from "../../ir/ir.js";
import { irSchema } from "../../ir/schema.js";
import type { Dataset, NdArray, Preprocessing } from "../data/dataset.js";
import type { WeightValues } from "../engine/model-weights.js";
import type { EpochRecord, Snapshot } from "../training/training-loop.js";
import { readArrays, writeArrays, writeWhole } from "./array-file.js";
import { reportHtml } from "./report.js";

/** What was run, on what, with which versions. Written when a run begins and again when it ends. */
export interface RunManifest {
  readonly version: 1;
  readonly state: "running" | "finished";
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
}

export interface RunFolder {
  readonly path: string;
  readonly ir: Ir;
  readonly spec: string;
  readonly preprocessing: Preprocessing;
  readonly manifest: RunManifest;
}

/**
 * Makes the folder and writes down what a run starts from.
 * @throws Failure when the folder already holds a run: a run is never overwritten
 */
export async function createRun(path: string, spec: string, ir: Ir, data: Pick<Dataset, "preprocessing">, manifest: RunManifest): Promise<RunFolder> {
  await mkdir(path, { recursive: true });
  const taken = await readFile(join(path, "ir.json")).then(
    () => true,
    () => false,
  );
  if (taken) throw new Failure("runtime/run-exists", `${path} already holds a run`, "give another folder with --out, or go on with this one with --resume");
  await writeWhole(join(path, "spec.regnet"), spec);
  await writeWhole(join(path, "ir.json"), JSON.stringify(ir, null, 1));
  await writeWhole(join(path, "preprocessing.json"), JSON.stringify(data.preprocessing, null, 1));
  await writeWhole(join(path, "manifest.json"), JSON.stringify(manifest, null, 1));
  return { path, ir, spec, preprocessing: data.preprocessing, manifest };
}

/** @throws Failure when it is no run folder, or of another version */
export async function openRun(path: string): Promise<RunFolder> {
  const text = async (file: string): Promise<string> =>
    readFile(join(path, file), "utf8").catch(() => {
      throw bad(join(path, file), "cannot be read: this is no run folder");
    });
  const json = async <T extends { readonly version: unknown }>(file: string, version: number): Promise<T> => {
    const content = await text(file);
    let value: T | null;
    try {
      value = JSON.parse(content) as T | null;
    } catch {
      throw bad(join(path, file), "is no JSON");
    }
    if (value?.version !== version) throw bad(join(path, file), `is of version ${String(value?.version)}, and this regnet reads ${version}`);
    return value;
  };
  const ir = irSchema.safeParse(await json<Ir>("ir.json", IR_VERSION));
  if (!ir.success) throw bad(join(path, "ir.json"), `is not as regnet writes it: ${ir.error.issues[0]?.path.join(".") || "it"} ${ir.error.issues[0]?.message ?? ""}`);
  return { path, ir: ir.data as Ir, spec: await text("spec.regnet"), preprocessing: await json<Preprocessing>("preprocessing.json", 1), manifest: await json<RunManifest>("manifest.json", 1) };
}

type Header = Omit<Snapshot, "weights" | "optimizer" | "kept"> & { readonly step: number; readonly kept: Readonly<Record<string, number>> };

/** Weights, optimizer, callbacks and history in one file: one rename, so a killed run leaves the last whole checkpoint. */
export async function writeCheckpoint(run: RunFolder, { weights, optimizer, kept, ...rest }: Snapshot): Promise<void> {
  const arrays: Record<string, NdArray> = {};
  const put = (prefix: string, values: WeightValues): void => {
    for (const [name, array] of Object.entries(values)) arrays[`${prefix}:${name}`] = array;
  };
  put("weights", weights);
  put("optimizer", optimizer.values);
  for (const [place, { values }] of Object.entries(kept)) put(`kept${place}`, values);
  const epochs = Object.fromEntries(Object.entries(kept).map(([place, { epoch }]) => [place, epoch]));
  await writeArrays<Header>(join(run.path, "checkpoint.bin"), { header: { ...rest, step: optimizer.step, kept: epochs }, arrays });
  await writeWhole(join(run.path, "history.csv"), historyCsv(rest.history));
}

export async function readCheckpoint(run: RunFolder): Promise<Snapshot> {
  const file = join(run.path, "checkpoint.bin");
  const { header, arrays } = await readArrays<Header>(file);
  const { step, kept, ...rest } = header;
  if (!Number.isInteger(rest.epoch) || !Array.isArray(rest.history) || !Array.isArray(rest.callbacks) || !Number.isInteger(step) || !kept) throw bad(file, "is no checkpoint");
  const take = (prefix: string): WeightValues =>
    Object.fromEntries(Object.entries(arrays).flatMap(([name, array]) => (name.startsWith(`${prefix}:`) ? [[name.slice(prefix.length + 1), array]] : [])));
  return {
    ...rest,
    weights: take("weights"),
    optimizer: { step, values: take("optimizer") },
    kept: Object.fromEntries(Object.entries(kept).map(([place, epoch]) => [place, { epoch, values: take(`kept${place}`) }])),
  };
}

/** The finished model, manifest and report. */
export async function finishRun(run: RunFolder, manifest: RunManifest, weights: WeightValues, history: readonly EpochRecord[]): Promise<void> {
  await writeArrays(join(run.path, "model.bin"), { header: { model: manifest.model }, arrays: weights });
  await writeWhole(join(run.path, "history.csv"), historyCsv(history));
  await writeWhole(join(run.path, "report.html"), reportHtml(manifest, history));
  await writeWhole(join(run.path, "manifest.json"), JSON.stringify(manifest, null, 1));
}

/** The model's weights: the final ones, or those of the last checkpoint of an unfinished run. */
export async function readWeights(run: RunFolder): Promise<WeightValues> {
  const final = await readArrays(join(run.path, "model.bin")).catch(() => null);
  return final ? final.arrays : (await readCheckpoint(run)).weights;
}

/** What a callback saves, inside the folder only. */
export async function saveInRun(run: RunFolder, path: string, weights: WeightValues): Promise<void> {
  const target = resolve(run.path, path);
  const inside = relative(resolve(run.path), target);
  if (inside === "" || inside.startsWith("..") || isAbsolute(inside))
    throw new Failure("runtime/outside-run", `${path} lies outside the run folder ${run.path}`, "give a path inside it, such as best.weights");
  await mkdir(dirname(target), { recursive: true });
  await writeArrays(target, { header: { model: run.ir.model.name }, arrays: weights });
}

export function historyCsv(history: readonly EpochRecord[]): string {
  const names = [...new Set(history.flatMap(({ logs }) => Object.keys(logs)))];
  const cell = (name: string): string => (/[",\n\r]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);
  const lines = history.map(({ epoch, logs, learningRate }) => [epoch, ...names.map((name) => logs[name] ?? ""), learningRate].join(","));
  return [["epoch", ...names, "learning_rate"].map(cell).join(","), ...lines, ""].join("\n");
}

const bad = (file: string, fault: string): Failure => new Failure("runtime/bad-run", `${file} ${fault}`, "name the folder that training wrote, or train again");
