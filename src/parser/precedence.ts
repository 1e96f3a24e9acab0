import { cover, type Span } from "../text/span.js";
import type { Binary, Expr } from "./ast.js";

/** An operand with the span it takes in the text, parentheses included. */
export interface Operand {
  readonly node: Expr;
  readonly outer: Span;
}

export type Operator = Binary["op"] | "..";

const power: Readonly<Record<Operator, number>> = { "..": 0, "+": 1, "-": 1, "*": 2, "/": 2 };

/**
 * The tree of a chain `a op b op c …`: `*` `/` bind tighter than `+` `-`, those tighter than `..`; all from the left.
 */
export function chain(operands: readonly Operand[], operators: readonly Operator[]): Operand {
  const values: Operand[] = [operands[0]!];
  const pending: Operator[] = [];
  const reduce = (): void => {
    const right = values.pop()!;
    const left = values.pop()!;
    const op = pending.pop()!;
    const span = cover(left.outer, right.outer);
    const node: Expr =
      op === ".."
        ? { kind: "range", from: left.node, to: right.node, span }
        : { kind: "binary", op, left: left.node, right: right.node, span };
    values.push({ node, outer: span });
  };
  operators.forEach((op, i) => {
    while (pending.length > 0 && power[pending[pending.length - 1]!] >= power[op]) reduce();
    pending.push(op);
    values.push(operands[i + 1]!);
  });
  while (pending.length > 0) reduce();
  return values[0]!;
}
