import type { Operand, Ops, Tensor } from "../../tensor/ops.js";
import { add, binary, div, mul, neg, select, sub, sumTo } from "../broadcast.js";
import { constantNumber, emit, scalar, typed } from "../emit.js";
import type { Backward, GradientRules } from "../gradient-rule.js";
import type { Graph } from "../graph.js";
import type { Value } from "../node.js";
import { floated, numeric, operands } from "./operand.js";

type Arithmetic = Pick<Ops, "add" | "sub" | "mul" | "div" | "divNoNan" | "pow" | "maximum" | "minimum">;

export function arithmetic(g: Graph): Arithmetic {
  const both =
    (f: (g: Graph, a: Value, b: Value) => Value) =>
    (a: Operand, b: Operand): Tensor => {
      const [x, y] = operands(g, a, b);
      return f(g, numeric(g, x), numeric(g, y));
    };
  const fractions = (f: (g: Graph, a: Value, b: Value) => Value) =>
    both((_, a, b) => f(g, floated(g, a), floated(g, b)));
  return {
    add: both((_, a, b) => biasAdd(g, a, b) ?? biasAdd(g, b, a) ?? add(g, a, b)),
    sub: both(sub),
    mul: both(mul),
    div: fractions(div),
    divNoNan: fractions((_, a, b) => binary(g, "DivNoNan", a, b)),
    pow: both((_, a, b) => (constantNumber(b) === 2 && a.dtype === "float32" ? square(g, a) : binary(g, "Pow", a, b))),
    maximum: both((_, a, b) => binary(g, "Maximum", a, b)),
    minimum: both((_, a, b) => binary(g, "Minimum", a, b)),
  };
}

/**
 * A vector along the last axis has an op of its own, whose gradient is a fast sum and which TensorFlow fuses with what
 * is before.
 */
function biasAdd(g: Graph, x: Value, bias: Value): Value | null {
  const [length] = bias.shape;
  const fits =
    bias.shape.length === 1 &&
    x.shape.length >= 2 &&
    x.shape.at(-1) === length &&
    typeof length === "number" &&
    length > 1;
  if (!fits || x.dtype !== "float32" || bias.node.op === "BroadcastTo") return null;
  return emit(
    g,
    "BiasAdd",
    [x, bias],
    { T: typed("float32"), data_format: { string: "NHWC" } },
    { name: "output", type: "float32", shape: x.shape },
  );
}

const square = (g: Graph, x: Value): Value =>
  emit(g, "Square", [x], { T: typed("float32") }, { name: "y", type: "float32", shape: x.shape });

/** A choice by comparing the inputs: the gradient of Maximum and Minimum, in which the first of two equals wins. */
const chosen =
  (op: "GreaterEqual" | "LessEqual") =>
  ({ g, inputs: [a, b], dy }: Backward): (() => Value)[] => {
    const first = (): Value => binary(g, op, a!, b!, "bool");
    const zero = scalar(g, 0);
    return [() => sumTo(g, select(g, first(), dy, zero), a!), () => sumTo(g, select(g, first(), zero, dy), b!)];
  };

export const arithmeticGradients: GradientRules = {
  AddV2: ({ g, inputs: [a, b], dy }) => [() => sumTo(g, dy, a!), () => sumTo(g, dy, b!)],
  AddN: ({ inputs, dy }) => inputs.map(() => () => dy),
  BiasAdd: ({ g, inputs: [, bias], dy }) => [
    () => dy,
    () =>
      emit(
        g,
        "BiasAddGrad",
        [dy],
        { T: typed("float32"), data_format: { string: "NHWC" } },
        { name: "output", type: "float32", shape: bias!.shape },
      ),
  ],
  Sub: ({ g, inputs: [a, b], dy }) => [() => sumTo(g, dy, a!), () => neg(g, sumTo(g, dy, b!))],
  Mul: ({ g, inputs: [a, b], dy }) => [() => sumTo(g, mul(g, dy, b!), a!), () => sumTo(g, mul(g, dy, a!), b!)],
  RealDiv: ({ g, inputs: [a, b], y, dy }) => [
    () => sumTo(g, div(g, dy, b!), a!),
    () => sumTo(g, neg(g, div(g, mul(g, dy, y[0]!), b!)), b!),
  ],
  // The quotient is 0 where the divisor is, and so both stay 0 whatever comes from above.
  DivNoNan: ({ g, inputs: [a, b], y, dy }) => [
    () => sumTo(g, binary(g, "DivNoNan", dy, b!), a!),
    () => sumTo(g, binary(g, "DivNoNan", neg(g, mul(g, dy, y[0]!)), b!), b!),
  ],
  Pow: ({ g, inputs: [a, b], y, dy }) => [
    () => sumTo(g, mul(g, dy, mul(g, b!, binary(g, "Pow", a!, sub(g, b!, scalar(g, 1))))), a!),
    () => {
      const positive = binary(g, "Greater", a!, scalar(g, 0), "bool");
      const log = emit(
        g,
        "Log",
        [select(g, positive, a!, scalar(g, 1))],
        { T: typed("float32") },
        { name: "y", type: "float32", shape: a!.shape },
      );
      return sumTo(g, mul(g, dy, mul(g, y[0]!, log)), b!);
    },
  ],
  Maximum: chosen("GreaterEqual"),
  Minimum: chosen("LessEqual"),
};
