import { describe, expect, test } from "vitest";
import { applyFixes } from "../../src/diagnostics/apply-fixes.js";
import { syntaxCodes } from "../../src/diagnostics/codes/syntax.js";
import type { DiagnosticKind } from "../../src/diagnostics/define.js";
import { parse } from "../../src/parser/parse.js";
import { sourceFile } from "../../src/text/source-file.js";

const found = (text: string): readonly { readonly code: string }[] => parse(sourceFile("a.regnet", text)).diagnostics;
const codesIn = (text: string): string[] => [...new Set(found(text).map((d) => d.code))];

describe.each(Object.entries(syntaxCodes) as [string, DiagnosticKind<object>][])("%s", (code, kind) => {
  test("explains itself", () => expect(kind.explain.length).toBeGreaterThan(60));
  test("its bad example earns it and nothing else, its good one nothing", () => {
    expect(codesIn(kind.bad!).filter((c) => code !== "syntax/too-many" || c === code)).toEqual([code]);
    expect(codesIn(kind.good!)).toEqual([]);
  });
  test("every fix removes it and adds nothing", () => {
    const { diagnostics } = parse(sourceFile("a.regnet", kind.bad!));
    for (const { fixes } of diagnostics)
      for (const fix of fixes) expect(codesIn(applyFixes(kind.bad!, [fix]).text), fix.title).toEqual([]);
  });
});
