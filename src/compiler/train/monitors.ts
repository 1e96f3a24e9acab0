import { spellingsOf, wordNamed } from "../../catalog/lookup.js";
import type { MetricIr, StageIr } from "../../ir/ir.js";
import type { CallbackWord } from "../../catalog/word.js";
import type { Value } from "../../ir/value.js";
import { visit } from "../../parser/walk.js";
import { suggest } from "../../text/suggest.js";
import type { ModelGraph } from "../graph/graph.js";
import type { Bound } from "../names/bind.js";
import { defaultsOf } from "../names/complete.js";
import { replace, type At } from "../report.js";
import type { Section } from "../section.js";
import type { Session } from "../session.js";

interface Watched {
  readonly monitor: string;
  readonly mode: Value;
  readonly at: At;
  /** The name itself, where it is written. */
  readonly spot: At | null;
  readonly word: string;
}

/** What is trained, as far as it is known. */
export interface Trained {
  readonly ir: StageIr;
  readonly graph: ModelGraph;
  /** Whether there are validation rows; null: not known. */
  readonly validation: boolean | null;
  /** Metrics that may be meant and are written wrongly: nothing is said of those. */
  readonly meant: readonly string[];
}

/** Words in the settings of a section whose metrics are written wrongly, with those that they are close to. */
export function metricsMeant({ statement }: Section): readonly string[] {
  const words: string[] = [];
  for (const setting of [...statement.args, ...(statement.body?.items ?? [])])
    if (setting.kind === "argument" || setting.kind === "pair")
      visit(setting.value, (node) => {
        if (node.kind === "name" || node.kind === "ident") words.push(node.text);
        if (node.kind === "string") words.push(node.value);
      });
  return words.flatMap((word) => [word, suggest(word, spellingsOf("metric")) ?? word]);
}

/** Everything that is logged, by name, with its metric; null: a loss. */
function logsOf(ir: StageIr, graph: ModelGraph): ReadonlyMap<string, MetricIr | null> {
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

/** What a callback watches, also where another of its arguments is wrong. */
export function checkMonitors(session: Session, word: CallbackWord, bound: Bound, at: At, trained: Trained): void {
  const args = { ...defaultsOf(word.params), ...bound.values() };
  for (const monitor of word.monitors?.(args) ?? []) {
    const param = Object.keys(args).find((name) => args[name] === monitor);
    const where = param === undefined ? undefined : bound.placeOf(param);
    // Its own argument may be the wrong one.
    if (bound.broken && (where === undefined || bound.valueOf(param!) === undefined)) continue;
    const mode = bound.has("mode") && bound.stateOf("mode") !== "known" ? null : (args["mode"] ?? null);
    const watched = { monitor, mode, at: where ?? at, spot: spotOf(bound, param), word: word.name };
    checkMonitor(session, watched, trained);
  }
}

const spotOf = (bound: Bound, param: string | undefined): At | null =>
  param === undefined ? null : (bound.constantOf(param)?.at ?? null);

/** What a callback watches has to be logged, and it has to be known whether more is better. */
function checkMonitor(session: Session, w: Watched, { ir, graph, validation, meant }: Trained): void {
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
    if (near === undefined && meant.some((name) => base === name || base.endsWith(`_${name}`))) return;
    const { spot } = w;
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
  const directed = logs.has(base) && (!metric || wordNamed("metric", metric.call.word).better !== null);
  if (w.mode === "auto" && !directed) session.report("training/mode", { monitor: w.monitor, word: w.word }, w.at);
}
