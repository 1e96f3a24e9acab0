import type { Wording } from "../../ir/authored.js";
import { wordNamed } from "../../catalog/lookup.js";
import type { Params } from "../../catalog/param.js";
import type { Formula } from "../../ir/formula.js";
import type { WordCall } from "../../ir/value.js";
import type { Bound } from "./bound.js";

interface Said {
  /** Above the statement. */
  readonly doc?: string | null;
  /** Whose arguments are listed as written; absent: they are listed elsewhere. */
  readonly params?: Params;
}

/** How arguments were said; undefined: there is nothing to tell. */
export function wordingOf(bound: Bound, { doc, params }: Said): Wording | undefined {
  const { formulas, docs } = bound;
  const written = params ? bound.names().filter((name) => Object.hasOwn(params, name)) : [];
  if (!doc && docs === null && formulas === null && written.length === 0) return undefined;
  const wording: Wording = {
    ...(doc ? { doc } : {}),
    ...(docs ? { docs } : {}),
    ...(written.length > 0 ? { written } : {}),
    ...(formulas ? { formulas } : {}),
  };
  return Object.keys(wording).length > 0 ? wording : undefined;
}

/** How a sum of penalties was said: its coefficients, and the named values of those that a single term gives. */
export function wordingOfSum(
  sum: WordCall,
  terms: readonly WordCall[],
  wordings: ReadonlyMap<object, Wording>,
): Wording {
  const names = ["l1", "l2"] as const;
  const formulas = names.flatMap((name): [string, Formula][] => {
    const givers = terms.filter((term) => (wordNamed("regularizer", term.word).l1l2?.(term.args)[name] ?? 0) !== 0);
    const formula = givers.length === 1 ? (wordings.get(givers[0]!)?.formulas?.[name] ?? null) : null;
    return formula === null ? [] : [[name, formula]];
  });
  return {
    written: names.filter((name) => name in sum.args),
    ...(formulas.length === 0 ? {} : { formulas: Object.fromEntries(formulas) }),
  };
}
