import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { spellingsOf, wordsOf } from "../../src/catalog/lookup.js";
import type { Family } from "../../src/catalog/word.js";
import { check } from "../../src/compiler/check.js";
import { renderGithub } from "../../src/diagnostics/render-github.js";
import { renderJson } from "../../src/diagnostics/render-json.js";
import { renderPretty } from "../../src/diagnostics/render-pretty.js";
import { allCodes } from "../../src/compiler/lints/index.js";
import { renderSarif } from "../../src/diagnostics/render-sarif.js";
import { format } from "../../src/format/format.js";
import { parse } from "../../src/parser/parse.js";
import { sourceFile } from "../../src/text/source-file.js";
import { expectSarif } from "../support/expect-sarif.js";

/** Everything that a text goes through before training, on texts nobody would write. `FUZZ=n` runs n times as many. */
const scale = Number(process.env["FUZZ"] ?? 1);
const seed = Number(process.env["FUZZ_SEED"] ?? 11);
const run = (numRuns: number) => ({ numRuns: numRuns * scale, seed });

const root = join(import.meta.dirname, "../..");
const texts = (folder: string): readonly string[] =>
  readdirSync(join(root, folder))
    .filter((f) => f.endsWith(".regnet"))
    .map((f) => readFileSync(join(root, folder, f), "utf8"));
const specs = [
  ...texts("specs"),
  ...texts("test/fixtures/acceptance"),
  ...texts("test/fixtures/parse"),
  ...texts("test/fixtures/check"),
];

const families: readonly Family[] = [
  "layer",
  "structure",
  "callback",
  "optimizer",
  "loss",
  "metric",
  "regularizer",
  "initializer",
  "constraint",
  "schedule",
  "activation",
  "split",
  "source",
];
const words = families.flatMap((family) => spellingsOf(family));
const params = [...new Set(families.flatMap((family) => wordsOf(family).flatMap((w) => Object.keys(w.params))))];

/** No phase throws, every range lies in the file, every format can be read. */
function survives(text: string): void {
  const source = sourceFile("fuzz.regnet", text);
  const { diagnostics, ir } = check(parse(source), { facts: null });
  for (const d of diagnostics) {
    for (const { span } of [d, ...d.related, ...d.fixes.flatMap((f) => f.edits)]) {
      if (!(span.start >= 0 && span.start <= span.end && span.end <= text.length))
        throw new Error(`${d.code} has the range ${span.start}–${span.end} in a file of ${text.length}`);
    }
    if (
      /undefined|\[object|NaN/.test(d.message.replaceAll(/`[^`]*`|"[^"]*"/g, "")) &&
      !/undefined|\[object|NaN/.test(text)
    )
      throw new Error(`${d.code}: ${d.message}`);
  }
  expect(ir !== null && diagnostics.some((d) => d.severity === "error")).toBe(false);
  const reports = [{ source, diagnostics }];
  renderPretty(reports, { color: true, width: 80 });
  renderGithub(reports);
  const json = JSON.parse(renderJson(reports)) as unknown;
  expect(json).toBeTypeOf("object");
  expectSarif(JSON.parse(renderSarif(reports, "0.0.0", allCodes)) as unknown);
}

const number = fc.oneof(
  fc.integer({ min: -3, max: 70 }).map(String),
  fc.constantFrom("0.5", "1e-3", "1e300", "3x3", "8x8x1", "[none, 4]", "9007199254740993", "0"),
);
const name = fc.constantFrom("a", "b", "input", "_", "x1", "m");
const value: fc.Arbitrary<string> = fc.oneof(
  number,
  name,
  fc.constantFrom(...words),
  fc.constantFrom(
    "true",
    "none",
    '"text"',
    "[]",
    "{ }",
    "[1, 2]",
    "{ a: 1 }",
    "l1(0.1) + l2(0.2)",
    "1..2",
    "-1",
    "(1 / 0)",
    "dim(a, -1)",
    "count(y, 1)",
    "rows()",
  ),
);
const argument = fc.oneof(
  value,
  fc.tuple(fc.constantFrom(...params), value).map(([k, v]) => `${k}=${v}`),
  fc.tuple(fc.constantFrom(...words), value).map(([w, v]) => `${w}(${v})`),
);
const header = fc
  .tuple(
    fc.oneof(fc.constantFrom(...words), name),
    fc.array(argument, { maxLength: 3 }),
    fc.option(name),
    fc.option(name),
  )
  .map(([w, args, from, as]) => [w, ...args, ...(from ? ["from", from] : []), ...(as ? ["as", as] : [])].join(" "));
const { statements } = fc.letrec<{ statements: string; statement: string }>((tie) => ({
  statement: fc.oneof(
    { maxDepth: 4 },
    header,
    fc.tuple(fc.constantFrom(...params), value).map(([k, v]) => `${k}: ${v}`),
    fc.tuple(name, value).map(([n, v]) => `let ${n} = ${v}`),
    fc.tuple(header, tie("statements")).map(([h, s]) => `${h} {\n${s}\n}`),
  ),
  statements: fc.array(tie("statement"), { maxLength: 5 }).map((s) => s.join("\n")),
}));
const spec = fc
  .tuple(statements, statements, statements, statements)
  .map(
    ([file, block, model, train]) =>
      `${file}\nblock b(a, x1=3) {\n${block}\n}\nmodel m {\ninput 8x8x1\n${model}\n}\ntrain {\n${train}\n}\ndata ` +
      `{ source: "x.csv", target: y }`,
  );

const pieces = [
  ..."()[]{},;:=+-*/\n\"'\\ @\u0000\ud800\udc00\ufeff",
  "..",
  "\r\n",
  "let",
  "from",
  "as",
  "true",
  "none",
  "3x3",
  "0.5",
  "// c\n",
  "/*",
  "/// d\n",
  '"""',
  "größe",
];
const token = fc.oneof(fc.constantFrom(...pieces), fc.constantFrom(...words), fc.constantFrom(...params), number);
const soup = fc
  .tuple(fc.array(token, { maxLength: 60 }), fc.constantFrom("", " ", " ", "\n"))
  .map(([parts, glue]) => parts.join(glue));
const edit = fc.tuple(fc.nat(), fc.nat(30), fc.oneof(token, fc.constant("")));
const mutated = fc
  .tuple(fc.constantFrom(...specs), fc.array(edit, { minLength: 1, maxLength: 5 }))
  .map(([text, edits]) =>
    edits.reduce(
      (t, [at, cut, piece]) => t.slice(0, at % t.length) + piece + t.slice((at % t.length) + cut),
      `${text} `,
    ),
  );

test("random text", () => fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), survives), run(200)));
test("random bytes", () =>
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => survives(new TextDecoder().decode(bytes))),
    run(200),
  ));
test("soup of the language's own words", () => fc.assert(fc.property(soup, survives), run(400)));
test("specs of random words", () => fc.assert(fc.property(spec, survives), run(500)));
test("mutated specs", () => fc.assert(fc.property(mutated, survives), run(600)));
test("carriage returns and byte order marks change nothing of what is found", () => {
  const codes = (text: string) => check(parse(sourceFile("f", text))).diagnostics.map((d) => d.code);
  for (const text of specs) {
    expect(codes(text.replaceAll("\n", "\r\n"))).toEqual(codes(text));
    expect(codes(`\ufeff${text}`)).toEqual(codes(text));
  }
});
test("what has no syntax error formats, and means the same to the check", () =>
  fc.assert(
    fc.asyncProperty(spec, async (text) => {
      const before = parse(sourceFile("f", text));
      if (before.diagnostics.some((d) => d.severity === "error")) return;
      // Where a statement is cut off, what follows on its line belongs to no statement and may move.
      if (check(before).diagnostics.some((d) => d.code === "names/second-statement")) return;
      const once = await format(text);
      expect(await format(once)).toBe(once);
      expect(
        check(parse(sourceFile("f", once)))
          .diagnostics.map((d) => d.code)
          .sort(),
      ).toEqual(
        check(before)
          .diagnostics.map((d) => d.code)
          .sort(),
      );
    }),
    run(60),
  ));

const blocks = (n: number, times: number): string =>
  `${Array.from({ length: n }, (_, i) => `block b${i} { ${i === 0 ? "relu" : `b${i - 1}; `.repeat(times)} }`).join("\n")}\nmodel ` +
  `m { input 4; b${n - 1} }`;
const hostile: Readonly<Record<string, string>> = {
  "blocks that double forty times": blocks(40, 2),
  "blocks that double with arguments":
    `${Array.from({ length: 40 }, (_, i) => `block b${i}(n) { ${i === 0 ? "dense n" : `b${i - 1} (n + 1); b${i - 1} n`} }`).join("\n")}\nmodel ` +
    "m { input 4; b39 3 }",
  "models that double":
    "model a0 { dense 3 " +
    `}\n${Array.from({ length: 40 }, (_, i) => `model a${i + 1} { a${i}; a${i} }`).join("\n")}\nmodel m { input 3; ` +
    "a40 }",
  "sums that double":
    `let p0 = l2(0.1)\n${Array.from({ length: 60 }, (_, i) => `let p${i + 1} = p${i} + p${i}`).join("\n")}\nmodel m ` +
    "{ input 4; dense 3 regularizer=p60 }",
  "lists that double":
    `let p0 = [1]\n${Array.from({ length: 60 }, (_, i) => `let p${i + 1} = [p${i}, p${i}]`).join("\n")}\nmodel m { ` +
    "input 4; dense p60; repeat p60 { relu } }",
  "a chain of names": `${Array.from({ length: 5000 }, (_, i) => `let p${i} = p${i + 1}`).join("\n")}\nmodel m { input 4; dense p0 }`,
  "a ring of names":
    `${Array.from({ length: 500 }, (_, i) => `let p${i} = p${(i + 1) % 500}`).join("\n")}\nmodel m { input 4; dense ` +
    "p0 }",
  "nested repeats": `model m { input 4; ${"repeat 1000 { ".repeat(90)} relu ${"}".repeat(90)} }`,
  "nested merges": `model m { input 4; ${"add { ".repeat(150)} relu ${"}".repeat(150)} }`,
  "branches that double": `model m { input 4; ${"add { branch { relu } branch { ".repeat(60)} relu ${"} }".repeat(60)} }`,
  "huge sizes":
    "model m { input 9007199254740991; dense 9007199254740991; dense 9007199254740991; reshape [9007199254740991, " +
    "9007199254740991] }",
  "a large tensor": "model m { input 1000000x1000000x1000000; conv2d 1000000 999x999; flatten; dense 1000000 }",
  "a thousand mistakes": `model m {\ninput 4\n${"dens 3 rleu\n".repeat(1000)}}`,
  "ten thousand names": `${Array.from({ length: 10_000 }, (_, i) => `let n${i} = ${i}`).join("\n")}\nmodel m { input 4; dense nn }`,
  "names of objects":
    "let constructor = 3\nlet __proto__ = 4\nmodel toString { input 4 as hasOwnProperty; dense constructor as " +
    "valueOf; dense __proto__ __proto__=3 constructor=1; toString; hasOwnProperty { __proto__: 3 } }\ntrain { " +
    "loss: { __proto__: mse, constructor: mae }, metrics: toString; constructor; __proto__ 3 }\ndata { source: " +
    '"x.csv", target: __proto__; column constructor, __proto__ { missing: toString } }',
};
for (const [what, text] of Object.entries(hostile)) test(what, () => survives(text), 20_000);

test("ten megabytes", () => {
  for (const text of [
    "dense 3\n".repeat(250_000),
    `// ${"c".repeat(1e7)}`,
    "a.b/c".repeat(2e6),
    "\u0000".repeat(1e7),
    `model m { input 4; dense ${"9".repeat(1e7)} }`,
  ]) {
    expect(parse(sourceFile("f", text)).diagnostics.length).toBeLessThan(300);
  }
}, 60_000);
