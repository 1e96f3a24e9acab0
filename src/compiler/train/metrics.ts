import { wordNamed } from "../../catalog/lookup.js";
import type { MetricIr } from "../../ir/ir.js";
import { isWordCall, type Value, type WordCall } from "../../ir/value.js";
import type { Output } from "../graph/graph.js";
import type { At } from "../report.js";
import type { Session } from "../session.js";

/** Metrics of one output: resolved as Keras resolves them, named as Keras logs them. */
export function metricsOf(
  session: Session,
  value: Value | undefined,
  output: Output,
  loss: WordCall | null,
  at: At,
): readonly MetricIr[] {
  const calls = isWordCall(value)
    ? [value]
    : Array.isArray(value)
      ? (value as readonly Value[]).filter(isWordCall)
      : [];
  const taken = new Map<string, number>();
  return calls.map((call) => {
    const word = wordNamed("metric", call.word);
    const spelled = session.spelled.get(call);
    const target = loss ? wordNamed("loss", loss.word).target : "number";
    const resolved =
      output.tensor.shape && word.resolve
        ? word.resolve(call.args, output.tensor.shape, loss, target === "sign" ? "number" : target)
        : call;
    const meant = wordNamed("metric", resolved.word);
    if (
      loss &&
      meant.target !== "any" &&
      (meant.target === "index") !== (target === "index") &&
      meant.target !== "sign"
    ) {
      session.report(
        "training/metric-target",
        { metric: word.name, loss: loss.word, output: output.name },
        spelled?.at ?? at,
      );
    }
    const given = call.args["name"];
    const base = spelled?.text ?? (typeof given === "string" ? given : word.name);
    const sentence = output.tensor.shape ? (meant.check?.(resolved.args, output.tensor.shape, target) ?? null) : null;
    if (sentence !== null) session.report("arguments/combination", { word: word.name, sentence }, spelled?.at ?? at);
    const n = taken.get(base) ?? 0;
    taken.set(base, n + 1);
    const wording = session.wordings.get(call);
    if (wording && !session.wordings.has(resolved)) session.wordings.set(resolved, wording);
    return { name: n === 0 ? base : `${base}_${n}`, call: resolved };
  });
}
