import { because } from "../tfjs-unlike.js";
import type { Ops, Shape, Tensor } from "../../tensor/ops.js";
import { sameShape } from "../../tensor/same-shape.js";
import { broadcastMerge } from "../shape/broadcast.js";
import { volume } from "../shape/known.js";
import { shapeText } from "../shape/shape-text.js";
import type { MaskContext, ShapeProblem } from "../word.js";

type None = Readonly<Record<never, never>>;

/** What every elementwise merge shares. */
export const mergeRules = {
  traits: ["merge", "elementwise"] as const,
  params: {},
  arity: [2, Infinity] as const,
  shape: (_: None, inputs: readonly Shape[]): Shape | ShapeProblem => broadcastMerge(inputs) ?? disagreement(inputs),
  flops: (_: None, inputs: readonly Shape[], out: Shape): number => volume(out.slice(1)) * (inputs.length - 1),
  /** Steps that any input has; none when an input has no mask (Keras's Merge.compute_mask). */
  mask: {
    shape: (_: None, __: readonly Shape[], masks: readonly (Shape | null)[]): Shape | null =>
      masks.includes(null) ? null : broadcastMerge(masks as readonly Shape[]),
    values: ({ ops, masks }: MaskContext<None>): Tensor | null => anyMask(ops, masks),
  },
};

/** In words, with the projection that would mend it where only the last axis differs. */
function disagreement(inputs: readonly Shape[]): ShapeProblem {
  const problem = `cannot merge ${inputs.map(shapeText).join(" with ")}: the shapes have to be equal (or 1) in every axis`;
  const [a, b] = [inputs[0]!, inputs.at(-1)!];
  if (a.length !== b.length)
    return { problem, hint: "Bring both to the same axes first, for instance with `flatten` or `reshape`." };
  const differing = a.map((_, i) => i).filter((i) => a[i] !== b[i]);
  if (differing.length === 1 && differing[0] === a.length - 1) {
    const word =
      a.length === 4 ? `conv2d ${b.at(-1)} 1` : a.length === 3 ? `conv1d ${b.at(-1)} 1` : `dense ${b.at(-1)}`;
    return {
      problem,
      hint: `The first needs a projection to ${b.at(-1)} values on its last axis, such as \`${word}\`.`,
    };
  }
  if (a.length === 3 && differing[0] === 1)
    return {
      problem,
      hint: "Keep the steps with padding `same`, or bring both to as many with `cropping1d` or `zero_padding1d`.",
    };
  return {
    problem,
    hint:
      "The shortcut needs a projection: a convolution of size 1 with the same strides and filters as the other " +
      "branch.",
  };
}

/** Steps that any of the inputs has, null unless all have a mask. */
export function anyMask(ops: Ops, masks: readonly (Tensor | null)[]): Tensor | null {
  const all = masks.filter((m) => m !== null);
  return all.length === 0 || all.length < masks.length ? null : all.reduce((a, b) => ops.or(a, b));
}

/** Keras puts the axes that an input lacks behind its batch. */
export function alignRanks(ops: Ops, inputs: readonly Tensor[]): readonly Tensor[] {
  const rank = Math.max(...inputs.map((x) => x.shape.length));
  return inputs.map((x) => {
    let y = x;
    while (y.shape.length < rank) y = ops.expandDims(y, 1);
    return y;
  });
}

/**
 * What tf.layers does otherwise: it joins masks with "and" (Keras: "or"), leaves them out of the product and the
 * extremes, and broadcasts ranks otherwise.
 */
export const mergeUnlike = (_: None, inputs: readonly Shape[]): string | null =>
  because(
    [inputs.some((x) => x.length === 3), "joins the masks of sequences otherwise"],
    [inputs.some((x) => x.length !== inputs[0]!.length), "aligns inputs of different ranks otherwise"],
  );

/** TensorFlow.js does not sum the gradients of an extreme over axes that one input lacks. */
export const extremeExact = (_: None, inputs: readonly Shape[]): boolean =>
  inputs.every((x) => sameShape(x, inputs[0]!));
