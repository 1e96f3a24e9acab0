import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler/check.js";
import { lints } from "../../src/compiler/lints/index.generated.js";
import { argumentCodes } from "../../src/diagnostics/codes/arguments.js";
import { dataCodes } from "../../src/diagnostics/codes/data.js";
import { nameCodes } from "../../src/diagnostics/codes/names.js";
import { shapeCodes } from "../../src/diagnostics/codes/shapes.js";
import { trainingCodes } from "../../src/diagnostics/codes/training.js";
import type { DiagnosticKind } from "../../src/diagnostics/define.js";
import type { Fix } from "../../src/diagnostics/diagnostic.js";
import { parse } from "../../src/parser/parse.js";
import { sourceFile } from "../../src/text/source-file.js";

const kinds = Object.entries({
  ...nameCodes,
  ...argumentCodes,
  ...shapeCodes,
  ...trainingCodes,
  ...dataCodes,
  ...Object.assign({}, ...lints.map((lint) => lint.kinds)),
} as Record<string, DiagnosticKind<unknown>>);
const found = (text: string) => check(parse(sourceFile("x.regnet", text))).diagnostics;

const applied = (text: string, fix: Fix): string =>
  [...fix.edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((t, e) => t.slice(0, e.span.start) + e.text + t.slice(e.span.end), text);

describe("the catalogue of codes", () => {
  const mended = new Set<string>();
  for (const [code, kind] of kinds) {
    it(`${code} is explained`, () => expect(kind.explain.length).toBeGreaterThan(40));
    if (kind.bad === undefined || kind.good === undefined) continue;
    const { bad, good } = kind;
    it(`${code}: the bad spec earns exactly it`, () => {
      const all = found(bad);
      expect(all.map((d) => d.code)).toContain(code);
      const others = all.filter((d) => d.code !== code && d.severity === "error");
      expect(others).toEqual([]);
      for (const d of all) {
        expect(d.span.start).toBeGreaterThanOrEqual(0);
        expect(d.span.end).toBeLessThanOrEqual(bad.length);
        expect(d.span.end).toBeGreaterThan(d.span.start);
        expect(d.message).not.toMatch(/undefined|\[object|NaN|\.$/);
      }
    });
    it(`${code}: the good spec does not, and has no error`, () => {
      expect(found(good).filter((d) => d.code === code || d.severity === "error")).toEqual([]);
    });
    for (const { message, fixes } of found(bad).filter((d) => d.code === code))
      for (const fix of fixes) {
        mended.add(code);
        it(`${code} is mended: ${fix.title}`, () =>
          expect(found(applied(bad, fix)).filter((d) => d.code === code && d.message === message)).toEqual([]));
      }
  }
  it("has fixes for many", () => expect(mended.size).toBeGreaterThanOrEqual(11));
});
