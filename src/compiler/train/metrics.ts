import { wordNamed } from "../../catalog/lookup.js";
import type { MetricIr } from "../../ir/ir.js";
import { isWordCall, type Value, type WordCall } from "../../ir/value.js";
import type { GraphOutput } from "../graph/graph.js";
import type { At } from "../report.js";
import type { Session } from "../session.js";
import { decideOr } from "../values/decide.js";

/** What metrics stand beside. */
interface Beside {
  readonly loss: WordCall | null;
  /** Nothing is wrong between loss and output. */
  readonly fits: boolean;
  /** The setting. */
  readonly at: At;
}

/** Metrics of one output: resolved as Keras resolves them, named as Keras logs them. */
export function metricsOf(
  session: Session,
  value: Value | undefined,
  output: GraphOutput,
  beside: Beside,
): readonly MetricIr[] {
  const calls = isWordCall(value)
    ? [value]
    : Array.isArray(value)
      ? (value as readonly Value[]).filter(isWordCall)
      : [];
  const taken = new Map<string, number>();
  return calls.map((call) => {
    const resolved = resolvedFor(session, call, output, beside);
    const spelled = session.said.spelled.get(call);
    const given = call.args["name"];
    const base = spelled?.text ?? (typeof given === "string" ? given : call.word);
    const n = taken.get(base) ?? 0;
    taken.set(base, n + 1);
    const wording = session.said.wordings.get(call);
    if (wording && !session.said.wordings.has(resolved)) session.said.wordings.set(resolved, wording);
    return { name: n === 0 ? base : `${base}_${n}`, call: resolved };
  });
}

/** The metric that is meant for this output; what does not go with output or loss is reported. */
function resolvedFor(session: Session, call: WordCall, output: GraphOutput, { loss, fits, at }: Beside): WordCall {
  const word = wordNamed("metric", call.word);
  const target = loss ? wordNamed("loss", loss.word).target : "number";
  const { shape } = output.tensor;
  const place = session.said.spelled.get(call)?.at ?? at;
  const { resolve } = word;
  const resolved =
    shape && resolve
      ? decideOr(word.params, call.args, call, (args) =>
          resolve(args, shape, loss, target === "sign" ? "number" : target),
        )
      : call;
  const meant = wordNamed("metric", resolved.word);
  const others =
    meant.target !== "any" && meant.target !== "sign" && (meant.target === "index") !== (target === "index");
  if (loss && fits && others)
    session.report("training/metric-target", { metric: word.name, loss: loss.word, output: output.name }, place);
  const sentence =
    shape && decideOr(meant.params, resolved.args, null, (args) => meant.check?.(args, shape, target) ?? null);
  if (sentence !== null && fits) session.report("arguments/combination", { word: word.name, sentence }, place);
  return resolved;
}
