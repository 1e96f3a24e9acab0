import type { Wording } from "../../ir/authored.js";
import type { Params } from "../../catalog/param.js";
import type { Bound } from "./bind.js";

interface Said {
  /** Above the statement. */
  readonly doc?: string | null;
  /** Whose arguments are listed as written; absent: they are listed elsewhere. */
  readonly params?: Params;
}

/** How arguments were said; undefined: there is nothing to tell. */
export function wordingOf({ at, formulas, docs }: Bound, { doc, params }: Said): Wording | undefined {
  if (!doc && docs === null && formulas === null && (params === undefined || at.size === 0)) return undefined;
  const written = params ? [...at.keys()].filter((name) => Object.hasOwn(params, name)) : [];
  const wording: Wording = {
    ...(doc ? { doc } : {}),
    ...(docs ? { docs } : {}),
    ...(written.length > 0 ? { written } : {}),
    ...(formulas ? { formulas } : {}),
  };
  return Object.keys(wording).length > 0 ? wording : undefined;
}
