import type { Params } from "../../catalog/param.js";
import type { Args, Value } from "../../ir/value.js";
import type { At } from "../report.js";
import type { Session } from "../session.js";
import type { Bound } from "./bound.js";
import { requiredNames, type Callee } from "./callee.js";

const defaultsCache = new WeakMap<Params, Readonly<Record<string, Value>>>();

/** Keras's values for everything that may be left out. */
export function defaultsOf(params: Params): Readonly<Record<string, Value>> {
  let known = defaultsCache.get(params);
  if (!known) {
    const entries = Object.entries(params)
      .filter(([, p]) => !p.required)
      .map(([name, p]): [string, Value] => [name, p.default as Value]);
    defaultsCache.set(params, (known = Object.fromEntries(entries)));
  }
  return known;
}

/**
 * Given arguments over Keras's defaults; what is wrong, missing or not known yet is absent. Something required that is
 * missing is reported.
 */
export function complete(session: Session, callee: Callee, bound: Bound, wordAt: At): Args {
  const missing = requiredNames(callee.params).filter((name) => !bound.has(name) && !bound.mayBeMeant(name));
  if (missing.length > 0) session.report("arguments/missing", { word: callee.name, names: missing }, wordAt);
  return bound.over(defaultsOf(callee.params), callee.params);
}
