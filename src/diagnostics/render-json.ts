import { positionAt, type Position, type SourceFile } from "../text/source-file.js";
import type { Span } from "../text/span.js";
import type { Diagnostic, Severity } from "./diagnostic.js";
import { countOf, lookUp, tidy, type FileReport } from "./report.js";

export interface JsonRange {
  readonly start: Position;
  readonly end: Position;
}
interface JsonDiagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: JsonRange;
  readonly related: readonly { readonly path: string; readonly message: string; readonly range: JsonRange }[];
  readonly fixes: readonly {
    readonly title: string;
    readonly edits: readonly { readonly range: JsonRange; readonly text: string }[];
  }[];
}
/** What `regnet check --format json` prints. Lines and columns count from 1, offsets from 0 in UTF-16 code units. */
export interface JsonReport {
  readonly version: 1;
  readonly files: readonly { readonly path: string; readonly diagnostics: readonly JsonDiagnostic[] }[];
  readonly errors: number;
  readonly warnings: number;
}

export const rangeOf = (source: SourceFile, at: Span): JsonRange => ({
  start: positionAt(source, at.start),
  end: positionAt(source, at.end),
});

export function jsonReport(reports: readonly FileReport[]): JsonReport {
  const find = lookUp(reports);
  const all = reports.flatMap((r) => tidy(r.diagnostics));
  return {
    version: 1,
    files: reports.map(({ source, diagnostics }) => ({
      path: source.path,
      diagnostics: tidy(diagnostics).map((d) =>
        jsonDiagnostic(d, d.path === source.path ? source : find(d.path), find),
      ),
    })),
    errors: countOf(all, "error"),
    warnings: countOf(all, "warning"),
  };
}

function jsonDiagnostic(d: Diagnostic, source: SourceFile, find: (path: string) => SourceFile): JsonDiagnostic {
  return {
    code: d.code,
    severity: d.severity,
    message: d.message,
    range: rangeOf(source, d.span),
    related: d.related.map(({ message, span, path = source.path }) => ({
      path,
      message,
      range: rangeOf(path === source.path ? source : find(path), span),
    })),
    fixes: d.fixes.map(({ title, edits }) => ({
      title,
      edits: edits.map(({ span, text }) => ({ range: rangeOf(source, span), text })),
    })),
  };
}

export const renderJson = (reports: readonly FileReport[]): string =>
  `${JSON.stringify(jsonReport(reports), null, 2)}\n`;
