import { hasForm } from "../../catalog/kinds/kinds.js";
import { takesLabels } from "../../catalog/kinds/parts.js";
import type { Param } from "../../catalog/param.js";
import type { Const } from "../values/constant.js";
import type { Callee } from "./callee.js";

/** The free parameter that a value without a key goes to, by its kind; undefined: none. */
export function placeFor(callee: Callee, free: readonly string[], c: Const): string | undefined {
  const fits = free.find((name) => hasForm(callee.params[name]!.kind, c));
  if (fits !== undefined) return fits;
  // A literal that fits nowhere was meant for the next place that holds more than words, a word for one that holds
  // them.
  if (isLiteral(c)) return free.find((name) => !wordsOnly(callee.params[name]!));
  return c.is === "sum" ? undefined : free.find((name) => wordsOnly(callee.params[name]!));
}

/** The free parameter that a bare word goes to: one that has such a value. */
export const placeForWord = (callee: Callee, free: readonly string[], c: Const): string | undefined =>
  free.find((name) => !takesLabels(callee.params[name]!.kind) && hasForm(callee.params[name]!.kind, c));

/** Whether a parameter holds nothing but words. */
export const wordsOnly = (param: Param<unknown>): boolean => param.kind.type === "word" || param.kind.type === "choice";

const isLiteral = (c: Const): boolean => c.is !== "word" && c.is !== "sum" && c.is !== "tensor" && c.is !== "broken";
