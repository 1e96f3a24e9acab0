import type { Ops, Tensor } from "../../tensor/ops.js";
import { add, binary, div, mul, neg } from "../broadcast.js";
import { emit, scalar, typed } from "../emit.js";
import type { Backward, GradientRule, GradientRules } from "../gradient-rule.js";
import type { Graph } from "../graph.js";
import type { ProgramType, Value } from "../node.js";
import { beforeActivation } from "./before-activation.js";
import { floated, numeric, val } from "./operand.js";

type Elementwise = Pick<
  Ops,
  | "neg"
  | "abs"
  | "sign"
  | "square"
  | "sqrt"
  | "rsqrt"
  | "exp"
  | "expm1"
  | "log"
  | "log1p"
  | "sin"
  | "cos"
  | "tanh"
  | "sigmoid"
  | "relu"
  | "softplus"
  | "erf"
  | "floor"
  | "round"
  | "clip"
  | "stopGradient"
>;

export function elementwise(g: Graph): Elementwise {
  const float =
    (op: string, name = "y") =>
    (x: Tensor): Tensor =>
      unary(g, op, floated(g, val(x)), name);
  const number =
    (op: string, name = "y") =>
    (x: Tensor): Tensor =>
      unary(g, op, numeric(g, val(x)), name);
  const activation =
    (op: string, name = "y") =>
    (x: Tensor): Tensor =>
      unary(g, op, beforeActivation(g, numeric(g, val(x))), name);
  const whole =
    (op: string) =>
    (x: Tensor): Tensor =>
      x.dtype === "float32" ? unary(g, op, val(x)) : x;
  return {
    neg: (x) => neg(g, numeric(g, val(x))),
    abs: number("Abs"),
    sign: number("Sign"),
    square: number("Square"),
    sqrt: float("Sqrt"),
    rsqrt: float("Rsqrt"),
    exp: float("Exp"),
    expm1: float("Expm1"),
    log: float("Log"),
    log1p: float("Log1p"),
    sin: float("Sin"),
    cos: float("Cos"),
    tanh: (x) => activation("Tanh")(floated(g, val(x))),
    sigmoid: (x) => activation("Sigmoid")(floated(g, val(x))),
    relu: activation("Relu", "activations"),
    softplus: float("Softplus", "activations"),
    erf: float("Erf"),
    floor: whole("Floor"),
    round: whole("Rint"),
    clip: (x, low, high) => clip(g, numeric(g, val(x)), low, high),
    stopGradient: (x) => unary(g, "StopGradient", val(x), "output"),
  };
}

export const unary = (g: Graph, op: string, x: Value, name = "y", type: ProgramType = x.dtype): Value =>
  emit(g, op, [x], { T: typed(x.dtype) }, { name, type, shape: x.shape });

/** By two ops: ClipByValue would turn NaN into a bound. */
function clip(g: Graph, x: Value, low: number, high: number): Value {
  const below = high === Infinity ? x : binary(g, "Minimum", x, scalar(g, high, x.dtype));
  return low === -Infinity ? below : binary(g, "Maximum", below, scalar(g, low, x.dtype));
}

/** TensorFlow's fused gradient ops of two arguments: by the output, or by the input. */
const byOutput =
  (op: string): GradientRule =>
  ({ g, y, dy }) => [
    () => emit(g, op, [y[0]!, dy], { T: typed("float32") }, { name: "z", type: "float32", shape: dy.shape }),
  ];
const byFeatures =
  (op: string, of: (b: Backward) => Value): GradientRule =>
  (b) => [
    () =>
      emit(b.g, op, [b.dy, of(b)], { T: typed("float32") }, { name: "backprops", type: "float32", shape: b.dy.shape }),
  ];

/** dy · f(x). */
const slope =
  (f: (g: Graph, x: Value, y: Value) => Value): GradientRule =>
  ({ g, inputs: [x], y, dy }) => [() => mul(g, dy, f(g, x!, y[0]!))];

export const elementwiseGradients: GradientRules = {
  Neg: ({ g, dy }) => [() => neg(g, dy)],
  Abs: slope((g, x) => unary(g, "Sign", x)),
  Square: slope((g, x) => mul(g, x, scalar(g, 2))),
  Sqrt: byOutput("SqrtGrad"),
  Rsqrt: byOutput("RsqrtGrad"),
  Exp: slope((_, __, y) => y),
  Expm1: slope((g, x) => unary(g, "Exp", x)), // y + 1 would be rounded to nothing where exp(x) is small
  Log: ({ g, inputs: [x], dy }) => [() => div(g, dy, x!)],
  Log1p: ({ g, inputs: [x], dy }) => [() => div(g, dy, add(g, x!, scalar(g, 1)))],
  Sin: slope((g, x) => unary(g, "Cos", x)),
  Cos: slope((g, x) => neg(g, unary(g, "Sin", x))),
  Tanh: byOutput("TanhGrad"),
  Sigmoid: byOutput("SigmoidGrad"),
  // Of the result instead of the input: the same sign, and the input need not be kept.
  Relu: byFeatures("ReluGrad", ({ y }) => y[0]!),
  Softplus: byFeatures("SoftplusGrad", ({ inputs }) => inputs[0]!),
  Erf: slope((g, x) => mul(g, scalar(g, 2 / Math.sqrt(Math.PI)), unary(g, "Exp", neg(g, unary(g, "Square", x))))),
  Identity: ({ dy }) => [() => dy],
  Sign: null,
  Floor: null,
  Rint: null,
  StopGradient: null,
};
