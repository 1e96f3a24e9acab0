import type { Formula } from "../../ir/formula.js";
import type { Argument, Binding, Ident, Key, Statement } from "../../parser/ast.js";
import type { GraphResult } from "../graph/graph.js";
import type { At } from "../report.js";

/**
 * An expression after names and arithmetic are done, before it is known what it is for. A word of the vocabulary stays
 * a word: whether `relu` is an activation, a choice or a label is decided by the parameter it goes to.
 */
export type Const = {
  readonly at: At;
  /** Named values it came from. */
  readonly origin?: Formula;
  /** Where it was written that a block's parameter or a variable of `repeat` brought to `at`. */
  readonly given?: At;
} & (
  | { readonly is: "number"; readonly value: number }
  | { readonly is: "text"; readonly value: string }
  | { readonly is: "boolean"; readonly value: boolean }
  | { readonly is: "none" }
  | { readonly is: "list"; readonly items: readonly Const[] }
  | { readonly is: "map"; readonly entries: readonly MapEntry[] }
  | { readonly is: "range"; readonly from: Const; readonly to: Const }
  | {
      readonly is: "word";
      readonly name: string;
      readonly nameAt: At;
      readonly args: readonly Argument[] | null;
      readonly scope: Scope;
    }
  /** Penalties joined by `+`. */
  | { readonly is: "sum"; readonly terms: readonly Const[] }
  | { readonly is: "tensor"; readonly name: string; readonly tensor: GraphResult }
  /** A number that only the data can tell, and they are not at hand. */
  | { readonly is: "pending" }
  /** Reported already. */
  | { readonly is: "broken" }
);

interface MapEntry {
  readonly key: Key;
  readonly keyAt: At;
  readonly value: Const;
}

/** What a name of the spec stands for. */
export type Entry = { readonly name: Ident; readonly path: string } & (
  | { readonly is: "let"; readonly binding: Binding; readonly scope: Scope; value: Const | null; busy: boolean }
  | { readonly is: "value"; readonly value: Const }
  | { readonly is: "tensor"; readonly tensor: GraphResult }
  | { readonly is: "block"; readonly statement: Statement; readonly scope: Scope }
  | { readonly is: "model"; readonly statement: Statement; readonly scope: Scope }
  /** Understood but not in this version (a formula), or declared wrongly: reported where it is declared. */
  | { readonly is: "broken"; readonly what: string | null }
);

/** Names by their braces. File-level names have any order; names in braces stand above their use. */
export interface Scope {
  readonly parent: Scope | null;
  readonly path: string;
  readonly names: Map<string, Entry>;
}
