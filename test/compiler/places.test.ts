import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { applyFixes } from "../../src/diagnostics/apply-fixes.js";
import { check } from "../../src/compiler/check.js";
import type { Document } from "../../src/parser/ast.js";
import { parse } from "../../src/parser/parse.js";
import { sourceFile } from "../../src/text/source-file.js";
import { planted } from "../support/planted/specs.js";
import { errorsIn, withMistakes } from "../support/planted/combine.js";

const facts = planted.find(({ name }) => name === "columns and classes")!.facts!;

/** Settings in which something wrong is named, and the fixed line. `~` stands for a comment that says the same. */
const settings: readonly (readonly [setting: string, wrong: string, right: string])[] = [
  ["features: [~ agee, fare ~]", "agee", "age"],
  ["features: { ~ x: [fare, ~ agee ~] ~ }", "agee", "age"],
  ['features: ["fare", ~ "agee" ~]', '"agee"', "age"],
  ["target: ~ survivedd ~", "survivedd", "survived"],
  ["weight: ~ sizee", "sizee", "size"],
  ["test: split(0.2, ~ order= ~ agee ~)", "agee", "age"],
];

describe("what is wrong inside a value", () => {
  for (const [setting, wrong, right] of settings)
    it(`is found at its own place: ${setting}`, () => {
      const name = wrong.replaceAll('"', "");
      const comment = `/* ${name} "${name}" ${name}: */`;
      const target = setting.startsWith("target") ? "" : "target: survived\n";
      const text = `model m { input 1 as x; dense 1 sigmoid }
data {
  source: "people.csv"
  // ${name}
  ${target}${setting.replaceAll("~", comment)}
}`;
      const { diagnostics } = check(parse(sourceFile("x.regnet", text)), { facts });
      const found = diagnostics.filter((d) => d.code === "data/missing-column");
      expect(found.map(({ span }) => text.slice(span.start, span.end))).toEqual([wrong]);
      const at = found[0]!.span.start;
      const inComment = text.lastIndexOf("/*", at) > text.lastIndexOf("*/", at);
      expect(inComment).toBe(false);
      const mended = applyFixes(text, found[0]!.fixes).text;
      expect(mended).toBe(text.slice(0, at) + right + text.slice(at + wrong.length));
    });

  const elsewhere: readonly (readonly [text: string, code: string, wrong: string])[] = [
    ["loss: { /* sizee: */ sizee: mse /* sizee */ }", "training/unknown-output", "sizee"],
    [
      "loss: mse; early_stopping /* val_los */ monitor= /* val_los */ val_los patience=3",
      "training/monitor",
      "val_los",
    ],
  ];
  for (const [train, code, wrong] of elsewhere)
    it(`${code} beside comments that say the same`, () => {
      const text = `model m { input 2; dense 1 as size }\ntrain { ${train} }\ndata { source: "a.csv", target: y, validation: split(0.2) }`;
      const found = check(parse(sourceFile("x.regnet", text))).diagnostics.filter((d) => d.code === code);
      expect(found).toHaveLength(1);
      const { start, end } = found[0]!.span;
      expect(text.slice(start, end)).toBe(wrong);
      expect(text.slice(0, start).endsWith("*/ ")).toBe(true);
    });
});

/** The tree as if it had never been a text. */
function withoutPlaces(tree: Document): Document {
  const nowhere = { start: 0, end: 0 };
  return JSON.parse(
    JSON.stringify(tree, (key, value: unknown) => (key === "span" ? nowhere : key === "colon" ? null : value)),
  ) as Document;
}

const root = join(import.meta.dirname, "../..");
const specs = ["specs", "test/fixtures/format", "test/fixtures/acceptance"].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith(".regnet"))
    .map((file) => ({ file, text: readFileSync(join(root, folder, file), "utf8") })),
);

/** What does not depend on where something stands; an allowance holds for lines of a text. */
const said = (diagnostics: ReturnType<typeof check>["diagnostics"]): readonly string[] =>
  diagnostics
    .filter((d) => d.code !== "syntax/dangling-doc")
    .map(({ code, message }) => `${code}: ${message}`)
    .sort();

describe("a tree without places means the same", () => {
  for (const { file, text } of specs.filter(({ text: spec }) => !/^\s*allow /m.test(spec)))
    it(file, () => {
      const parsed = parse(sourceFile(file, text));
      const bare = { ...parsed, source: sourceFile(file, ""), ast: withoutPlaces(parsed.ast) };
      const [withText, without] = [check(parsed), check(bare)];
      expect(said(without.diagnostics)).toEqual(said(withText.diagnostics));
      const meaning = (ir: unknown): unknown =>
        JSON.parse(JSON.stringify(ir, (key, value: unknown) => (key === "origin" ? null : value)));
      expect(meaning(without.ir)).toEqual(meaning(withText.ir));
    });

  it("lints of different layers are different lints", () => {
    const text =
      "model m { input 4; dense 3; dropout 0.5; batch_normalization; dropout 0.2; batch_normalization; dense 2 }";
    const { ast } = parse(sourceFile("x", text));
    const lints = (tree: Document): number =>
      check({ source: sourceFile("x", ""), ast: tree, comments: [], diagnostics: [] }).diagnostics.length;
    expect(lints(withoutPlaces(ast))).toBe(2);
    expect(lints(ast)).toBe(2);
  });

  it("mistakes are found in it, too", () => {
    for (const spec of planted) {
      const { text } = withMistakes(spec, spec.mistakes);
      const parsed = parse(sourceFile("x.regnet", text));
      const bare = { ...parsed, source: sourceFile("x.regnet", ""), ast: withoutPlaces(parsed.ast), diagnostics: [] };
      const found = check(bare, { facts: spec.facts ?? null }).diagnostics.filter((d) => d.severity === "error");
      const wanted = new Set(errorsIn(text, spec.facts).map((error) => error.split(" ")[0]));
      for (const { code } of found) expect(wanted, spec.name).toContain(code);
      if (parsed.diagnostics.length === 0) expect(new Set(found.map(({ code }) => code)), spec.name).toEqual(wanted);
    }
  });
});
