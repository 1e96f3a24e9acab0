import type { Ident, Name } from "./ast.js";

const idents = new WeakMap<Name, Ident>();

/** A name that stands where one is declared (`block unit`), as an identifier: the same one each time. */
export function identOf(name: Name): Ident {
  let ident = idents.get(name);
  if (!ident) idents.set(name, (ident = { kind: "ident", text: name.text, span: name.span }));
  return ident;
}
