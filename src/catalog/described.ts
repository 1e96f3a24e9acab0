import type { Params } from "./param.js";

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
  readonly params: P;
  /** As they would be written in a spec, each a whole statement or value; run by the tests. */
  readonly examples: readonly string[];
  /** Names of earlier Keras versions and what they became: `{ p: "rate" }`. */
  readonly renamed?: Readonly<Record<string, string>>;
}
