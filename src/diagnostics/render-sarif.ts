import type { Span } from "../text/span.js";
import type { SourceFile } from "../text/source-file.js";
import type { DiagnosticKinds } from "./define.js";
import type { Diagnostic, Fix } from "./diagnostic.js";
import { rangeOf } from "./render-json.js";
import { lookUp, tidy, type FileReport } from "./report.js";

const level = { error: "error", warning: "warning", info: "note" } as const;

interface Found {
  readonly d: Diagnostic;
  readonly source: SourceFile;
}

/**
 * SARIF 2.1.0, for code scanning: the codes met as rules, with their explanations from `kinds`, and fixes as
 * replacements.
 */
export function renderSarif(reports: readonly FileReport[], version: string, kinds: DiagnosticKinds): string {
  const find = lookUp(reports);
  const found: readonly Found[] = reports.flatMap(({ source, diagnostics }) =>
    tidy(diagnostics).map((d) => ({ d, source: d.path === source.path ? source : find(d.path) })),
  );
  const ids = [...new Set(found.map(({ d }) => d.code))].sort();
  const results = found.map((each) => ({
    ruleId: each.d.code,
    ruleIndex: ids.indexOf(each.d.code),
    level: level[each.d.severity],
    message: { text: each.d.message },
    locations: [{ physicalLocation: physical(each.source, each.d.span) }],
    relatedLocations: relatedOf(each, find),
    fixes: each.d.fixes.map((fix) => replacements(fix, each.source)),
  }));
  const driver = { name: "regnet", version, semanticVersion: version, rules: ids.map((id) => ruleOf(id, kinds[id])) };
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver },
        columnKind: "utf16CodeUnits",
        artifacts: reports.map(({ source }) => ({ location: { uri: uri(source.path) } })),
        results,
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(id: string, kind: DiagnosticKinds[string] | undefined): object {
  if (!kind) return { id };
  return {
    id,
    fullDescription: { text: kind.explain },
    help: { text: kind.explain },
    defaultConfiguration: { level: level[kind.severity] },
  };
}

const relatedOf = ({ d, source }: Found, find: (path: string) => SourceFile): readonly object[] =>
  d.related.map(({ message, path, span }, id) => ({
    id,
    message: { text: message },
    physicalLocation: physical(path === undefined || path === source.path ? source : find(path), span),
  }));

const replacements = ({ title, edits }: Fix, source: SourceFile): object => ({
  description: { text: title },
  artifactChanges: [
    {
      artifactLocation: { uri: uri(source.path) },
      replacements: edits.map(({ span, text }) => ({
        deletedRegion: region(source, span),
        insertedContent: { text },
      })),
    },
  ],
});

const physical = (source: SourceFile, at: Span): object => ({
  artifactLocation: { uri: uri(source.path) },
  region: region(source, at),
});

function region(source: SourceFile, at: Span): object {
  const { start, end } = rangeOf(source, at);
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
    charOffset: start.offset,
    charLength: end.offset - start.offset,
  };
}

const uri = (path: string): string =>
  path
    .replaceAll("\\", "/")
    .split("/")
    .map(encodeURIComponent)
    .join("/")
    .replace(/^([A-Za-z])%3A/, "file:///$1:");
