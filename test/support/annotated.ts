import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { tidy } from "../../src/diagnostics/report.js";
import { positionAt, sourceFile, type SourceFile } from "../../src/text/source-file.js";

/**
 * A line that says what is expected of the line of code above it; its caret is under the code. Not part of the checked
 * text.
 */
const ANNOTATION = /^\/\/(?: *|<\d+ )\^+ (?:error|warning|info) [a-z]+\/[a-z-]+: .*$/;

/** The spec of a fixture: its annotations taken out. */
export const withoutAnnotations = (text: string): string =>
  text
    .split("\n")
    .filter((line) => !ANNOTATION.test(line))
    .join("\n");

/**
 * The spec with a comment line of carets under every diagnostic. Ranges in the first two columns are marked by `//<`
 * and the column.
 */
export function annotate(source: SourceFile, diagnostics: readonly Diagnostic[]): string {
  const notes = new Map<number, string[]>();
  for (const d of tidy(diagnostics)) {
    const start = positionAt(source, d.span.start);
    const end = positionAt(source, d.span.end);
    const width = end.line === start.line ? Math.max(1, end.column - start.column) : 1;
    const carets = "^".repeat(width);
    const place = start.column > 2 ? `//${" ".repeat(start.column - 3)}${carets}` : `//<${start.column} ${carets}`;
    notes.set(start.line, [...(notes.get(start.line) ?? []), `${place} ${d.severity} ${d.code}: ${d.message}`]);
  }
  return source.text
    .split("\n")
    .flatMap((line, i) => [line, ...(notes.get(i + 1) ?? [])])
    .join("\n");
}

/**
 * One test a `.regnet` file of a folder: `check` finds exactly what is annotated. `UPDATE=1` rewrites the annotations.
 */
export function testAnnotated(folder: string, check: (source: SourceFile) => readonly Diagnostic[]): void {
  for (const file of readdirSync(folder)
    .filter((f) => f.endsWith(".regnet"))
    .sort()) {
    test(file, () => {
      const path = join(folder, file);
      const text = readFileSync(path, "utf8");
      const source = sourceFile(file, withoutAnnotations(text));
      const actual = annotate(source, check(source));
      if (process.env["UPDATE"] === "1") writeFileSync(path, actual);
      else expect(actual).toBe(text);
    });
  }
}
