import { resolve } from "node:path";
import { Failure } from "../../diagnostics/failure.js";
import { applyPreprocessing, type Rows, type UnknownCells } from "../../runtime/data/index.js";
import { startEngine } from "../../runtime/engine/choose-engine.js";
import { openRun, type RunFolder } from "../../runtime/run/run-folder.js";
import { dataOfRun, evaluateRun } from "../../runtime/run/use-run.js";
import { exitCode, type ExitCode, type Host } from "../host.js";
import { chooseForRun } from "../choose-for-run.js";
import { engineFor, threadsOf, type EngineOptions } from "../engine-options.js";
import { shownLogs } from "../shown-number.js";
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
  const run = await openRun(folder);
  const started = startEngine(engineFor(options), run.ir, false, threadsOf(options));
  const { split, rows, unknown } =
    options.data === undefined ? await heldOut(run) : await rowsOfFile(run, options.data);
  const logs = await evaluateRun(run, rows, { engine: await chooseForRun(host, run, rows, options, started) });
  const counts = unknown && Object.fromEntries(unknown.columns.map((column) => [column.name, column.rows.length]));
  if (options.json)
    host.out(`${JSON.stringify({ split, rows: rows.rows, ...logs, ...(counts && { unknown: counts }) })}\n`);
  else host.out(shownLogs(split, rows.rows, logs));
  sayUnknown(host, options.data === undefined ? `${split} rows` : "rows", rows.rows, unknown);
  return exitCode.fine;
}

/** Rows to evaluate on, what they are called, and what of them training did not know. */
interface Held {
  readonly split: string;
  readonly rows: Rows;
  readonly unknown: UnknownCells | null;
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
    ...rows
  } = await applyPreprocessing(run.preprocessing, full, {
    baseDir: process.cwd(),
    allow: [resolve(full, "..")],
    needTargets: true,
    shapes,
    inputs: Object.fromEntries(run.ir.model.inputs.map((i) => [i.name, i.shape])),
  });
  return { split: path, rows, unknown };
}
