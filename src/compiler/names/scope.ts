import type { Binding, Ident, Statement } from "../../parser/ast.js";
import type { Tensor } from "../graph/graph.js";
import type { Const } from "../values/constant.js";

/** What a name of the spec stands for. */
export type Entry = { readonly name: Ident; readonly path: string } & (
  | { readonly is: "let"; readonly binding: Binding; readonly scope: Scope; value: Const | null; busy: boolean }
  | { readonly is: "value"; readonly value: Const }
  | { readonly is: "tensor"; readonly tensor: Tensor }
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

export const childScope = (parent: Scope): Scope => ({ parent, path: parent.path, names: new Map() });
export const fileScope = (path: string): Scope => ({ parent: null, path, names: new Map() });

export function lookUp(scope: Scope, name: string): Entry | undefined {
  for (let s: Scope | null = scope; s; s = s.parent) {
    const found = s.names.get(name);
    if (found) return found;
  }
  return undefined;
}

/** Every name that can be seen from here, for did-you-mean. */
export function visible(scope: Scope, accept: (entry: Entry) => boolean): string[] {
  const names: string[] = [];
  for (let s: Scope | null = scope; s; s = s.parent)
    for (const [name, entry] of s.names) if (accept(entry)) names.push(name);
  return names;
}
