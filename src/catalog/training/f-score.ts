import type { Ops, Shape, Tensor } from "../../tensor/ops.js";
import { choice, number } from "../param.js";
import type { MetricContext, StateSpec } from "../word.js";
import { EPSILON } from "./epsilon.js";
import { floats } from "./error-mean.js";

type State = Readonly<Record<string, Tensor>>;

interface FArgs {
  readonly average: "micro" | "macro" | "weighted" | null;
  readonly threshold: number | null;
}

export const fAverage = choice(["micro", "macro", "weighted"], {
  doc:
    "How classes become one number: counted together, mean of classes, or mean by their frequency. None: one output " +
    "only.",
  default: null,
  positional: true,
});

export const fThreshold = number({
  doc: "Outputs above it are positive; none: the highest of each row.",
  default: null,
  above: 0,
  max: 1,
});

/** Keras logs a list of scores without an average; a logged value is one number in regnet. */
export const fProblem = ({ average }: FArgs, output: Shape): string | null =>
  output.length !== 2
    ? "F scores need an output of rows and classes, without further axes"
    : average === null && output[1] !== 1
      ? `the output has ${output[1]} classes and average is none, which gives a score for each: write ` +
        "average=macro, micro or weighted"
      : null;

export const fState = ({ average }: FArgs, output: Shape): readonly StateSpec[] =>
  ["true_positives", "false_positives", "false_negatives", "intermediate_weights"].map((name) => ({
    name,
    shape: average === "micro" ? [] : [output.at(-1) as number],
    initial: 0,
  }));

export function fUpdate({ ops, args, target, prediction, weight }: MetricContext<FArgs>, state: State): State {
  const [t, scores] = floats(ops, target, prediction);
  const highest = (): Tensor =>
    ops.and(ops.greaterEqual(scores, ops.max(scores, [-1], true)), ops.greater(ops.abs(scores), 1e-9));
  const p = ops.cast(args.threshold === null ? highest() : ops.greater(scores, args.threshold), "float32");
  const add = (name: string, x: Tensor): Tensor => {
    const weighted = weight ? ops.mul(x, ops.expandDims(weight, 1)) : x;
    return ops.add(state[name]!, args.average === "micro" ? ops.sum(weighted) : ops.sum(weighted, [0]));
  };
  return {
    true_positives: add("true_positives", ops.mul(p, t)),
    false_positives: add("false_positives", ops.mul(p, ops.sub(1, t))),
    false_negatives: add("false_negatives", ops.mul(ops.sub(1, p), t)),
    intermediate_weights: add("intermediate_weights", t),
  };
}

export function fResult(ops: Ops, average: FArgs["average"], beta: number, state: State): Tensor {
  const tp = state["true_positives"]!;
  const share = (rest: string): Tensor => ops.div(tp, ops.add(ops.add(tp, state[rest]!), EPSILON));
  const [precision, recall] = [share("false_positives"), share("false_negatives")];
  const sum = ops.add(ops.add(ops.mul(beta * beta, precision), recall), EPSILON);
  const score = ops.mul(ops.div(ops.mul(precision, recall), sum), 1 + beta * beta);
  if (average !== "weighted") return ops.mean(score);
  const weights = state["intermediate_weights"]!;
  return ops.sum(ops.mul(score, ops.div(weights, ops.add(ops.sum(weights), EPSILON))));
}
