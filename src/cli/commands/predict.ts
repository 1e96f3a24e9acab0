import { resolve } from "node:path";
import { applyPreprocessing, type AppliedRows, type NdArray } from "../../runtime/data/index.js";
import { startEngine } from "../../runtime/engine/choose-engine.js";
import { openRun, type RunFolder } from "../../runtime/run/run-folder.js";
import { predictRun } from "../../runtime/run/use-run.js";
import { lastStage } from "../../ir/stages.js";
import { exitCode, type ExitCode, type Host } from "../host.js";
import { writeWhole } from "../../runtime/run/write-whole.js";
import { chooseForRun } from "../choose-for-run.js";
import { engineFor, threadsOf, type EngineOptions } from "../engine-options.js";
import { declaredIn, sayUnread } from "../open-inputs.js";
import { sayUnknown, unknownByRow } from "../unknown-values.js";

interface Options extends EngineOptions {
  readonly data: string;
  readonly output?: string;
}

/** One column of the result. */
interface Column {
  readonly name: string;
  value(row: number): string | number;
}

/** `regnet predict RUN --data FILE`: one line a row of the file, with the preprocessing fitted in training. */
export async function predict(host: Host, folder: string, options: Options): Promise<ExitCode> {
  const run = await openRun(folder);
  const started = startEngine(engineFor(options), run.ir, false, threadsOf(options));
  const full = resolve(options.data);
  const rows = await applyPreprocessing(run.preprocessing, full, {
    baseDir: process.cwd(),
    allow: [resolve(full, "..")],
    needTargets: false,
    declared: declaredIn(run.ir),
  });
  const given = { rows: rows.rows, inputs: rows.inputs };
  const predictions = await predictRun(run, given, { engine: await chooseForRun(host, run, given, options, started) });
  const columns: Column[] = [
    { name: "row", value: (row) => rows.rowIds[row]! + 1 },
    ...Object.entries(predictions).flatMap(([output, array]) => columnsOf(run, output, array)),
    ...unknownColumn(rows),
  ];
  const text = options.output?.endsWith(".jsonl") ? jsonLines(columns, rows.rows) : csv(columns, rows.rows);
  if (options.output === undefined) host.out(text);
  else {
    await writeWhole(options.output, text);
    host.say(`wrote ${rows.rows} predictions to ${options.output}\n`);
  }
  sayUnknown(host, "rows", rows.rows, rows.unknown);
  sayUnread(host, rows.unread);
  return exitCode.fine;
}

/** Names the columns whose cells training did not know, where any row has such. */
function unknownColumn({ unknown, rowIds }: AppliedRows): Column[] {
  if (unknown === null) return [];
  const names = unknownByRow(unknown);
  return [{ name: "unknown", value: (row) => names.get(rowIds[row]!) ?? "" }];
}

/** Of a classifier the class and each class's probability; of anything else its numbers. */
function columnsOf(run: RunFolder, output: string, { data, shape }: NdArray): Column[] {
  const width = shape.slice(1).reduce((a, b) => a * b, 1);
  const classes = run.preprocessing.targets[output]?.classes ?? null;
  const at = (row: number, i: number): number => data[row * width + i]!;
  const numbers = (names: readonly string[]): Column[] =>
    names.map((name, i) => ({ name, value: (row) => at(row, i) }));
  if (classes !== null && width === classes.length) {
    const best = (row: number): number => classes.reduce((top, _, i) => (at(row, i) > at(row, top) ? i : top), 0);
    return [
      { name: output, value: (row) => classes[best(row)]! },
      ...numbers(classes.map((name) => `${output}:${name}`)),
    ];
  }
  if (classes !== null && width === 1 && classes.length === 2 && isProbability(run, output))
    return [
      { name: output, value: (row) => classes[at(row, 0) > 0.5 ? 1 : 0]! },
      ...numbers([`${output}:${classes[1]}`]),
    ];
  return numbers(width === 1 ? [output] : Array.from({ length: width }, (_, i) => `${output}:${i}`));
}

/** The output's last layer maps to [0, 1], so that one half divides two classes. */
function isProbability(run: RunFolder, output: string): boolean {
  const loss = run.ir.training && lastStage(run.ir.training).loss[output];
  return loss?.args["from_logits"] !== true;
}

function csv(columns: readonly Column[], rows: number): string {
  const cell = (value: string | number): string =>
    typeof value === "string" && /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : String(value);
  const lines = Array.from({ length: rows }, (_, row) => columns.map((c) => cell(c.value(row))).join(","));
  return [columns.map((c) => cell(c.name)).join(","), ...lines, ""].join("\n");
}

const jsonLines = (columns: readonly Column[], rows: number): string =>
  Array.from(
    { length: rows },
    (_, row) => `${JSON.stringify(Object.fromEntries(columns.map((c) => [c.name, c.value(row)])))}\n`,
  ).join("");
