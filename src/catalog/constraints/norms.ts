import { valueOf, type Param } from "../param.js";
import type { Ops, Tensor } from "../../tensor/ops.js";

/** Keras's `backend.epsilon()`, which its constraints add to a norm before dividing by it. */
export const epsilon = 1e-7;

export type Axes = number | readonly number[];

/** Euclidean norms over the axes, kept as axes of length 1. */
export const norms = (ops: Ops, weight: Tensor, axis: Axes): Tensor =>
  ops.sqrt(ops.sum(ops.square(weight), typeof axis === "number" ? [axis] : axis, true));

/** `axis` of the norm constraints. */
export const axisParam: Param<Axes> = valueOf<Axes>(
  { type: "oneOf", of: [{ type: "int" }, { type: "list", of: { type: "int" } }] },
  {
    doc:
      "Axis or axes over which a norm is taken: 0 is the incoming weights of each dense unit, [0, 1, 2] those of " +
      "each 2-D filter.",
    default: 0,
    positional: true,
  },
);
