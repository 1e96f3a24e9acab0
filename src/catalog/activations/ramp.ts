import type { Ops, Tensor } from "../../tensor/ops.js";

/** min(max(x, 0), 6); its gradient is 1 strictly inside and 0 at 0 and 6, as in TensorFlow and JAX. */
export const ramp6 = (ops: Ops, x: Tensor): Tensor =>
  ops.where(ops.and(ops.greater(x, 0), ops.less(x, 6)), x, ops.where(ops.greaterEqual(x, 6), 6, ops.zerosLike(x)));
