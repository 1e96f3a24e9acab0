import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { applyFixes } from "../../src/diagnostics/apply-fixes.js";
import { format } from "../../src/format/format.js";
import { printTree } from "../../src/format/print-tree.js";
import { astEqual } from "../../src/parser/ast-equal.js";
import type { Argument, Document, Node, ParsedFile } from "../../src/parser/ast.js";
import { editsFor } from "../../src/parser/edit-tree.js";
import { parse } from "../../src/parser/parse.js";
import { showTree } from "../../src/parser/show.js";
import { visit } from "../../src/parser/walk.js";
import { sourceFile } from "../../src/text/source-file.js";

const root = join(import.meta.dirname, "../..");
const specs = ["specs", "test/fixtures/format", "test/fixtures/acceptance"].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith(".regnet"))
    .map((file) => [file, readFileSync(join(root, folder, file), "utf8")] as const),
);
const read = (text: string): ParsedFile => parse(sourceFile("x.regnet", text));

/** The tree as if it had never been a text. */
function withoutPlaces(tree: Document): Document {
  const nowhere = { start: 0, end: 0 };
  return JSON.parse(
    JSON.stringify(tree, (key, value: unknown) => (key === "span" || (key === "parens" && value) ? nowhere : value)),
  ) as Document;
}

describe("a tree is printed without the text that it came from", () => {
  it.each(specs)("%s", (_, text) => {
    const { ast } = read(text);
    const shown = read(showTree(withoutPlaces(ast)));
    expect(shown.diagnostics).toEqual([]);
    expect(astEqual(shown.ast, ast)).toBe(true);
  });
  it("in the canonical form, too", async () => {
    const text = "/// A number.\nlet a = 2 * (3 + 1)\n\nmodel m {\n  input [4]\n  dense(a, relu)\n}\n";
    expect((await printTree(withoutPlaces(read(text).ast))).replaceAll("\n\n", "\n")).toBe(
      (await format(text)).replaceAll("\n\n", "\n"),
    );
  });
});

/** The tree with one node instead of another. */
const replaced = (tree: unknown, old: Node, made: Node): unknown =>
  tree === old
    ? made
    : Array.isArray(tree)
      ? tree.map((part) => replaced(part, old, made))
      : typeof tree === "object" && tree !== null
        ? Object.fromEntries(Object.entries(tree).map(([key, part]) => [key, replaced(part, old, made)]))
        : tree;

describe("edits of a tree keep comments", () => {
  const nowhere = { start: 0, end: 0 };
  const commented =
    "// a\nlet n = /* b */ 3 // c\nmodel m {\n  input 4 // d\n  dense(n, /* e */ relu) // f\n" +
    "  dense 3 use_bias=false /* g */ { /* h */ trainable: true } // i\n}\n";
  const texts = [["commented", commented] as const, ...specs.slice(0, 20)];

  it.each(texts)("a number that is another: %s", (_, text) => {
    const file = read(text);
    const numbers: Node[] = [];
    visit(file.ast, (node) => void (node.kind === "number" && numbers.push(node)));
    for (const old of numbers.slice(0, 12))
      expectEdited(file, old, { kind: "number", value: 7, raw: "7", span: nowhere });
  });

  it.each(texts)("an argument more: %s", (_, text) => {
    const file = read(text);
    const more: Argument = {
      kind: "argument",
      name: { kind: "ident", text: "one_more", span: nowhere },
      value: { kind: "boolean", value: true, span: nowhere },
      span: nowhere,
    };
    const statements: Extract<Node, { kind: "statement" }>[] = [];
    visit(file.ast, (node) => void (node.kind === "statement" && statements.push(node)));
    for (const old of statements.slice(0, 12)) expectEdited(file, old, { ...old, args: [...old.args, more] });
  });

  it("comments within what is written anew stand in front of it", () => {
    const file = read("let a = [1, /* one */ 2]\n");
    const list = file.ast.items[0]!;
    const edits = editsFor(file, list, read("let a = 3").ast.items[0]!);
    expect(applyFixes(file.source.text, [{ title: "", edits }]).text).toBe("let a = /* one */ 3\n");
  });

  function expectEdited(file: ParsedFile, old: Node, made: Node): void {
    const wanted = replaced(file.ast, old, made) as Document;
    const edits = editsFor(file, file.ast, wanted);
    const now = read(applyFixes(file.source.text, [{ title: "edit", edits }]).text);
    expect(astEqual(now.ast, wanted), now.source.text).toBe(true);
    expect(now.comments.map(({ text }) => text)).toEqual(file.comments.map(({ text }) => text));
  }
});
