import type { Facts } from "../compiler/facts.js";
import type { Scope } from "../compiler/names/scope.js";
import { blockHeader } from "../compiler/model/block-header.js";
import type { Document, Item, Node } from "../parser/ast.js";
import { visit } from "../parser/walk.js";

interface Seen {
  /** The tree that was checked. */
  readonly ast: Document;
  readonly facts: Facts;
  /** Nodes around the place, in a tree of the same text up to there. */
  readonly path: readonly Node[];
  readonly offset: number;
}

const kinds: Readonly<Record<"word" | "value" | "tensor", readonly string[]>> = {
  word: ["block", "model"],
  value: ["let", "value"],
  tensor: ["tensor"],
};

/** The spec's own names that can be used at a place: those of the file, and those that stand above it in its braces. */
export function namesSeen({ ast, facts, path, offset }: Seen, what: keyof typeof kinds): readonly string[] {
  const bodies = new Map<number, readonly Item[]>();
  visit(ast, (node) => {
    if (node.kind === "body") bodies.set(node.span.start, node.items);
  });
  const around = path.flatMap((node): readonly (readonly Item[])[] => {
    const items = node.kind === "body" ? bodies.get(node.span.start) : undefined;
    return items ? [items] : [];
  });
  const scope = [ast.items, ...around].map((items) => facts.scopeOf(items)).findLast((found) => found !== undefined);
  const names: string[] = [];
  // A model or block is not applied in itself.
  const within = path[1]?.kind === "statement" ? blockHeader(path[1]).name?.text : undefined;
  for (let at: Scope | null | undefined = scope; at; at = at.parent)
    for (const [name, entry] of at.names)
      if (kinds[what].includes(entry.is) && name !== within && (at.parent === null || entry.name.span.start < offset))
        names.push(name);
  return [...new Set(names)];
}
