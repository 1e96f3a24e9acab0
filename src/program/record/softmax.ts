import type { Ops } from "../../tensor/ops.js";
import { axisOf, inverse } from "../../tensor/shapes/axes.js";
import { add, mul, reduce, select, sub } from "../broadcast.js";
import { emit, scalar, typed } from "../emit.js";
import type { GradientRules } from "../gradient-rule.js";
import type { Graph } from "../graph.js";
import type { Value } from "../node.js";
import { unary } from "./elementwise.js";
import { axesOf, floated, val } from "./operand.js";
import { squeeze, transpose } from "./reshape.js";

type Softmax = Pick<Ops, "softmax" | "logSoftmax" | "logSumExp">;

export function softmax(g: Graph): Softmax {
  return {
    softmax: (x, axis) => onLastAxis(g, floated(g, val(x)), axis, (v) => unary(g, "Softmax", v, "softmax")),
    logSoftmax: (x, axis) => onLastAxis(g, floated(g, val(x)), axis, (v) => unary(g, "LogSoftmax", v, "logsoftmax")),
    logSumExp: (x, axes, keepDims = false) => logSumExp(g, floated(g, val(x)), axesOf(val(x), axes), keepDims),
  };
}

/** TensorFlow's softmax knows the last axis only. */
function onLastAxis(g: Graph, x: Value, axis: number, f: (x: Value) => Value): Value {
  const at = axisOf(x.shape.length, axis);
  const order = [...x.shape.keys()].filter((i) => i !== at).concat(at);
  return transpose(g, f(transpose(g, x, order)), inverse(order));
}

/**
 * log Σ exp, with the largest value taken out; that the result does not depend on it is why its gradient is stopped.
 */
function logSumExp(g: Graph, x: Value, axes: readonly number[], keepDims: boolean): Value {
  const max = reduce(g, "Max", x, axes, true);
  const finite = emit(g, "IsFinite", [max], { T: typed("float32") }, { name: "y", type: "bool", shape: max.shape });
  const top = unary(g, "StopGradient", select(g, finite, max, scalar(g, 0)), "output");
  const sum = reduce(g, "Sum", unary(g, "Exp", sub(g, x, top)), axes, true);
  const kept = add(g, unary(g, "Log", sum), top);
  return keepDims ? kept : squeeze(g, kept, axes);
}

export const softmaxGradients: GradientRules = {
  Softmax: ({ g, y: [y], dy }) => [
    () => mul(g, sub(g, dy, reduce(g, "Sum", mul(g, dy, y!), [y!.shape.length - 1], true)), y!),
  ],
  LogSoftmax: ({ g, y: [y], dy }) => [
    () => sub(g, dy, mul(g, unary(g, "Exp", y!), reduce(g, "Sum", dy, [y!.shape.length - 1], true))),
  ],
};
