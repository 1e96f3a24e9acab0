import type { Formula } from "../../ir/formula.js";
import type { Argument, Key } from "../../parser/ast.js";
import type { Tensor } from "../graph/graph.js";
import type { Scope } from "../names/scope.js";
import type { At } from "../report.js";

/**
 * An expression after names and arithmetic are done, before it is known what it is for. A word of the vocabulary stays
 * a word: whether `relu` is an activation, a choice or a label is decided by the parameter it goes to.
 */
export type Const = { readonly at: At; /** Named values it came from. */ readonly origin?: Formula } & (
  | { readonly is: "number"; readonly value: number }
  | { readonly is: "text"; readonly value: string }
  | { readonly is: "boolean"; readonly value: boolean }
  | { readonly is: "none" }
  | { readonly is: "list"; readonly items: readonly Const[] }
  | { readonly is: "map"; readonly entries: readonly { readonly key: Key; readonly value: Const }[] }
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
  | { readonly is: "tensor"; readonly name: string; readonly tensor: Tensor }
  /** A number that only the data can tell, and they are not at hand. */
  | { readonly is: "pending" }
  /** Reported already. */
  | { readonly is: "broken" }
);

/** What it is, in words: `the number 3`. */
export function describe(c: Const): string {
  switch (c.is) {
    case "number":
      return `the number ${c.value}`;
    case "text":
      return `the text ${JSON.stringify(c.value.length > 40 ? `${c.value.slice(0, 40)}…` : c.value)}`;
    case "boolean":
      return `${c.value}`;
    case "none":
      return "none";
    case "list":
      return c.items.length === 0 ? "an empty list" : "a list";
    case "map":
      return "a map";
    case "range":
      return "a range";
    case "word":
      return c.args === null ? `\`${c.name}\`` : `\`${c.name}(…)\``;
    case "sum":
      return "a sum";
    case "tensor":
      return `the tensor \`${c.name}\``;
    case "pending":
      return "a measured number";
    case "broken":
      return "a broken value";
  }
}
