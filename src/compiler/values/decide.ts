import type { Params } from "../../catalog/param.js";
import type { Args, Value } from "../../ir/value.js";

/** What a rule says; `lacks`: the parameter that it asked for and that is not known. */
type Decided<T> = { readonly lacks: null; readonly value: T } | { readonly lacks: string };

/** Thrown where a rule asks for what is not known, and caught here. */
class Lacking extends Error {
  constructor(readonly param: string) {
    super(param);
  }
}

/** Whether every parameter has its value: one that is wrong, missing or not known yet is absent. */
export function isWhole(args: Args, params: Params): boolean {
  let names = namesOf.get(params);
  if (!names) namesOf.set(params, (names = Object.keys(params)));
  for (const name of names) if (args[name] === undefined && !Object.hasOwn(args, name)) return false;
  return true;
}

const namesOf = new WeakMap<Params, readonly string[]>();

/**
 * Runs a rule of a word over its arguments, of which some may be absent. A rule that asks for none of these has its
 * result all the same: an argument decides what is computed from it, and nothing else.
 */
export function decide<T>(params: Params, args: Args, rule: (args: Args) => T): Decided<T> {
  if (isWhole(args, params)) return { lacks: null, value: rule(args) };
  try {
    return { lacks: null, value: rule(guarded(args, params)) };
  } catch (error) {
    if (error instanceof Lacking) return { lacks: error.param };
    throw error;
  }
}

/** What a rule says where it can, else `otherwise`. */
export function decideOr<T>(params: Params, args: Args, otherwise: T, rule: (args: Args) => T): T {
  const decided = decide(params, args, rule);
  return decided.lacks === null ? decided.value : otherwise;
}

const guarded = (args: Args, params: Params): Args =>
  new Proxy(args, {
    get(target, name): Value {
      if (typeof name === "string" && !Object.hasOwn(target, name) && Object.hasOwn(params, name))
        throw new Lacking(name);
      return Reflect.get(target, name) as Value;
    },
    // Whoever copies the arguments asks for all of them.
    ownKeys(target) {
      for (const name of Object.keys(params)) if (!Object.hasOwn(target, name)) throw new Lacking(name);
      return Reflect.ownKeys(target);
    },
  });
