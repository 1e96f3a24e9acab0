import type { Formula } from "./formula.js";
import type { Value } from "./value.js";

/**
 * How the author said it: what a readable target prints besides the values. Nothing of it changes what is computed, and
 * an IR without it means the same.
 */
export interface Authored {
  /** Named values (`let`) that formulas refer to, each after those it is made of. */
  readonly values: readonly NamedValueIr[];
  /** Documented statements that were unrolled, outer ones before those in their braces. */
  readonly parts: readonly PartIr[];
  /**
   * By JSON pointer (RFC 6901) into the IR, to the object that the names are keys of: `/training/stages/0`,
   * `/model/layers/3/args`.
   */
  readonly wordings: Readonly<Record<string, Wording>>;
}

export interface NamedValueIr {
  /** As written; with a number behind it where several files or blocks have the name. */
  readonly name: string;
  readonly doc: string | null;
  /** Null: a word, which is said where it is used. */
  readonly value: Value;
  /** Absent: a value that names no other. */
  readonly formula?: Formula;
}

/** A block's use, a shared model's application, a repetition, or a branch. */
export interface PartIr {
  readonly kind: "block" | "model" | "repeat" | "branch";
  /** Of a block or model. */
  readonly name: string | null;
  /** Above the declaration of the block or model, or of the value that says how often. */
  readonly about: string | null;
  /** Above the statement itself. */
  readonly doc: string | null;
  /** What it was unrolled to, at least one. */
  readonly nodes: readonly string[];
}

export interface Wording {
  /** Above the statement. */
  readonly doc?: string;
  /** Above single arguments. */
  readonly docs?: Readonly<Record<string, string>>;
  /** Arguments that the author wrote: said even where they are Keras's defaults. A layer's are in its own `written`. */
  readonly written?: readonly string[];
  /** Arguments that were given by named values. */
  readonly formulas?: Readonly<Record<string, Formula>>;
}

/** One step of a JSON pointer. */
export const pointerStep = (key: string | number): string =>
  `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
