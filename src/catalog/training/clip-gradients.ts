import type { Ops, Tensor } from "../../tensor/ops.js";
import type { CommonArgs } from "./optimizer-params.js";

/** Gradients clipped as the optimizer's arguments say, in Keras's order of precedence and with its formulas. */
export function clipGradients(
  ops: Ops,
  args: Pick<CommonArgs, "clipnorm" | "global_clipnorm" | "clipvalue">,
  gradients: Readonly<Record<string, Tensor>>,
): Readonly<Record<string, Tensor>> {
  const each = (f: (g: Tensor) => Tensor): Record<string, Tensor> =>
    Object.fromEntries(Object.entries(gradients).map(([name, g]) => [name, f(g)]));
  if (args.clipnorm !== null) return each((g) => clipNorm(ops, g, args.clipnorm!));
  if (args.global_clipnorm !== null) {
    const scale = globalScale(ops, Object.values(gradients), args.global_clipnorm);
    return scale ? each((g) => ops.mul(g, scale)) : gradients;
  }
  return args.clipvalue !== null ? each((g) => ops.clip(g, -args.clipvalue!, args.clipvalue!)) : gradients;
}

function clipNorm(ops: Ops, gradient: Tensor, longest: number): Tensor {
  const norm = ops.sqrt(ops.sum(ops.square(gradient)));
  return ops.div(ops.mul(gradient, longest), ops.maximum(norm, longest));
}

/** Infinite gradients give NaN, as in Keras: a wrong step is not hidden. */
function globalScale(ops: Ops, gradients: readonly Tensor[], longest: number): Tensor | null {
  if (gradients.length === 0) return null;
  const norm = ops.sqrt(gradients.map((g) => ops.sum(ops.square(g))).reduce((a, b) => ops.add(a, b)));
  const scale = ops.mul(longest, ops.minimum(ops.div(1, norm), 1 / longest));
  return ops.add(scale, ops.sub(norm, norm));
}
