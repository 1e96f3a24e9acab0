import type { Ops } from "../../tensor/ops.js";
import { axisOf } from "../../tensor/shapes/axes.js";
import { broadcastLike } from "../broadcast.js";
import { cast, dataOf, lengthOf, scalar, tensorConstant } from "../emit.js";
import type { GradientRules } from "../gradient-rule.js";
import type { Graph } from "../graph.js";
import { val } from "./operand.js";

type Constants = Pick<Ops, "scalar" | "constant" | "zerosLike" | "onesLike" | "dimension">;

export function constants(g: Graph): Constants {
  return {
    scalar: (value, dtype = "float32") => scalar(g, value, dtype),
    constant: (values, shape, dtype = "float32") => tensorConstant(g, dataOf(values, dtype), shape, dtype),
    zerosLike: (x) => broadcastLike(g, scalar(g, 0, val(x).dtype), val(x)),
    onesLike: (x) => broadcastLike(g, scalar(g, 1, val(x).dtype), val(x)),
    dimension: (x, axis) => cast(g, lengthOf(g, val(x), axisOf(x.shape.length, axis)), "float32"),
  };
}

/**
 * Conversions between types: only float32 carries gradients, and it is never made of float32 by a Cast of this program.
 */
export const constantGradients: GradientRules = { Const: null, Shape: null, Cast: null, Fill: null };
