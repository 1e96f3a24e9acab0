import type { Operand, Ops, Tensor } from "../../tensor/ops.js";
import { broadcastShape } from "../../tensor/shapes/broadcast.js";
import { truthType } from "../../tensor/shapes/types.js";
import { binary, select, sumTo } from "../broadcast.js";
import { cast, constantNumber, emit, scalar } from "../emit.js";
import type { GradientRule, GradientRules } from "../gradient-rule.js";
import type { Graph } from "../graph.js";
import type { Value } from "../node.js";
import { numeric, operands, val } from "./operand.js";
import { drawAtLeast } from "./randomness.js";

type Choice = Pick<
  Ops,
  "equal" | "greater" | "greaterEqual" | "less" | "lessEqual" | "and" | "or" | "not" | "where" | "cast"
>;

export function choice(g: Graph): Choice {
  const compare =
    (op: string) =>
    (a: Operand, b: Operand): Tensor => {
      const [x, y] = operands(g, a, b);
      return compared(g, op, numeric(g, x), numeric(g, y));
    };
  return {
    equal: compare("Equal"),
    greater: compare("Greater"),
    greaterEqual: compare("GreaterEqual"),
    less: compare("Less"),
    lessEqual: compare("LessEqual"),
    and: (a, b) => logical(g, "LogicalAnd", val(a), val(b)),
    or: (a, b) => logical(g, "LogicalOr", val(a), val(b)),
    not: (a) => emit(g, "LogicalNot", [val(a)], {}, { name: "y", type: truthType(a), shape: a.shape }),
    where: (condition, a, b) => {
      truthType(condition);
      return select(g, val(condition), ...operands(g, a, b));
    },
    cast: (x, dtype) => cast(g, val(x), dtype),
  };
}

function compared(g: Graph, op: string, a: Value, b: Value): Value {
  const bound = constantNumber(b);
  if (bound !== null && (op === "GreaterEqual" || op === "Greater")) {
    const mask = drawAtLeast(g, a, bound, op === "GreaterEqual");
    if (mask !== null) return mask;
  }
  return binary(g, op, a, b, "bool");
}

const logical = (g: Graph, op: "LogicalAnd" | "LogicalOr", a: Value, b: Value): Value =>
  emit(g, op, [a, b], {}, { name: "z", type: truthType(a, b), shape: broadcastShape(a.shape, b.shape) });

const chosen: GradientRule = ({ g, inputs: [condition, a, b], dy }) => [
  null,
  () => sumTo(g, select(g, condition!, dy, scalar(g, 0)), a!),
  () => sumTo(g, select(g, condition!, scalar(g, 0), dy), b!),
];

export const choiceGradients: GradientRules = { Select: chosen, SelectV2: chosen };
