import type { WordCall } from "../../ir/value.js";
import type { Ops, Tensor } from "../../tensor/ops.js";

interface Activations {
  readonly activation: WordCall;
  readonly recurrent_activation: WordCall;
}

/**
 * The state [h, c] after a step: c' = f · c + i · activation(g), h' = o · activation(c'), where i, f and o are gates by
 * recurrent_activation. `z` are the sums of input, forget, candidate and output, in Keras's order.
 */
export function lstmStep(
  ops: Ops,
  [i, f, g, o]: readonly Tensor[],
  c: Tensor,
  args: Activations,
  activate: (activation: WordCall, x: Tensor) => Tensor,
): readonly [h: Tensor, c: Tensor] {
  const gate = (z: Tensor): Tensor => activate(args.recurrent_activation, z);
  const kept = ops.add(ops.mul(gate(f!), c), ops.mul(gate(i!), activate(args.activation, g!)));
  return [ops.mul(gate(o!), activate(args.activation, kept)), kept];
}
