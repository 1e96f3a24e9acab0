import type { Ops, Tensor } from "../../tensor/ops.js";

/** exp(x) - 1 without cancellation near 0: tanh(x/2) · (exp(x) + 1). For x ≤ 0; larger ones may overflow. */
export const expm1 = (ops: Ops, x: Tensor): Tensor => ops.mul(ops.tanh(ops.mul(x, 0.5)), ops.add(ops.exp(x), 1));

/**
 * x where x ≤ 0, else 0. Keeps what belongs to negative numbers from overflowing, in value and gradient, where it is
 * not chosen.
 */
export const nonpositive = (ops: Ops, x: Tensor): Tensor => ops.where(ops.greater(x, 0), 0, x);
