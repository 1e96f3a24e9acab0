import { alternatives, choiceSpelled, takesLabels } from "../../catalog/kinds/parts.js";
import type { Kind } from "../../catalog/param.js";
import type { Expr } from "../../parser/ast.js";

/** A column's name or a cell's value as text: never looked up. */
export function labelOf(expr: Expr): string | null {
  switch (expr.kind) {
    case "name":
      return expr.text;
    case "string":
      return expr.value;
    case "number":
      return String(expr.value);
    case "boolean":
      return String(expr.value);
    case "negation":
      return expr.operand.kind === "number" ? String(-expr.operand.value) : null;
    default:
      return null;
  }
}

/** Whether a name that stands where such a value does is text and not looked up. */
export const isLabel = (expr: Expr, kind: Kind): boolean =>
  alternatives(kind).some(
    (one) =>
      (one.type === "label" && (expr.kind === "name" || expr.kind === "string")) ||
      (one.type === "choice" && expr.kind === "name" && choiceSpelled(one, expr.text) !== undefined),
  );

/** Of what kind the parts of a list or map have to be, where these parts may be labels. */
export const labelledParts = (form: "list" | "map", kind: Kind): Kind | null =>
  alternatives(kind).flatMap((one) => (one.type === form && takesLabels(one.of) ? [one.of] : []))[0] ?? null;
