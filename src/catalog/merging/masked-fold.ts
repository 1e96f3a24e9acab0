import type { Ops, Tensor } from "../../tensor/ops.js";
import type { ForwardContext } from "../word.js";
import { alignRanks } from "./merge.js";

/**
 * Maximum or minimum over inputs, where a masked step of one input takes the value of the others (Keras's
 * Merge._apply_merge_op_and_or_mask: these two have no neutral element).
 */
export function maskedFold(
  { ops, inputs, masks }: ForwardContext<object>,
  apply: (ops: Ops, a: Tensor, b: Tensor) => Tensor,
): Tensor {
  const aligned = alignRanks(ops, inputs);
  const wide = masks.map((m) => (m === null ? null : ops.expandDims(m, -1)));
  let output = aligned[0]!;
  let seen = wide[0] ?? null;
  for (let i = 1; i < aligned.length; i++) {
    const mask = wide[i] ?? null;
    const x = mask === null ? aligned[i]! : ops.where(mask, aligned[i]!, output);
    if (seen !== null) output = ops.where(seen, output, x);
    seen = mask !== null && seen !== null ? ops.or(seen, mask) : null;
    output = apply(ops, output, x);
  }
  return output;
}
