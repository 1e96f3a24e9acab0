import { wordNamed } from "../../catalog/lookup.js";
import type { MetricIr, TrainingIr } from "../../ir/ir.js";
import type { Value } from "../../ir/value.js";
import { suggest } from "../../text/suggest.js";
import type { Graph } from "../graph/graph.js";
import { replace, type At } from "../report.js";
import type { Session } from "../session.js";
import { spotOf } from "../spot.js";

interface Watched {
  readonly monitor: string;
  readonly mode: Value;
  readonly at: At;
  readonly written: boolean;
  readonly word: string;
  /** Metrics may be meant that are written wrongly. */
  readonly unsure: boolean;
}

/** Everything that is logged, by name, with its metric; null: a loss. */
export function logsOf(ir: TrainingIr, graph: Graph): ReadonlyMap<string, MetricIr | null> {
  const logs = new Map<string, MetricIr | null>([
    ["loss", null],
    ["penalty", null],
  ]);
  const several = graph.outputs.length > 1;
  for (const o of graph.outputs) {
    if (several) logs.set(`${o.name}_loss`, null);
    for (const metric of ir.metrics[o.name] ?? []) logs.set(several ? `${o.name}_${metric.name}` : metric.name, metric);
  }
  return logs;
}

/** `validation_loss`, `val_acc`: what other tools call it. */
function spelledOut(monitor: string, logs: ReadonlyMap<string, unknown>): string | undefined {
  const long = monitor.replace(/^validation_|^valid_|^val_?/, "val_").replace(/acc$/, "accuracy");
  return logs.has(long.startsWith("val_") ? long.slice(4) : long) ? long : undefined;
}

/** What a callback watches has to be logged, and it has to be known whether more is better. */
export function checkMonitor(
  session: Session,
  w: Watched,
  ir: TrainingIr,
  graph: Graph,
  validation: boolean | null,
): void {
  const logs = logsOf(ir, graph);
  const ofValidation = w.monitor.startsWith("val_");
  const base = ofValidation ? w.monitor.slice(4) : w.monitor;
  if (!logs.has(base) && w.monitor !== "learning_rate") {
    const names = [...logs.keys()].flatMap((n) => (validation === false ? [n] : [n, `val_${n}`]));
    const near =
      spelledOut(w.monitor, logs) ??
      suggest(
        w.monitor,
        [...logs.keys()].flatMap((n) => [n, `val_${n}`]),
      );
    if (w.unsure && near === undefined) return;
    const spot = w.written ? spotOf(session, w.at, w.monitor) : null;
    session.report(
      "training/monitor",
      { monitor: w.monitor, suggestion: near, names },
      spot ?? w.at,
      near && spot ? { fixes: [replace(`write ${near}`, spot.span, near)] } : {},
    );
    return;
  }
  if (ofValidation && validation === false) {
    session.report("training/no-validation", { monitor: w.monitor, word: w.word }, w.at);
    return;
  }
  const metric = logs.get(base);
  if (w.mode === "auto" && metric && wordNamed("metric", metric.call.word).better === null)
    session.report("training/mode", { monitor: w.monitor, word: w.word }, w.at);
}
