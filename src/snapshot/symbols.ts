import { findWord } from "../catalog/lookup.js";
import type { Facts } from "../compiler/facts.js";
import type { At } from "../compiler/report.js";
import type { Ident, ParsedFile } from "../parser/ast.js";
import { identOf } from "../parser/ident-of.js";
import { visit } from "../parser/walk.js";

/** A name of the spec's own. */
export interface SpecSymbol {
  readonly name: string;
  readonly kind: "value" | "parameter" | "block" | "model" | "tensor" | "import";
  /** Where it is declared, maybe in another file. */
  readonly declared: At;
  /** Where it is used in this file, in the order of the text. */
  readonly references: readonly At[];
}

type Declared = Omit<SpecSymbol, "references">;

/** The names that a file declares, and those of other files that it uses. */
export function symbolsOf(parsed: ParsedFile, facts: Facts): readonly SpecSymbol[] {
  const { path } = parsed.source;
  const uses = new Map<string, At[]>();
  for (const { at, target } of facts.references) {
    if (at.path !== path) continue;
    const key = keyOf(target);
    uses.set(key, [...(uses.get(key) ?? []), at]);
  }
  const own = declarationsIn(parsed);
  const known = new Set(own.map(({ declared }) => keyOf(declared)));
  const foreign = facts.references.flatMap(({ name, at, target }): readonly Declared[] => {
    if (at.path !== path || known.has(keyOf(target))) return [];
    known.add(keyOf(target));
    return [{ name, kind: "import", declared: target }];
  });
  return [...own, ...foreign].map((symbol) => ({
    ...symbol,
    references: (uses.get(keyOf(symbol.declared)) ?? []).sort((a, b) => a.span.start - b.span.start),
  }));
}

const keyOf = ({ path, span }: At): string => `${path}\u0000${span.start}`;

function declarationsIn({ ast, source: { path } }: ParsedFile): readonly Declared[] {
  const found: Declared[] = [];
  const add = (ident: Ident, kind: SpecSymbol["kind"]): void => {
    if (ident.text !== "_") found.push({ name: ident.text, kind, declared: { path, span: ident.span } });
  };
  visit(ast, (node, ancestors) => {
    if (node.kind === "binding") add(node.name, "value");
    if (node.kind !== "statement") return;
    const role = findWord("structure", node.word.text)?.role;
    for (const ident of node.as ?? []) add(ident, role === "repeat" ? "parameter" : "tensor");
    const first = node.args[0]?.value;
    if (ancestors.length !== 1 || (role !== "model" && role !== "block")) return;
    if (first?.kind === "name") add(identOf(first), role);
    if (first?.kind !== "call") return;
    add(first.callee, role);
    for (const { name, value } of first.args) {
      const ident = name ?? (value.kind === "name" ? identOf(value) : null);
      if (ident) add(ident, "parameter");
    }
  });
  return found;
}
