import { expect, test } from "vitest";
import { applyFixes } from "../../src/diagnostics/apply-fixes.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { jsonReport } from "../../src/diagnostics/render-json.js";
import { renderGithub } from "../../src/diagnostics/render-github.js";
import { renderPretty } from "../../src/diagnostics/render-pretty.js";
import { codes } from "../../src/diagnostics/codes/index.js";
import { renderSarif } from "../../src/diagnostics/render-sarif.js";
import { parse } from "../../src/parser/parse.js";
import { sourceFile } from "../../src/text/source-file.js";

const report = (text: string) => ({
  source: sourceFile("a.regnet", text),
  diagnostics: parse(sourceFile("a.regnet", text)).diagnostics,
});

test("pretty shows the line, carets under the range and the fix", () => {
  expect(renderPretty([report("a\n\tdense .5")])).toBe(
    [
      "error[syntax/bad-literal]: .5 is neither a number nor a size; write 0.5",
      " --> a.regnet:2:8",
      "  |",
      "2 |     dense .5",
      "  |           ^^",
      "  = help: write 0.5",
      "",
    ].join("\n"),
  );
});

test("pretty counts wide characters twice and cuts long lines", () => {
  const [, , , code, carets] = renderPretty([report('a "漢字" .5')]).split("\n");
  expect([code, carets]).toEqual(['1 | a "漢字" .5', `  | ${" ".repeat(9)}^^`]);
  const lines = renderPretty([report(`a ${"b ".repeat(400)}.5 ${"c ".repeat(400)}`)], { width: 60 }).split("\n");
  expect(lines[3]!.length).toBeLessThanOrEqual(60);
  expect(lines[3]!.slice(lines[4]!.indexOf("^"), lines[4]!.lastIndexOf("^") + 1)).toBe(".5");
});

test("json has the shape of the contract, each finding once and in order", () => {
  const { source, diagnostics } = report("dense .5\ndense 1.");
  const json = jsonReport([{ source, diagnostics: [...diagnostics, ...diagnostics].reverse() }]);
  expect([json.version, json.errors, json.warnings]).toEqual([1, 2, 0]);
  expect(json.files[0]!.diagnostics.map((d) => d.range.start)).toEqual([
    { line: 1, column: 7, offset: 6 },
    { line: 2, column: 7, offset: 15 },
  ]);
});

test("github escapes what would end a command", () => {
  const d: Diagnostic = {
    code: "a/b",
    severity: "warning",
    message: "50%\nof",
    path: "a,b:c",
    span: { start: 0, end: 3 },
    related: [],
    fixes: [],
  };
  expect(renderGithub([{ source: sourceFile("a,b:c", "abc"), diagnostics: [d] }])).toBe(
    "::warning file=a%2Cb%3Ac,line=1,endLine=1,col=1,endColumn=3,title=a/b::50%25%0Aof\n",
  );
});

test("sarif names rules, places and fixes", () => {
  const log = JSON.parse(renderSarif([report("dense .5")], "1.2.3", codes)) as {
    version: string;
    runs: { results: { ruleId: string; fixes: unknown[] }[] }[];
  };
  expect(log.version).toBe("2.1.0");
  expect(log.runs[0]!.results.map((r) => [r.ruleId, r.fixes.length])).toEqual([["syntax/bad-literal", 1]]);
});

test("fixes that overlap are applied one at a time", () => {
  const fix = (start: number, end: number, text: string) => ({ title: text, edits: [{ span: { start, end }, text }] });
  const { text, applied } = applyFixes("abcdef", [fix(1, 3, "X"), fix(2, 4, "Y"), fix(4, 4, "Z")]);
  expect([text, applied.length]).toEqual(["aXdZef", 2]);
});
