import { takesLabels } from "../../catalog/kinds/parts.js";
import type { Param, Params } from "../../catalog/param.js";

/** The word whose arguments are bound. */
export interface Callee {
  readonly name: string;
  readonly params: Params;
  readonly renamed?: Readonly<Record<string, string>>;
  /** Names that other tools give it here, and where they stand instead. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  /** Parameters `regularizer:` stands for. */
  readonly regularizes?: readonly string[];
  /** Parameters beside its own, such as `trainable`. */
  readonly extra?: Params;
  /** In a value's place positions are those of Keras's signature: every parameter has one. */
  readonly allPositional?: boolean;
}

/** Generic name of the penalty on a layer's main weights. */
export const GENERIC = "regularizer";

/** Names of a word's parameters of some sort, found once. */
function namesWhere(keep: (param: Param<unknown>) => boolean): (params: Params) => readonly string[] {
  const known = new WeakMap<Params, readonly string[]>();
  return (params) => {
    let names = known.get(params);
    if (!names) known.set(params, (names = Object.keys(params).filter((name) => keep(params[name]!))));
    return names;
  };
}

const everyName = namesWhere(() => true);
const positionalNames = namesWhere((param) => param.positional);
export const requiredNames = namesWhere((param) => param.required);

/** What may be given without its name, in the order of places. */
export const positionalOf = ({ params, allPositional }: Callee): readonly string[] =>
  allPositional ? everyName(params) : positionalNames(params);

const labelledNames = namesWhere((param) => takesLabels(param.kind));

/** Whether names of columns are among its arguments. */
export const hasLabels = ({ params }: Callee): boolean => labelledNames(params).length > 0;

/** Where an argument goes: to one parameter, or to several that it stands for. */
export interface Slot {
  readonly names: readonly string[];
  readonly param: Param<unknown>;
}

/** The parameter behind a written name. */
export function paramNamed(callee: Callee, written: string): Slot | undefined {
  const own = Object.hasOwn(callee.params, written) ? callee.params[written] : undefined;
  if (own) return { names: [written], param: own };
  for (const [name, param] of Object.entries(callee.params))
    if (param.aliases.includes(written)) return { names: [name], param };
  if (written === GENERIC && callee.regularizes?.length)
    return { names: callee.regularizes, param: callee.params[callee.regularizes[0]!]! };
  if (callee.extra && Object.hasOwn(callee.extra, written)) return { names: [written], param: callee.extra[written]! };
  return undefined;
}
