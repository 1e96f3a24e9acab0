import type { Ops, Tensor } from "../../tensor/ops.js";
import { gates } from "./gates.js";

/** x and a kernel, or a convolution's kernel: linear, and each output channel apart. */
export type Product = (x: Tensor, kernel: Tensor) => Tensor;

/** How a recurrent layer's kernel is made of its gates' kernels. */
interface Gated {
  /** One for all gates or one a gate; null: nothing is dropped. */
  readonly masks: readonly Tensor[] | null;
  /** Channels of a gate. */
  readonly units: number;
  /** Default: the matrix product. */
  readonly product?: Product;
}

/**
 * product(x, kernel) for all gates side by side, x with its dropout masks: one product where all gates share a mask,
 * one a gate where each has its own. Every row of the result is the same sum as when it is made at its step, so the
 * inputs of all steps are projected at once.
 */
export function project(ops: Ops, x: Tensor, kernel: Tensor, { masks, units, product = ops.matmul }: Gated): Tensor {
  if (!masks) return product(x, kernel);
  if (masks.length === 1) return product(ops.mul(x, masks[0]!), kernel);
  const parts = gates(ops, kernel, units, 0, masks.length);
  return ops.concat(
    masks.map((mask, i) => product(ops.mul(x, mask), parts[i]!)),
    -1,
  );
}
