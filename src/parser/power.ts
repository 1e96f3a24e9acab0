import type { Expr } from "./ast.js";

/** How tightly a value holds together: `..`, `+ -`, `* /`, a sign, and what needs no parentheses anywhere. */
export function power(value: Expr): number {
  if (value.kind === "range") return 0;
  if (value.kind === "binary") return value.op === "+" || value.op === "-" ? 1 : 2;
  return value.kind === "negation" ? 3 : 4;
}
