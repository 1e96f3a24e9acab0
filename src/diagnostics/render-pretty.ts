import { lineText, positionAt, type SourceFile } from "../text/source-file.js";
import type { Span } from "../text/span.js";
import type { Diagnostic, Severity } from "./diagnostic.js";
import { cut, expand, widthOf } from "./frame-line.js";
import { lookUp, tidy, type FileReport } from "./report.js";

export interface PrettyOptions {
  readonly color?: boolean;
  /** Columns of the terminal; longer source lines are cut around what is shown. */
  readonly width?: number;
}

const colors: Readonly<Record<Severity | "frame" | "help" | "bold", string>> = {
  error: "31;1",
  warning: "33;1",
  info: "36;1",
  frame: "34",
  help: "32",
  bold: "1",
};
type Paint = (style: keyof typeof colors, text: string) => string;

/**
 * Diagnostics for people: message, place, the line with carets under the range, related places, fixes. Empty without
 * any.
 */
export function renderPretty(reports: readonly FileReport[], options: PrettyOptions = {}): string {
  const find = lookUp(reports);
  const paint: Paint =
    options.color === true ? (style, text) => `\u001b[${colors[style]}m${text}\u001b[0m` : (_, text) => text;
  return reports
    .flatMap(({ source, diagnostics }) =>
      tidy(diagnostics).map((d) =>
        block({ ...d, source: d.path === source.path ? source : find(d.path) }, find, {
          paint,
          width: options.width ?? 100,
        }),
      ),
    )
    .join("\n");
}

interface Terminal {
  readonly paint: Paint;
  readonly width: number;
}

/** A range of a file. */
interface Place {
  readonly source: SourceFile;
  readonly span: Span;
}

function block(
  { source, ...d }: Diagnostic & { readonly source: SourceFile },
  find: (path: string) => SourceFile,
  terminal: Terminal,
): string {
  const { paint } = terminal;
  const places = d.related.map((r) => ({
    ...r,
    source: r.path === undefined || r.path === source.path ? source : find(r.path),
  }));
  const lines = [d.span, ...places.map((p) => p.span)].map(
    (at, i) => positionAt(i === 0 ? source : places[i - 1]!.source, at.start).line,
  );
  const gutter = String(Math.max(...lines)).length;
  const out = [
    `${paint(d.severity, `${d.severity}[${d.code}]`)}${paint("bold", `: ${d.message}`)}`,
    ...frame({ source, span: d.span }, gutter, terminal, { arrow: "-->", carets: d.severity }),
  ];
  for (const place of places)
    out.push(
      `${" ".repeat(gutter)} ${paint("frame", "=")} ${place.message}`,
      ...frame(place, gutter, terminal, { arrow: ":::", carets: "frame" }),
    );
  for (const fix of d.fixes)
    out.push(`${" ".repeat(gutter)} ${paint("frame", "=")} ${paint("help", "help:")} ${fix.title}`);
  return `${out.join("\n")}\n`;
}

/** The line of a place with carets under it; line numbers take `gutter` columns. */
function frame(
  { source, span }: Place,
  gutter: number,
  { paint, width }: Terminal,
  { arrow, carets }: { readonly arrow: string; readonly carets: Severity | "frame" },
): string[] {
  const start = positionAt(source, span.start);
  const end = positionAt(source, span.end);
  const pad = " ".repeat(gutter);
  const head = `${pad}${paint("frame", arrow)} ${source.path}:${start.line}:${start.column}`;
  if (source.text === "") return [head];
  const text = lineText(source, start.line);
  // A range over several lines is shown by the rest of its first.
  const last = end.line === start.line ? end.column - 1 : text.length;
  const shown = cut(text, start.column - 1, Math.max(last, start.column - 1), Math.max(20, width - gutter - 3));
  const before = widthOf(expand(shown.before));
  const under = Math.max(1, widthOf(expand(shown.before + shown.marked)) - before);
  const bar = paint("frame", "|");
  return [
    head,
    `${pad} ${bar}`,
    `${paint("frame", String(start.line).padStart(gutter))} ${bar} ` +
      `${expand(shown.before + shown.marked + shown.after)}`,
    `${pad} ${bar} ${" ".repeat(before)}${paint(carets, "^".repeat(under))}`,
  ];
}
