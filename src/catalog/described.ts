import type { Params } from "./param.js";

/**
 * Parameters of a word that is not known by name: what the checker and the engines hold. Words of every kind are
 * assignable to one of these, and their functions take arguments that are known by name only at run time.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- `unknown` would refuse every word's own parameters
export type AnyParams = any;

/** What every word says of itself. */
export interface Described<F extends string, P extends Params> {
  readonly family: F;
  /** Keras's name in snake_case. */
  readonly name: string;
  /**
   * The Keras class (or function) it stands for, null where Keras has none. Old or class spellings are recognised by
   * it.
   */
  readonly keras: string | null;
  /** Short forms of the same word: `batch_norm`. */
  readonly aliases?: readonly string[];
  /** One sentence. */
  readonly summary: string;
  /** When to use it, what to watch for; a paragraph. */
  readonly explain?: string;
  /** Paper or formula source. */
  readonly reference?: string;
  readonly params: unknown extends P ? Params : P;
  /** As they would be written in a spec, each a whole statement or value; run by the tests. */
  readonly examples: readonly string[];
  /** Names of earlier Keras versions and what they became: `{ p: "rate" }`. */
  readonly renamed?: Readonly<Record<string, string>>;
}
