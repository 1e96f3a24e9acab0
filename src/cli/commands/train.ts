import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { Failure } from "../../diagnostics/failure.js";
import { trainingsOf } from "../../ir/folds.js";
import type { DataIr, Ir, ModelIr } from "../../ir/ir.js";
import { epochsOf } from "../../ir/stages.js";
import { summarize } from "../../compiler/summary.js";
import { loadDataset, loadFolds, type Dataset, type Folds, type Preprocessing } from "../../runtime/data/index.js";
import { useBackend } from "../../runtime/engine/backend.js";
import { chooseEngine, startEngine, type ChosenEngine } from "../../runtime/engine/choose-engine.js";
import { foldFolder, holdsFolds, readFolds } from "../../runtime/run/folds-folder.js";
import { exists, openRun, requireFreeFolder, type RunManifest } from "../../runtime/run/run-folder.js";
import { resumedSettings, withSettings, type AskedSettings } from "../../runtime/run/run-settings.js";
import { requireSameEngine } from "../../runtime/run/same-engine.js";
import { trainFolds, type TrainedFolds } from "../../runtime/run/train-folds.js";
import { evaluateRun, trainRun, type TrainedRun, type TrainRunOptions } from "../../runtime/run/use-run.js";
import type { WeightValues } from "../../runtime/engine/model-weights.js";
import type { StartedHost } from "../../runtime/graph/graph-host.js";
import type { TrainingEvent } from "../../runtime/training/events.js";
import { engineFor, graphOptionsOf, threadsOf, type EngineOptions } from "../engine-options.js";
import { exitCode, version, type ExitCode, type Host } from "../host.js";
import { interruptible } from "../interruptible.js";
import { jsonLine, progress } from "../progress.js";
import { requireIr } from "../require-ir.js";
import { shownLogs, shownSpread } from "../shown-number.js";
import { sayUntaught } from "../unknown-values.js";
import { load } from "../workspace.js";

interface Options extends EngineOptions, AskedSettings {
  readonly out?: string;
  readonly resume?: string;
  /** False, or nobody said. */
  readonly shuffle: boolean;
  readonly weights?: string;
  readonly json?: true;
}

/** A training that is ready to begin. */
interface Job {
  readonly file: string;
  readonly ir: Ir;
  readonly spec: string;
  /** Of several folds the first one's. */
  readonly data: Dataset;
  /** Null: it is one training. */
  readonly folds: Folds | null;
  /** What the data's paths are relative to. */
  readonly dataFolder: string;
  readonly weights: WeightValues | null;
  readonly settings: AskedSettings;
  readonly engine: ChosenEngine;
  readonly start: TrainingEvent & { event: "start" };
}

/** `regnet train FILE [MODEL]`: checks, trains, reports, and leaves a run folder. */
export async function train(host: Host, file: string, model: string | undefined, options: Options): Promise<ExitCode> {
  const job = await prepared(host, file, model, options);
  return typeof job === "number" ? job : run(host, job, model, options);
}

/** Everything before the training begins; an exit code where the spec has faults, which are told. */
async function prepared(
  host: Host,
  file: string,
  model: string | undefined,
  options: Options,
): Promise<Job | ExitCode> {
  // Before any work: a run that cannot be gone on with. What it was begun with, its folder says.
  const begun = options.resume === undefined ? null : await beginningOf(options.resume);
  if (begun) requireSameEngine(begun, options);
  const settings = settingsOf(options, begun);
  const asked: EngineOptions = { ...options, ...(begun && engineOf(begun, options)), ...threadsOf(settings) };
  let started: StartedHost | null | undefined;
  /** The library loads while the data are looked at. */
  const onIr = (known: Ir): void =>
    void (known.training && (started = startEngine(engineFor(asked), known, true, threadsOf(asked))));
  const loaded = await load(file, { model, seed: settings.seed, needsData: true, onIr });
  const checked = requireIr(host, loaded, true);
  if (checked === null) return loaded.dataFailure?.exitCode ?? exitCode.input;
  const ir = withSettings(checked, settings);
  if (ir.training === null || ir.data === null) {
    const missing = ir.training === null ? "train" : "data";
    throw new Failure(
      "runtime/no-training",
      `${file} has no ${missing} section, and training needs one`,
      `see: regnet explain ${missing}`,
    );
  }
  if (options.out !== undefined) await requireFreeFolder(options.out); // before any work, too
  const onLine = (line: string): void => host.say(`${line}\n`);
  started ??= startEngine(engineFor(asked), ir, true, threadsOf(asked));
  const { folds, data } = await rowsFor(host, ir.data, ir.model, loaded.folder, begun);
  const weights = options.weights === undefined ? null : await readWeights(options.weights, ir.model);
  const engine = await chooseEngine(engineFor(asked), ir, data, {
    ...graphOptionsOf(asked),
    jit: settings.jit,
    setUp: true,
    onLine,
    started,
  });
  if (engine.line) onLine(engine.line);
  const opened = engine.maker ? null : await useBackend(asked.backend, ir.model, { onLine, ...threadsOf(asked) });
  if (opened?.line) onLine(opened.line);
  const start = startEvent(
    ir,
    data,
    engine.engine,
    opened?.backend ?? "native",
    opened ? { tfjs: opened.tf.version_core } : { tensorflow: engine.tensorflow ?? "" },
  );
  return { file, ir, spec: loaded.text, data, folds, dataFolder: loaded.folder, weights, settings, engine, start };
}

async function run(host: Host, job: Job, model: string | undefined, options: Options): Promise<ExitCode> {
  const { file, ir, spec, data, dataFolder, weights, settings, engine, start } = job;
  const folder = options.resume ?? options.out ?? (await nextRun(host.cwd, ir.model.name));
  const show = options.json ? null : progress(host, start);
  const tell = (event: TrainingEvent): void => (options.json ? host.out(jsonLine(event)) : show!.event(event));
  tell(start);
  const shown = relative(host.cwd, resolve(folder)) || ".";
  const interrupted = interruptible(() => (show ? show.note(stopping) : host.say(`${stopping}\n`)));
  const result = await trained(job, {
    folder,
    resume: options.resume !== undefined,
    checked: true,
    spec,
    versions: start.versions,
    dataFolder,
    backend: start.backend,
    engineName: engine.engine,
    ...settings,
    ...(engine.maker && { engine: engine.maker }),
    onEvent: tell,
    ...(weights && { weights }),
    ...(show && { onBatch: show.batch }),
    signal: interrupted.signal,
  }).catch((error: unknown) => {
    if (interrupted.signal.aborted && error === interrupted.signal.reason) return null; // before there was an engine
    interrupted.done();
    throw error;
  });
  if (result === null || interrupted.signal.aborted) {
    const kept = (await hasEpochs(folder)) ? `the whole epochs are kept in ${shown}` : "no epoch was whole yet";
    const again = ["regnet", "train", file, ...(model === undefined ? [] : [model]), "--resume", shown]
      .map(quoted)
      .join(" ");
    host.say(
      result !== null && !result.aborted
        ? `the training was through already; run folder: ${shown}\n`
        : `${kept}; go on with: ${again}\n`,
    );
    return interrupted.end();
  }
  interrupted.done();
  const held = data.test ?? data.validation;
  if (!options.json && "results" in result) host.out(shownSpread("validation", result.results.length, result));
  else if (!options.json && "run" in result && held) {
    const logs = await evaluateRun(result.run, held, { engine: engine.inference ?? "layers" });
    host.out(shownLogs(data.test ? "test" : "validation", held.rows, logs));
  }
  const there = "results" in result ? "what each fold came to" : "the curves";
  host.say(`run folder: ${shown} (open ${join(shown, "report.html")} for ${there})\n`);
  return result.diverged ? exitCode.input : exitCode.fine;
}

/** Once, or in every fold. */
const trained = ({ ir, data, folds, engine }: Job, options: TrainRunOptions): Promise<TrainedRun | TrainedFolds> =>
  folds
    ? trainFolds(ir, folds, { ...options, ...(engine.inference && { inference: engine.inference }) })
    : trainRun(ir, data, options);

/** Whether there is an epoch to go on from. */
async function hasEpochs(folder: string): Promise<boolean> {
  const folders = (await holdsFolds(folder)) ? [foldFolder(folder, 1)] : [folder];
  return exists(join(folders[0]!, "checkpoint.bin"));
}

/** What a run folder says of how its training was begun. */
interface Beginning {
  readonly path: string;
  readonly manifest: Pick<RunManifest, "engine" | "backend" | "settings">;
  /** Null: each fold has its own. */
  readonly preprocessing: Preprocessing | null;
}

const beginningOf = async (folder: string): Promise<Beginning> =>
  (await holdsFolds(folder))
    ? { path: folder, manifest: await readFolds(folder), preprocessing: null }
    : openRun(folder);

/** The rows of a training, or of its folds and those of the first. */
async function rowsFor(
  host: Host,
  data: DataIr,
  model: ModelIr,
  baseDir: string,
  begun: Beginning | null,
): Promise<Pick<Job, "folds" | "data">> {
  const told = (dataset: Dataset): Dataset => {
    sayUntaught(host, dataset);
    return dataset;
  };
  if (data.validation.length > 1) {
    const loaded = await loadFolds(data, model, { baseDir });
    const first = told(await loaded.dataset(0));
    const dataset: Folds["dataset"] = async (place, preprocessing) =>
      place === 0 && !preprocessing ? first : told(await loaded.dataset(place, preprocessing));
    return { folds: { ...loaded, dataset }, data: first };
  }
  const preprocessing = begun?.preprocessing;
  const options = { baseDir, ...(preprocessing && { preprocessing }) };
  return { folds: null, data: told(await loadDataset(data, model, options)) };
}

/** As a shell takes it for one word. */
const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** What is asked for beside the spec; of a run that goes on, what it was begun with where the flags say nothing. */
function settingsOf({ jit, threads, epochs, seed, shuffle }: Options, begun: Beginning | null): AskedSettings {
  const given: AskedSettings = { jit, threads, epochs, seed, ...(!shuffle && { shuffle }) };
  return begun?.manifest.settings ? resumedSettings(given, begun.manifest.settings) : given;
}

/** The engine and the back end that a run was begun with. */
const engineOf = ({ manifest }: Beginning, { engine, backend }: EngineOptions): EngineOptions => ({
  engine: manifest.engine === "graph" || manifest.engine === "layers" ? manifest.engine : engine,
  backend:
    manifest.backend === "native" || manifest.backend === "wasm" || manifest.backend === "cpu"
      ? manifest.backend
      : backend,
});

const stopping = "stopping; whole epochs are kept (Ctrl-C again ends at once)";

/** What reads HDF5 is loaded for whoever has weights. */
const readWeights = async (path: string, model: Ir["model"]): Promise<WeightValues> =>
  (await import("../../runtime/keras/read-keras-weights.js")).readKerasWeights(path, model);

function startEvent(
  ir: Ir,
  data: Dataset,
  engine: string,
  backend: string,
  libraries: Readonly<Record<string, string>>,
): TrainingEvent & { event: "start" } {
  return {
    event: "start",
    model: ir.model.name,
    engine,
    backend,
    parameters: summarize(ir).totals.parameters,
    rows: { train: data.train.rows, validation: data.validation?.rows ?? 0, test: data.test?.rows ?? 0 },
    seed: ir.seed,
    epochs: epochsOf(ir.training!),
    ...(trainingsOf(ir) > 1 && { folds: trainingsOf(ir) }),
    versions: { regnet: version, node: process.versions.node, ...libraries },
  };
}

/** `runs/<model>-<n>`, the first number that is free. */
async function nextRun(cwd: string, model: string): Promise<string> {
  const root = join(cwd, "runs");
  const taken = existsSync(root) ? await readdir(root) : [];
  let n = 1;
  while (taken.includes(`${model}-${n}`)) n++;
  return relative(cwd, join(root, `${model}-${n}`));
}
