import { identOf } from "../../parser/ident-of.js";
import type { Argument, Ident, Statement } from "../../parser/ast.js";

/** The header of a block or model: `block conv(filters, kernel=3)`. */
export function blockHeader(s: Statement): { readonly name: Ident | null; readonly params: readonly Argument[] } {
  const first = s.args[0]?.value;
  if (first?.kind === "call") return { name: first.callee, params: first.args };
  if (first?.kind === "name") return { name: identOf(first), params: [] };
  return { name: null, params: [] };
}
