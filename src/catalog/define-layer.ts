import type { Arity, LayerWord, MaskRule, MasksRule, OneResult, SeveralResults } from "./layer-word.js";
import type { Params } from "./param.js";

type Stated<W> = Omit<W, "family">;

const ONE: Arity = [1, 1];

/** A layer with one result. */
export function defineLayer<const P extends Params, const I extends Arity = readonly [1, 1]>(
  stated: Stated<OneResult<P, I>>,
): LayerWord<P> {
  const { shape, dtype, forward, mask = "pass", flops, ...rest } = stated;
  return made<P, I>(true, {
    ...rest,
    shapes: (args, inputs, call) => {
      const one = shape(args, inputs, call);
      return "problem" in one ? one : [one];
    },
    ...(dtype && { dtypes: (args, inputs, inner) => [dtype(args, inputs, inner)] }),
    forward: (context) => [forward(context)],
    masks: masksOf(mask),
    ...(flops && { flops: (args, inputs, [output], call) => flops(args, inputs, output!, call) }),
  });
}

/** A layer that can have several results. */
export function defineLayers<const P extends Params, const I extends Arity = readonly [1, 1]>(
  stated: Stated<SeveralResults<P, I>>,
): LayerWord<P> {
  return made<P, I>(false, stated);
}

function made<P extends Params, I extends Arity>(single: boolean, stated: Stated<SeveralResults<P, I>>): LayerWord<P> {
  const { dtypes, flops } = stated;
  const word = {
    ...stated,
    family: "layer" as const,
    arity: stated.arity ?? ONE,
    single,
    dtypes: dtypes ?? (() => null),
    flops: flops ?? (() => null),
  };
  // Whoever asks has counted the tensors: the lists are as long as the arity says.
  return word;
}

function masksOf<A, I extends Arity>(mask: "pass" | "stop" | MaskRule<A, I>): MasksRule<A, I> {
  if (mask === "pass") return { shapes: (_, __, masks) => [masks[0]], values: ({ masks }) => [masks[0]] };
  if (mask === "stop") return { shapes: () => [], values: () => [] };
  return {
    shapes: (args, inputs, masks) => [mask.shape(args, inputs, masks)],
    values: (context) => [mask.values(context)],
  };
}
