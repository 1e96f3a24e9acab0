import { sourceFile, type SourceFile } from "../text/source-file.js";
import type { Diagnostic, Severity } from "./diagnostic.js";

/** A file with what was found in it. Its diagnostics may point to other files by `related`. */
export interface FileReport {
  readonly source: SourceFile;
  readonly diagnostics: readonly Diagnostic[];
}

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** In source order (the graver first at one place), each once. */
export function tidy(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return [...diagnostics]
    .sort(
      (a, b) =>
        compare(a.path, b.path) ||
        a.span.start - b.span.start ||
        a.span.end - b.span.end ||
        rank[a.severity] - rank[b.severity] ||
        compare(a.code, b.code) ||
        compare(a.message, b.message),
    )
    .filter((d) => {
      const key = JSON.stringify([d.path, d.span.start, d.span.end, d.code, d.message]);
      return !seen.has(key) && seen.add(key);
    });
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const countOf = (diagnostics: readonly Diagnostic[], severity: Severity): number =>
  diagnostics.filter((d) => d.severity === severity).length;

/** Finds the text of a path among the reports; an empty text for a file that is not there. */
export function lookUp(reports: readonly FileReport[]): (path: string) => SourceFile {
  const byPath = new Map(reports.map(({ source }) => [source.path, source]));
  return (path) => byPath.get(path) ?? sourceFile(path, "");
}
