import { readFileSync, readdirSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { format } from "../../src/format/format.js";
import { parse } from "../../src/parser/parse.js";
import { visit } from "../../src/parser/walk.js";
import { sourceFile } from "../../src/text/source-file.js";

const scale = Number(process.env["FUZZ"] ?? 1);
const folder = new URL("../fixtures/parse/", import.meta.url);
const specs = readdirSync(folder).map((f) => readFileSync(new URL(f, folder), "utf8"));

/** Never throws; every range lies in the file, children in their parents; what is reported is bounded. */
function sound(text: string): boolean {
  const { ast, diagnostics, comments } = parse(sourceFile("f", text));
  const inside = ({ start, end }: { start: number; end: number }): boolean =>
    start >= 0 && start <= end && end <= text.length;
  expect(diagnostics.length).toBeLessThanOrEqual(201);
  expect(diagnostics.every((d) => inside(d.span) && d.fixes.every((f) => f.edits.every((e) => inside(e.span))))).toBe(
    true,
  );
  expect(comments.every((c) => text.slice(c.span.start, c.span.end) === c.text)).toBe(true);
  visit(ast, (node, ancestors) => {
    const parent = ancestors.at(-1);
    if (!inside(node.span) || (parent && (node.span.start < parent.span.start || node.span.end > parent.span.end)))
      throw new Error(
        `the span of ${node.kind} is outside of ${parent?.kind ?? "the file"}: ${JSON.stringify(text.slice(0, 200))}`,
      );
  });
  return !diagnostics.some((d) => d.severity === "error");
}

const pieces = [
  ..."()[]{},;:=+-*/\n\"'\\ @\u0000\ud800\ufeff",
  "..",
  "\r\n",
  "let",
  "from",
  "as",
  "true",
  "none",
  "a",
  "dense",
  "3x3",
  "0.5",
  ".5",
  "1e999",
  "// c\n",
  "/* c */",
  "/*",
  "/// d\n",
  '"""',
  "größe",
];
const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(""));
const spaced = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(" "));
const mutated = fc
  .tuple(fc.constantFrom(...specs), fc.nat(), fc.nat(40), fc.constantFrom(...pieces, ""))
  .map(([spec, at, cut, piece]) => {
    const from = at % spec.length;
    return spec.slice(0, from) + piece + spec.slice(from + cut);
  });
const run = (numRuns: number): fc.Parameters<[string]> => ({ numRuns: numRuns * scale, seed: 7 });

test("random text", () =>
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (t) => void sound(t)),
    run(500),
  ));
test("token soup", () =>
  fc.assert(
    fc.property(fc.oneof(soup, spaced), (t) => void sound(t)),
    run(1500),
  ));
test("mutated specs", () =>
  fc.assert(
    fc.property(mutated, (t) => void sound(t)),
    run(400),
  ));
test("what parses after a mutation formats to a fixed point", () =>
  fc.assert(
    fc.asyncProperty(mutated, async (text) => {
      if (!sound(text)) return;
      const once = await format(text);
      expect(await format(once)).toBe(once);
    }),
    run(150),
  ));

test.each(["(", "[", "{", "a(", "a{", "x: -", "1+", "a: [", "/*\na", '"""\na', "\u0000", "}", "=\n", "\ud800"])(
  "100,000 times %j",
  (piece) => {
    const text = piece.repeat(100_000);
    sound(text);
  },
);
test("hundreds of thousands of tokens around what is of another language", () => {
  for (const text of [
    `${"a: 1\n".repeat(200_000)}x -> y\n`,
    `x = [${"1, ".repeat(200_000)}1]`,
    `x(${"a, ".repeat(200_000)}a)`,
    `let x = 1${"+1".repeat(200_000)}`,
  ])
    sound(text);
});
test("a clause many times", () => {
  for (const clause of [" from a", " as b", " { c: 1 }"]) sound(`x${clause.repeat(50_000)}`);
});
test("deep nesting is one diagnostic", () => {
  for (const open of ["a: ((", "a: [[", "a { b { "]) {
    const { diagnostics } = parse(sourceFile("f", open + open.trim().at(-1)!.repeat(100_000)));
    expect(diagnostics.filter((d) => d.code === "syntax/too-deep")).toHaveLength(1);
  }
});
test("ten megabytes", () => {
  for (const text of [
    "a".repeat(1e7),
    " ".repeat(1e7),
    `"${"\\n".repeat(5e6)}`,
    `// ${"c".repeat(1e7)}`,
    "1".repeat(1e7),
  ])
    sound(text);
});
