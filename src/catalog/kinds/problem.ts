import type { Bounds } from "../param.js";
import type { Path } from "./given.js";

/**
 * Why a value is none of its parameter's: the code of a diagnostic with what its message says. Compiler and factories
 * say it with the same words.
 */
export type Problem = Fault & {
  /** To the part at fault. */
  readonly path: Path;
  /** The key of the entry there is at fault, not its value. */
  readonly key?: true;
  /** What to write there instead, where that is clear. */
  readonly meant?: string;
};

export type Fault =
  | {
      readonly code: "arguments/type";
      readonly params: { readonly param: string; readonly expects: string; readonly found: string };
    }
  | { readonly code: "arguments/tensor"; readonly params: { readonly param: string; readonly name: string } }
  | {
      readonly code: "arguments/range";
      readonly params: { readonly param: string; readonly found: number; readonly limits: Bounds };
    }
  | {
      readonly code: "arguments/choice";
      readonly params: {
        readonly param: string;
        readonly found: string;
        readonly values: readonly string[];
        readonly suggestion: string | undefined;
      };
    }
  | { readonly code: "arguments/duplicate"; readonly params: { readonly name: string } }
  | { readonly code: "arguments/cannot-add"; readonly params: { readonly name: string } }
  | {
      readonly code: "names/unknown-value";
      readonly params: {
        readonly name: string;
        readonly family: string;
        readonly suggestion: string | undefined;
        /** All words of the family, where a message can name them. */
        readonly few: readonly string[];
      };
    }
  | {
      readonly code: "arguments/unknown";
      readonly params: {
        readonly name: string;
        readonly word: string;
        readonly known: readonly string[];
        readonly suggestion: string | undefined;
      };
    }
  | {
      readonly code: "arguments/missing";
      readonly params: { readonly word: string; readonly names: readonly string[] };
    }
  | {
      readonly code: "arguments/combination";
      readonly params: { readonly word: string; readonly sentence: string };
    };
