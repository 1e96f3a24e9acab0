import { resolve } from "node:path";
import type { Logs } from "../../catalog/word.js";
import { Failure } from "../../diagnostics/failure.js";
import { applyPreprocessing, type Rows, type UnknownCells } from "../../runtime/data/index.js";
import { startEngine } from "../../runtime/engine/choose-engine.js";
import type { StartedHost } from "../../runtime/graph/graph-host.js";
import { spreadOf } from "../../runtime/run/fold-scores.js";
import { foldFolder, holdsFolds, readFolds } from "../../runtime/run/folds-folder.js";
import { openRun, type RunFolder } from "../../runtime/run/run-folder.js";
import { dataOfRun, evaluateRun } from "../../runtime/run/use-run.js";
import { exitCode, type ExitCode, type Host } from "../host.js";
import { chooseForRun } from "../choose-for-run.js";
import { engineFor, threadsOf, type EngineOptions } from "../engine-options.js";
import { shownLogs, shownSpread } from "../shown-number.js";
import { declaredIn, sayUnread } from "../open-inputs.js";
import { sayUnknown } from "../unknown-values.js";

interface Options extends EngineOptions {
  readonly data?: string;
  readonly json?: true;
}

/**
 * `regnet evaluate RUN`: loss and metrics on the test rows, the validation rows where there are none, or the rows of a
 * file.
 */
export async function evaluate(host: Host, folder: string, options: Options): Promise<ExitCode> {
  if (await holdsFolds(folder)) return evaluateFolds(host, folder, options);
  const run = await openRun(folder);
  const started = startEngine(engineFor(options), run.ir, false, threadsOf(options));
  const { logs, held } = await evaluated(host, run, options, started);
  const { split, rows } = held;
  if (options.json) host.out(`${JSON.stringify(measured({ logs, held }))}\n`);
  else host.out(shownLogs(split, rows.rows, logs));
  sayUnknown(host, options.data === undefined ? `${split} rows` : "rows", rows.rows, held.unknown);
  sayUnread(host, held.unread ?? []);
  return exitCode.fine;
}

/** Each fold's model on its own test or validation rows, or all on the rows of a file; with mean and spread. */
async function evaluateFolds(host: Host, folder: string, options: Options): Promise<ExitCode> {
  const { results } = await readFolds(folder);
  if (results.length === 0)
    throw new Failure(
      "runtime/bad-run",
      `${folder} has no fold that is through`,
      "go on with its training by --resume, or evaluate one fold's folder",
    );
  const all: Evaluated[] = [];
  let started: StartedHost | null | undefined;
  for (const { fold } of results) {
    const run = await openRun(foldFolder(folder, fold));
    started ??= startEngine(engineFor(options), run.ir, false, threadsOf(options));
    const one = await evaluated(host, run, options, started);
    all.push(one);
    const { split, rows, unknown } = one.held;
    if (!options.json) host.out(`fold ${fold}, ${shownLogs(split, rows.rows, one.logs)}`);
    sayUnknown(host, options.data === undefined ? `${split} rows of fold ${fold}` : "rows", rows.rows, unknown);
  }
  const spread = spreadOf(all.map(({ logs }) => logs));
  const { split } = all[0]!.held;
  if (options.json)
    host.out(
      `${JSON.stringify({ split, folds: all.map((one, i) => ({ fold: results[i]!.fold, ...measured(one) })), ...spread })}\n`,
    );
  else if (all.length > 1) host.out(shownSpread(split, all.length, spread));
  return exitCode.fine;
}

interface Evaluated {
  readonly logs: Logs;
  readonly held: Held;
}

async function evaluated(
  host: Host,
  run: RunFolder,
  options: Options,
  started: StartedHost | null,
): Promise<Evaluated> {
  const held = options.data === undefined ? await heldOut(run) : await rowsOfFile(run, options.data);
  const engine = await chooseForRun(host, run, held.rows, options, started);
  return { held, logs: await evaluateRun(run, held.rows, { engine }) };
}

/** What `--json` says of an evaluation. */
function measured({ logs, held: { split, rows, unknown } }: Evaluated): object {
  const counts = unknown && Object.fromEntries(unknown.columns.map((column) => [column.name, column.rows.length]));
  return { split, rows: rows.rows, ...logs, ...(counts && { unknown: counts }) };
}

/** Rows to evaluate on, what they are called, and what of them training did not know. */
interface Held {
  readonly split: string;
  readonly rows: Rows;
  readonly unknown: UnknownCells | null;
  /** Of a file: columns that are not read. */
  readonly unread?: readonly string[];
}

/** The rows that training set aside: the same ones, because the file and the seeds are the same. */
async function heldOut(run: RunFolder): Promise<Held> {
  const { test, validation, untaught } = await dataOfRun(run);
  if (test) return { split: "test", rows: test, unknown: untaught?.test ?? null };
  if (validation) return { split: "validation", rows: validation, unknown: untaught?.validation ?? null };
  throw new Failure(
    "runtime/no-rows",
    `${run.path} has neither test nor validation rows to evaluate`,
    "give the rows with --data FILE",
  );
}

async function rowsOfFile(run: RunFolder, path: string): Promise<Held> {
  const shapes = Object.fromEntries(run.ir.model.outputs.map((o) => [o.name, o.shape.slice(1)]));
  // The user names this file: where it lies is not the spec's doing.
  const full = resolve(path);
  const {
    rowIds: _,
    unknown,
    unread,
    ...rows
  } = await applyPreprocessing(run.preprocessing, full, {
    baseDir: process.cwd(),
    allow: [resolve(full, "..")],
    needTargets: true,
    shapes,
    declared: declaredIn(run.ir),
  });
  return { split: path, rows, unknown, unread };
}
