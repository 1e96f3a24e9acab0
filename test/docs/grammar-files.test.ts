import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { diagnosticsReport } from "../../scripts/generators/diagnostics-schema.js";
import type { TextMateGrammar } from "../../scripts/generators/textmate-grammar.js";
import { wordsOf } from "../../src/catalog/lookup.js";
import { check } from "../../src/compiler/check.js";
import { jsonReport } from "../../src/diagnostics/render-json.js";
import { parse } from "../../src/parser/parse.js";
import { createLexer } from "../../src/parser/tokens.js";
import { sourceFile } from "../../src/text/source-file.js";
import { root } from "./fences.js";

const read = (path: string): string => readFileSync(join(root, path), "utf8");
const specs = (folder: string): readonly string[] =>
  readdirSync(join(root, folder))
    .filter((f) => f.endsWith(".regnet"))
    .map((f) => `${folder}/${f}`);

describe("grammar/diagnostics.schema.json", () => {
  it.each([...specs("specs"), ...specs("test/fixtures/check")])("describes what check prints of %s", (path) => {
    const source = sourceFile(path, read(path));
    const { diagnostics } = check(parse(source));
    const { success, error } = diagnosticsReport.safeParse(
      JSON.parse(JSON.stringify(jsonReport([{ source, diagnostics }]))),
    );
    expect(error?.issues ?? []).toEqual([]);
    expect(success).toBe(true);
  });

  it("refuses what check never prints", () => {
    expect(diagnosticsReport.safeParse({ version: 1, files: [], errors: -1, warnings: 0 }).success).toBe(false);
    expect(diagnosticsReport.safeParse({ version: 1, files: [], errors: 0, warnings: 0, more: 1 }).success).toBe(false);
  });
});

describe("grammar/regnet.tmLanguage.json", () => {
  const { patterns, repository } = JSON.parse(read("grammar/regnet.tmLanguage.json")) as TextMateGrammar;

  it("has only patterns that are there, and that are regular expressions", () => {
    expect(patterns.map((p) => p.include!.slice(1)).sort()).toEqual(Object.keys(repository).sort());
    const all = Object.values(repository).flatMap((rule) => [rule, ...(rule.patterns ?? [])]);
    for (const { match, begin, end } of all)
      for (const text of [match, begin, end]) if (text !== undefined) expect(() => new RegExp(text)).not.toThrow();
  });

  /** The scope of a piece of text that is one token: the first pattern, in their order, that takes it whole. */
  const scopeOf = (text: string): string | undefined => {
    for (const { include } of patterns) {
      const rule = repository[include!.slice(1)]!;
      for (const { name, match, begin, captures } of [rule, ...(rule.patterns ?? [])]) {
        const found = new RegExp(match ?? begin ?? "$^", "m").exec(text);
        if (found?.index === 0 && (begin !== undefined || found[0].trimEnd() === text))
          return name ?? Object.values(captures ?? {})[0]?.name;
      }
    }
    return undefined;
  };

  it("colours every kind of token as the lexer reads it", () => {
    const kinds: Readonly<Record<string, RegExp>> = {
      LineComment: /^comment\.line/,
      DocComment: /^comment\.line\.documentation/,
      BlockComment: /^comment\.block/,
      Text: /^string/,
      Numeric: /^constant\.numeric/,
      Let: /^keyword/,
      From: /^keyword/,
      As: /^keyword/,
      True: /^constant\.language/,
      False: /^constant\.language/,
      None: /^constant\.language/,
      Colon: /^keyword\.operator/,
      Equals: /^keyword\.operator/,
      DotDot: /^keyword\.operator/,
      Plus: /^keyword\.operator/,
      Minus: /^keyword\.operator/,
      Star: /^keyword\.operator/,
      Slash: /^keyword\.operator/,
    };
    const seen = new Set<string>();
    const text =
      [...specs("specs"), ...specs("test/fixtures/acceptance")].map(read).join("\n") +
      '\n/* a block */ let x = 1..2 - 3 * (4 / 5)\n"""several\nlines""" true false none 1_000.5e-3 28x28\n';
    for (const { image, tokenType } of createLexer().tokenize(text).tokens) {
      const kind = kinds[tokenType.name];
      if (!kind || seen.has(`${tokenType.name} ${image}`)) continue;
      seen.add(`${tokenType.name} ${image}`);
      expect([image, scopeOf(image)]).toEqual([image, expect.stringMatching(kind)]);
    }
    expect([...new Set([...seen].map((s) => s.split(" ")[0]!))].sort()).toEqual(Object.keys(kinds).sort());
  });

  it("knows the words that build a spec", () => {
    for (const { name } of wordsOf("structure")) expect([name, scopeOf(name)]).toEqual([name, "storage.type.regnet"]);
  });
});
