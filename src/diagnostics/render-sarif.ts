import type { Span } from "../text/span.js";
import type { SourceFile } from "../text/source-file.js";
import { codes } from "./codes/index.js";
import type { DiagnosticKinds } from "./define.js";
import { rangeOf } from "./render-json.js";
import { lookUp, tidy, type FileReport } from "./report.js";

const level = { error: "error", warning: "warning", info: "note" } as const;
const kinds: DiagnosticKinds = codes;

/** SARIF 2.1.0, for code scanning: the codes met as rules, with their explanations, and fixes as replacements. */
export function renderSarif(reports: readonly FileReport[], version: string): string {
  const find = lookUp(reports);
  const found = reports.flatMap(({ source, diagnostics }) =>
    tidy(diagnostics).map((d) => ({ d, source: d.path === source.path ? source : find(d.path) })),
  );
  const ids = [...new Set(found.map(({ d }) => d.code))].sort();
  const rules = ids.map((id) => {
    const kind = kinds[id];
    return {
      id,
      ...(kind
        ? {
            fullDescription: { text: kind.explain },
            help: { text: kind.explain },
            defaultConfiguration: { level: level[kind.severity] },
          }
        : {}),
    };
  });
  const results = found.map(({ d, source }) => ({
    ruleId: d.code,
    ruleIndex: ids.indexOf(d.code),
    level: level[d.severity],
    message: { text: d.message },
    locations: [{ physicalLocation: physical(source, d.span) }],
    relatedLocations: d.related.map((related, id) => ({
      id,
      message: { text: related.message },
      physicalLocation: physical(
        related.path === undefined || related.path === source.path ? source : find(related.path),
        related.span,
      ),
    })),
    fixes: d.fixes.map(({ title, edits }) => ({
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
    })),
  }));
  const driver = { name: "regnet", version, semanticVersion: version, rules };
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
