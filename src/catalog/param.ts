import type { Value, WordCall } from "../ir/value.js";

/** Families of words that stand in a value's place: `adam(1e-3)`, `l2(0.01)`, `relu`, `lstm(32)`. */
export type ValueFamily =
  | "layer"
  | "activation"
  | "initializer"
  | "regularizer"
  | "constraint"
  | "loss"
  | "metric"
  | "optimizer"
  | "schedule"
  | "source"
  | "split";

/**
 * What values a parameter takes: data, from which checking, completion, hover, docs and JSON Schema derive. (Not zod:
 * building a thousand schemas would cost every `regnet check` more than the check itself; `ir/schema.ts` derives them.)
 */
export type Kind =
  | { readonly type: "int"; readonly min?: number; readonly max?: number }
  | {
      readonly type: "number";
      readonly min?: number;
      readonly max?: number;
      readonly above?: number;
      readonly below?: number;
      /** What to write in place of a list that Keras would take. */ readonly noList?: string;
    }
  | { readonly type: "bool" }
  | { readonly type: "string" }
  | {
      readonly type: "choice";
      readonly values: readonly string[];
      /** Other spellings of the values: `one_hot` of `onehot`. What is stored is the value. */
      readonly spellings?: Readonly<Record<string, string>>;
    }
  /** `rank` whole numbers; where a single one is written it is repeated `rank` times. */
  | { readonly type: "size"; readonly rank: number; readonly min: number }
  /** A list of whole numbers; `open` admits none (-1 in Keras) entries. */
  | { readonly type: "dims"; readonly open: boolean; readonly min: number }
  | { readonly type: "list"; readonly of: Kind }
  | { readonly type: "map"; readonly of: Kind }
  /** A word of that family: bare (`relu`), called (`l2(0.01)`) or as a string (`"relu"`). */
  | { readonly type: "word"; readonly family: ValueFamily }
  /** A tensor of the model, by its name: only among the arguments of a layer's call, after `from`. */
  | { readonly type: "tensor" }
  /** A column's or metric's name: a bare word is taken as text, never looked up. */
  | { readonly type: "label" }
  | { readonly type: "oneOf"; readonly of: readonly Kind[] };

/** One parameter of a word. `T` is the type of the checked value. */
export interface Param<T> {
  readonly kind: Kind;
  /** One sentence, with units. */
  readonly doc: string;
  /** The word is meaningless without it. */
  readonly required: boolean;
  /** Keras's default; undefined for required ones. */
  readonly default?: T;
  /** `none` is a value. */
  readonly nullable: boolean;
  /** May be given without its name; its place is the order of declaration. */
  readonly positional: boolean;
  /** Short forms: `lr` of `learning_rate`. */
  readonly aliases: readonly string[];
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- kinds take their own values only: contravariant
export type Params = Readonly<Record<string, Param<any>>>;

export type ArgsOf<P extends Params> = { readonly [K in keyof P]: P[K] extends Param<infer T> ? T : never };

interface Options {
  readonly doc: string;
  readonly positional?: boolean;
  readonly aliases?: readonly string[];
}

/** Without `default` a parameter is required; with `default: null` it may be `none`. */
interface Builder<T, X = object, D = T> {
  (options: Options & X & { readonly default: null }): Param<T | null>;
  (options: Options & X & { readonly default?: D }): Param<T>;
}

type AnyOptions = Options & { readonly default?: unknown };

function param(kind: Kind, options: AnyOptions): Param<never> {
  const required = !("default" in options);
  return {
    kind,
    doc: options.doc,
    required,
    ...(required ? {} : { default: options.default as never }),
    nullable: options.default === null,
    positional: options.positional ?? false,
    aliases: options.aliases ?? [],
  };
}

/** What a number may be; `above` and `below` exclude the bound itself. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
  readonly below?: number;
}

type IntBounds = Pick<Bounds, "min" | "max">;

export const int: Builder<number, IntBounds> = (o: AnyOptions & IntBounds) => param({ type: "int", ...range(o) }, o);

export const number: Builder<number, Bounds & { readonly noList?: string }> = (
  o: AnyOptions & Bounds & { readonly noList?: string },
) => param({ type: "number", ...range(o), ...(o.noList === undefined ? {} : { noList: o.noList }) }, o);

export const bool: Builder<boolean> = (o: AnyOptions) => param({ type: "bool" }, o);

export const string: Builder<string> = (o: AnyOptions) => param({ type: "string" }, o);

interface ChoiceOptions<V> extends Options {
  readonly spellings?: Readonly<Record<string, V>>;
}

export const choice = chosen as {
  <const V extends readonly string[]>(
    values: V,
    options: ChoiceOptions<V[number]> & { readonly default: null },
  ): Param<V[number] | null>;
  <const V extends readonly string[]>(
    values: V,
    options: ChoiceOptions<V[number]> & { readonly default?: V[number] },
  ): Param<V[number]>;
};

function chosen(values: readonly string[], o: AnyOptions & ChoiceOptions<string>): Param<never> {
  return param({ type: "choice", values, ...(o.spellings ? { spellings: o.spellings } : {}) }, o);
}

/** `rank` whole numbers; a default of one number is repeated. */
export const size = sized as {
  (rank: number, options: Options & { readonly min?: number; readonly default: null }): Param<readonly number[] | null>;
  (
    rank: number,
    options: Options & { readonly min?: number; readonly default?: number | readonly number[] },
  ): Param<readonly number[]>;
};

function sized(rank: number, o: AnyOptions & { readonly min?: number }): Param<never> {
  const spread = typeof o.default === "number" ? { ...o, default: Array<number>(rank).fill(o.default) } : o;
  return param({ type: "size", rank, min: o.min ?? 1 }, spread);
}

export const dims: Builder<readonly (number | null)[], { readonly open?: boolean; readonly min?: number }> = (
  o: AnyOptions & { readonly open?: boolean; readonly min?: number },
) => param({ type: "dims", open: o.open ?? false, min: o.min ?? 1 }, o);

/** A word of a family; the default is its call, or null. */
export const word = worded as {
  (family: ValueFamily, options: Options & { readonly default: null }): Param<WordCall | null>;
  (family: ValueFamily, options: Options & { readonly default?: WordCall }): Param<WordCall>;
};

function worded(family: ValueFamily, o: AnyOptions): Param<never> {
  return param({ type: "word", family }, o);
}

/** A tensor among the arguments of a call. */
export const tensor = (doc: string): Param<null> => param({ type: "tensor" }, { doc, default: null });

/** Several of them, `[h, c]`; a single one may stand without brackets. */
export const tensors = (doc: string): Param<null> =>
  param({ type: "list", of: { type: "tensor" } }, { doc, default: null });

export const label: Builder<string> = (o: AnyOptions) => param({ type: "label" }, o);

/** Anything the given kind describes; for what the other builders do not cover. `T` has to be named. */
export const valueOf = <T extends Value>(kind: Kind, o: Options & { readonly default?: T }): Param<T> => param(kind, o);

/** A call of a word with the given arguments, for defaults: `call("glorot_uniform", { seed: null })`. */
export const call = (name: string, args: WordCall["args"] = {}): WordCall => ({ word: name, args });

const range = (o: Bounds): Bounds => ({
  ...(o.min === undefined ? {} : { min: o.min }),
  ...(o.max === undefined ? {} : { max: o.max }),
  ...(o.above === undefined ? {} : { above: o.above }),
  ...(o.below === undefined ? {} : { below: o.below }),
});
