import { findWord } from "../catalog/lookup.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Item, ParsedFile, Statement } from "../parser/ast.js";
import type { Span } from "../text/span.js";
import { suggest } from "../text/suggest.js";
import { withoutEchoes } from "./echoes.js";
import { allCodes } from "./lints/index.js";
import { unusedAllow } from "./lints/unused-allow.js";
import type { Reporter, Reports } from "./report.js";
import { replace } from "./report.js";

interface Allowance {
  readonly code: string;
  readonly path: string;
  readonly statement: Statement;
  readonly start: number;
  readonly end: number;
  used: boolean;
}

/** `dropout_on_output` of `lints/dropout-on-output`. */
const shortName = (code: string): string => code.slice(code.indexOf("/") + 1).replaceAll("-", "_");

/** Leaves out what the file allows; reports allowances that name nothing, or silence nothing. Ordered by place. */
export function applyAllowances(
  files: readonly ParsedFile[],
  all: readonly Diagnostic[],
  { report, reportOf }: Pick<Reports, "report" | "reportOf">,
  found: readonly Diagnostic[],
): readonly Diagnostic[] {
  const path = files[0]!.source.path;
  const before = found.length;
  const allowances: Allowance[] = [];
  for (const { ast, source } of files)
    collect({ path: source.path, report, into: allowances }, ast.items, { start: 0, end: source.text.length });
  const kept = withoutEchoes(all, new Map(files.map(({ source }) => [source.path, source]))).filter((d) => {
    if (d.severity === "error") return true;
    const by = allowances.findLast(
      (a) => a.path === d.path && a.code === d.code && d.span.start >= a.start && d.span.start <= a.end,
    );
    if (by) by.used = true;
    return by === undefined;
  });
  // An imported file may have its allowance for the sake of another file.
  for (const a of allowances)
    if (!a.used && a.path === path)
      reportOf(unusedAllow.kinds)("lints/unused-allow", { name: shortName(a.code) }, { path, span: a.statement.span });
  return [...kept, ...found.slice(before)].sort((a, b) =>
    a.path === b.path
      ? a.span.start - b.span.start || a.span.end - b.span.end
      : a.path === path
        ? -1
        : b.path === path
          ? 1
          : a.path < b.path
            ? -1
            : 1,
  );
}

/** Where allowances are gathered. */
interface Gathering {
  readonly path: string;
  readonly report: Reporter;
  readonly into: Allowance[];
}

/** An allowance holds to the end of its braces; at their beginning also for the statement whose braces they are. */
function collect(g: Gathering, items: readonly Item[], { start, end }: Span): void {
  let first = true;
  for (const item of items) {
    const allows = item.kind === "statement" && findWord("structure", item.word.text)?.role === "allow";
    if (allows) allowance(g, item, { start: first ? start : item.span.start, end });
    else if (item.kind === "statement" && item.body)
      collect(g, item.body.items, { start: item.span.start, end: item.body.span.end });
    first &&= allows;
  }
}

function allowance({ path, report, into }: Gathering, s: Statement, { start, end }: Span): void {
  const [name, reason] = s.args.map((a) => a.value);
  const text = name?.kind === "name" ? name.text : name?.kind === "string" ? name.value : null;
  const at = { path, span: name?.span ?? s.word.span };
  const names = Object.keys(allCodes).filter((c) => text !== null && (c === text || shortName(c) === text));
  if (names.length === 0) {
    const lints = Object.keys(allCodes)
      .filter((c) => allCodes[c]!.severity !== "error")
      .map(shortName);
    const near = suggest(text ?? "", lints);
    return report(
      "names/allow",
      { name: text ?? "", suggestion: near },
      at,
      near ? { fixes: [replace(`write ${near}`, at.span, near)] } : {},
    );
  }
  const soft = names.filter((c) => allCodes[c]!.severity !== "error");
  if (soft.length === 0) return report("names/allow-error", { name: text! }, at);
  if (reason?.kind !== "string" || reason.value.trim() === "") return report("names/allow-reason", {}, at);
  for (const code of soft) into.push({ code, path, statement: s, start, end, used: false });
}
