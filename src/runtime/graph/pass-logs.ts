import type { Logs } from "../../catalog/word.js";
import type { BuiltProgram } from "./build/training-program.js";
import type { GraphSession } from "./session.js";

/** What has run: whole batches, and the rows of a short one. */
export interface RowsRun {
  readonly full: number;
  readonly short: number;
  readonly batch: number;
}

/** The logs of the pass that has just run: means over rows, as Keras's, and the metrics' values. */
export function passLogs(
  session: GraphSession,
  program: BuiltProgram,
  pass: "train" | "evaluate",
  { full, short, batch }: RowsRun,
): Logs {
  const out = session.run(pass === "train" ? "end" : "end_evaluate");
  const at = (name: string, i: number): number => out[name]!.data[i] as number;
  // Of a sum beyond float32 the rest is an infinity of the other sign.
  const sum = (place: string, i: number): number =>
    Number.isFinite(at(place, i)) ? at(place, i) + at(`${place}_low`, i) : at(place, i);
  const total = full * batch + short;
  const means = program.logs.map(
    (name, i) => [name, (sum("full", i) * batch + sum("short", i) * short) / total] as const,
  );
  const [loss, penalty, ...each] = means;
  const metrics = program.metrics[pass].map((name) => [name, at(`metric:${name}`, 0)] as const);
  return Object.fromEntries([loss!, ...each, penalty!, ...metrics]);
}
