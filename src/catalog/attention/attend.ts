import type { Ops, Shape, Tensor } from "../../tensor/ops.js";
import { drop } from "../noise/kept.js";
import { noiseSeed } from "../noise/noise-params.js";
import { bool, number, tensor } from "../param.js";
import { orOne } from "../shape/known.js";
import { shapeText } from "../shape/shape-text.js";
import type { CallRules, ForwardContext, MasksRule, ShapeProblem } from "../word.js";

/** Parameters that both attention layers have beside `use_scale`. */
export const attentionParams = {
  dropout: number({
    doc: "Part of the scores that is set to 0 in training, after they sum to 1.",
    min: 0,
    max: 1,
    default: 0,
  }),
  seed: noiseSeed,
};

/** What stands after `from`. */
export const attentionCall = {
  value: tensor("What is attended to, [steps, features]: the result is a mean of its steps. Needed."),
  key: tensor("What the query is compared with, a step for each of the value; without it the value itself."),
  use_causal_mask: bool({
    doc: "A step of the query sees no later step of the value: for decoders that attend to themselves.",
    default: false,
  }),
  return_attention_scores: bool({
    doc: "Gives the scores, [steps of the query, steps of the value], as a second result.",
    default: false,
  }),
};

/** Arguments of the call are there when they are written. */
const asked = (args: object, what: keyof typeof attentionCall): boolean =>
  (args as Readonly<Record<string, unknown>>)[what] === true;

/** [N, Tq, dim], [N, Tv, width] → [N, Tq, width], and [N, Tq, Tv] where the scores are asked for. */
export function attentionShapes(
  args: object,
  [query]: readonly [Shape],
  { named }: CallRules,
): readonly Shape[] | ShapeProblem {
  const value = named["value"]?.[0];
  if (!value)
    return {
      problem: "has nothing to attend to",
      hint: "Name it after from: `from query, value=memory`; a sequence attends to itself with `from x, value=x`.",
    };
  const key = named["key"]?.[0] ?? value;
  const odd = [query, value, key].find((shape) => shape.length !== 3);
  if (odd)
    return {
      problem: `compares sequences [steps, features], and one of its tensors is ${shapeText(odd)}`,
      hint: "Recurrent layers give sequences with return_sequences; reshape makes one of other axes.",
    };
  if (query[2] !== key[2])
    return {
      problem: `compares steps of ${String(query[2])} features with steps of ${String(key[2])}`,
      hint: "Bring one of them to the other's length with a `dense`.",
    };
  if (value[1] !== key[1])
    return {
      problem: `has ${String(key[1])} keys for ${String(value[1])} values`,
      hint: "Each step of the value needs its key: let both come from the same sequence.",
    };
  const output = [query[0]!, query[1]!, value[2]!];
  return asked(args, "return_attention_scores") ? [output, [query[0]!, query[1]!, key[1]!]] : [output];
}

/**
 * Of one row: so many for a score of two steps, and a multiplication and an addition of it for each feature of the
 * value.
 */
export function attentionFlops([query]: readonly [Shape], { named }: CallRules, score: number): number {
  const value = named["value"]?.[0] ?? query;
  return orOne(query[1]) * orOne(value[1]) * (score + 2 * orOne(value[2]));
}

/** The query's mask goes on, behind the first result. */
export const attentionMasks: MasksRule<object, readonly [1, 1]> = {
  shapes: (_, __, [mask]) => [mask],
  values: ({ masks: [mask] }) => [mask],
};

/** Scores of each step of the query [N, Tq, dim] for each of the key [N, Tv, dim]: [N, Tq, Tv]. */
export type Score = (query: Tensor, key: Tensor) => Tensor;

/**
 * Keras's Attention: the softmax of the scores over the steps of the value weighs them. Steps that the value's mask or
 * causality leaves out lose 1e9 from their scores; where the query is masked the result is 0.
 */
export function attend(
  c: ForwardContext<{ readonly dropout: number }, readonly [1, 1]>,
  score: Score,
): readonly Tensor[] {
  const { ops, args, inputs, masks, named } = c;
  const value = named["value"]![0]!;
  const key = named["key"]?.[0] ?? value;
  const scores = score(inputs[0], key.value);
  const seen = visible(ops, scores, value.mask, asked(args, "use_causal_mask"));
  const shares = ops.softmax(seen ? ops.where(seen, scores, ops.sub(scores, 1e9)) : scores, -1);
  const dropped = c.training && args.dropout > 0 ? drop(ops, shares, shares.shape, args.dropout, c.seed) : shares;
  const attended = ops.matmul(dropped, value.value);
  const output = masks[0] ? ops.where(ops.expandDims(masks[0], -1), attended, ops.zerosLike(attended)) : attended;
  return asked(args, "return_attention_scores") ? [output, dropped] : [output];
}

/** Which scores count, to be broadcast to them; null: all. */
function visible(ops: Ops, scores: Tensor, mask: Tensor | null, causal: boolean): Tensor | null {
  const present = mask && ops.expandDims(mask, 1);
  if (!causal) return present;
  const past = notLater(ops, scores);
  return present ? ops.and(present, past) : past;
}

/** Bool: whether a column's place is not behind its row's. */
function notLater(ops: Ops, scores: Tensor): Tensor {
  const [, rows, columns] = scores.shape;
  if (typeof rows === "number" && typeof columns === "number") {
    const places = (n: number, shape: readonly number[]): Tensor =>
      ops.constant(
        Array.from({ length: n }, (_, i) => i),
        shape,
      );
    return ops.greaterEqual(places(rows, [1, rows, 1]), places(columns, [1, 1, columns]));
  }
  const ones = ops.onesLike(scores);
  return ops.greaterEqual(ops.cumsum(ones, 1), ops.cumsum(ones, 2));
}

/** tanh of the sum of each step of the query and each of the key: [N, Tq, Tv, dim]. */
export const bent = (ops: Ops, query: Tensor, key: Tensor, scale: Tensor | null = null): Tensor => {
  const sum = ops.add(ops.expandDims(query, 2), ops.expandDims(key, 1));
  return ops.tanh(scale ? ops.mul(scale, sum) : sum);
};
