import { wordNamed, wordsOf } from "../../catalog/lookup.js";
import type { Params } from "../../catalog/param.js";
import type { MetricIr, OutputIr } from "../../ir/ir.js";
import { isWordCall, type Args, type Value, type WordCall } from "../../ir/value.js";
import type { Emission } from "./emission.js";
import { wordExpression } from "./word-expression.js";

/**
 * As short as it can be said so that `fit` logs it under the same name: `metrics.accuracy()` for what accuracy means on
 * this output. `pointer`: to the metric in the IR.
 */
export function metricExpression(
  emission: Emission,
  { name, call }: MetricIr,
  output: OutputIr,
  loss: WordCall | null,
  pointer: string,
): string {
  const named: WordCall = { word: call.word, args: { ...call.args, name } };
  const own = wordNamed("metric", call.word).params["name"]?.default === name;
  return wordExpression(
    emission,
    "metric",
    own ? named : (generalMetric(named, output, loss) ?? named),
    `${pointer}/call`,
  );
}

/** The word that means different metrics on different outputs, where it means this one here. */
function generalMetric(call: WordCall, { shape }: OutputIr, loss: WordCall | null): WordCall | null {
  const target = loss ? wordNamed("loss", loss.word).target : "number";
  for (const word of wordsOf("metric")) {
    if (!word.resolve) continue;
    const args = { ...defaultsOf(word.params), name: call.args["name"]! };
    if (sameValue(word.resolve(args, shape, loss, target === "sign" ? "number" : target), call))
      return { word: word.name, args };
  }
  return null;
}

const defaultsOf = (params: Params): Args =>
  Object.fromEntries(Object.entries(params).map(([name, param]) => [name, param.default as Value]));

function sameValue(a: Value, b: Value): boolean {
  if (isWordCall(a) && isWordCall(b)) return a.word === b.word && sameArgs(a.args, b.args);
  return JSON.stringify(a) === JSON.stringify(b);
}

const sameArgs = (a: Args, b: Args): boolean =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].every(
    (name) => name in a && name in b && sameValue(a[name]!, b[name]!),
  );
