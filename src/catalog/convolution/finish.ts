import type { WordCall } from "../../ir/value.js";
import type { Tensor } from "../../tensor/ops.js";
import type { ForwardContext } from "../word.js";

/** What ends every convolution: the bias on the last axis, then the activation. */
export function finish(
  context: ForwardContext<{ readonly use_bias: boolean; readonly activation: WordCall }>,
  y: Tensor,
): Tensor {
  const { ops, args, weights, activate } = context;
  return activate(args.activation, args.use_bias ? ops.add(y, weights["bias"]!) : y);
}
