import { expect, test } from "vitest";
import { parse } from "../../src/parser/parse.js";
import { ancestorsAt, childrenOf, nodeAt, visit } from "../../src/parser/walk.js";
import { sourceFile } from "../../src/text/source-file.js";

const text = "let n(a, b) = -a + [1, b]\nm 3 k=f(x, y=1..2) from p as q { z: none; w }";
const { ast } = parse(sourceFile("f", text));
const at = (word: string) => nodeAt(ast, text.indexOf(word));

test("every node is met once, parents first, in the order of the text", () => {
  const starts: number[] = [];
  const kinds = new Set<string>();
  const seen = new Set<object>();
  visit(ast, (node, ancestors) => {
    expect(seen.has(node)).toBe(false);
    seen.add(node);
    kinds.add(node.kind);
    starts.push(node.span.start);
    for (const a of ancestors) expect(a.span.start <= node.span.start && a.span.end >= node.span.end).toBe(true);
  });
  expect(starts).toEqual([...starts].sort((x, y) => x - y));
  expect([...kinds].sort()).toEqual([
    "argument",
    "binary",
    "binding",
    "body",
    "call",
    "document",
    "ident",
    "key",
    "list",
    "name",
    "negation",
    "none",
    "number",
    "pair",
    "range",
    "statement",
  ]);
});

test("children are left out where the visitor says no", () => {
  const met: string[] = [];
  visit(ast, (node) => (met.push(node.kind), node.kind !== "binding"));
  expect(met.slice(0, 3)).toEqual(["document", "binding", "statement"]);
});

test("clauses of a statement come in the order written", () => {
  const swapped = parse(sourceFile("f", "m { z: 1 } as q from p")).ast.items[0]!;
  expect(childrenOf(swapped).map((c) => c.kind)).toEqual(["ident", "body", "ident", "argument"]);
});

test("the node at a place", () => {
  expect(at("k=")).toMatchObject({ kind: "ident", text: "k" });
  expect(at("none")).toMatchObject({ kind: "none" });
  expect(ancestorsAt(ast, text.indexOf("1..2")).map((n) => n.kind)).toEqual([
    "document",
    "statement",
    "argument",
    "call",
    "argument",
    "range",
    "number",
  ]);
  expect(nodeAt(ast, text.length)).toMatchObject({ kind: "body" });
  expect(nodeAt(parse(sourceFile("f", "")).ast, 0)).toMatchObject({ kind: "document" });
});
