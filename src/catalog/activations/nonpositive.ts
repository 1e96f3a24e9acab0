import type { Ops, Tensor } from "../../tensor/ops.js";

/**
 * x where x ≤ 0, else 0. Keeps what belongs to negative numbers from overflowing, in value and gradient, where it is
 * not chosen.
 */
export const nonpositive = (ops: Ops, x: Tensor): Tensor => ops.where(ops.greater(x, 0), 0, x);
