import { isList, type Formula, type Operator } from "../../ir/formula.js";
import type { Value } from "../../ir/value.js";
import type { Const } from "./constant.js";

/** A formula of more parts says less than its value. */
const MOST_PARTS = 40;

/** How a constant comes from named values; null: from none. */
export function formulaOf(c: Const): Formula {
  if (c.origin !== undefined) return c.origin;
  if (c.is === "list") {
    const items = c.items.map(formulaOf);
    return items.every((f) => f === null) ? null : items;
  }
  if (c.is !== "map") return null;
  const entries = c.entries.map(({ key, value }) => [key.text, formulaOf(value)] as const);
  return entries.every(([, f]) => f === null) ? null : { entries: Object.fromEntries(entries) };
}

/** The formula of a checked value: one number that was taken for a whole size is that size's every item. */
export function formulaFor(c: Const, value: Value): Formula {
  const formula = formulaOf(c);
  if (formula === null || isList(formula) || !Array.isArray(value) || c.is !== "number") return formula;
  return (value as readonly Value[]).map(() => formula);
}

/** What arithmetic gives along with its number: to be spread into the constant. */
export function computed(op: Operator, operands: readonly Const[]): { readonly origin?: Formula } {
  if (operands.every((c) => c.origin === undefined)) return {};
  const of = operands.map((c) => c.origin ?? (c.is === "number" ? c.value : null));
  const origin: Formula = { op, of };
  return parts(origin, MOST_PARTS) < 0 ? {} : { origin };
}

/** What is left of a budget after counting the parts; below 0: there are more. */
function parts(formula: Formula, budget: number): number {
  if (typeof formula !== "object" || formula === null || !("of" in formula)) return budget - 1;
  let left = budget - 1;
  for (const part of formula.of) if (left >= 0) left = parts(part, left);
  return left;
}
