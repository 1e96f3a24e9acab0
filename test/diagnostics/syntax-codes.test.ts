import { describe, expect, test } from "vitest";
import { applyFixes } from "../../src/diagnostics/apply-fixes.js";
import { syntaxCodes } from "../../src/diagnostics/codes/syntax.js";
import type { DiagnosticKind } from "../../src/diagnostics/define.js";
import { parse } from "../../src/parser/parse.js";
import { sourceFile } from "../../src/text/source-file.js";

const found = (text: string): readonly { readonly code: string }[] => parse(sourceFile("a.regnet", text)).diagnostics;
const codesIn = (text: string): string[] => [...new Set(found(text).map((d) => d.code))];

const kinds = Object.entries(syntaxCodes) as [string, DiagnosticKind<object>][];
const fixesOf = (text: string) => parse(sourceFile("a.regnet", text)).diagnostics.flatMap(({ fixes }) => fixes);
const fixes = kinds.flatMap(([code, { bad }]) => fixesOf(bad!).map((fix) => [code, fix.title, bad!, fix] as const));

describe.each(kinds)("%s", (code, kind) => {
  test("explains itself", () => expect(kind.explain.length).toBeGreaterThan(60));
  test("its bad example earns it and nothing else, its good one nothing", () => {
    expect(codesIn(kind.bad!).filter((c) => code !== "syntax/too-many" || c === code)).toEqual([code]);
    expect(codesIn(kind.good!)).toEqual([]);
  });
});

test("fixes are many", () => expect(fixes.length).toBeGreaterThanOrEqual(28));
test.each(fixes)("the fix of %s removes it and adds nothing: %s", (_code, _title, bad, fix) =>
  expect(codesIn(applyFixes(bad, [fix]).text)).toEqual([]),
);
