import { findWord } from "../catalog/lookup.js";
import { codes, type Code } from "../diagnostics/codes/index.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Item, ParsedFile, Statement } from "../parser/ast.js";
import { suggest } from "../text/suggest.js";
import type { Reporter } from "./report.js";
import { replace } from "./report.js";
import type { Session } from "./session.js";

interface Allowance {
  readonly code: string;
  readonly statement: Statement;
  readonly start: number;
  readonly end: number;
  used: boolean;
}

/** `dropout_on_output` of `lints/dropout-on-output`. */
const shortName = (code: string): string => code.slice(code.indexOf("/") + 1).replaceAll("-", "_");

/** Leaves out what the file allows; reports allowances that name nothing, or silence nothing. Ordered by place. */
export function applyAllowances(session: Session, file: ParsedFile, all: readonly Diagnostic[], report: Reporter, found: readonly Diagnostic[]): readonly Diagnostic[] {
  const path = file.source.path;
  const before = found.length;
  const allowances: Allowance[] = [];
  collect(session, file.ast.items, file.source.text.length, path, report, allowances);
  const kept = all.filter((d) => {
    if (d.severity === "error" || d.path !== path) return true;
    const by = allowances.find((a) => a.code === d.code && d.span.start >= a.start && d.span.start <= a.end);
    if (by) by.used = true;
    return by === undefined;
  });
  for (const a of allowances) if (!a.used) report("lints/unused-allow", { name: shortName(a.code) }, { path, span: a.statement.span });
  return [...kept, ...found.slice(before)].sort((a, b) => (a.path === b.path ? a.span.start - b.span.start || a.span.end - b.span.end : a.path === path ? -1 : b.path === path ? 1 : a.path < b.path ? -1 : 1));
}

function collect(session: Session, items: readonly Item[], end: number, path: string, report: Reporter, into: Allowance[]): void {
  for (const item of items) {
    if (item.kind !== "statement") continue;
    if (findWord("structure", item.word.text)?.role === "allow") allowance(item, end, path, report, into);
    else if (item.body) collect(session, item.body.items, item.body.span.end, path, report, into);
  }
}

function allowance(s: Statement, end: number, path: string, report: Reporter, into: Allowance[]): void {
  const [name, reason] = s.args.map((a) => a.value);
  const text = name?.kind === "name" ? name.text : name?.kind === "string" ? name.value : null;
  const at = { path, span: name?.span ?? s.word.span };
  const names = (Object.keys(codes) as Code[]).filter((c) => text !== null && (c === text || shortName(c) === text));
  if (names.length === 0) {
    const lints = (Object.keys(codes) as Code[]).filter((c) => codes[c].severity !== "error").map(shortName);
    const near = suggest(text ?? "", lints);
    return report("names/allow", { name: text ?? "", suggestion: near }, at, near ? { fixes: [replace(`write ${near}`, at.span, near)] } : {});
  }
  const soft = names.filter((c) => codes[c].severity !== "error");
  if (soft.length === 0) return report("names/allow-error", { name: text! }, at);
  if (reason?.kind !== "string" || reason.value.trim() === "") return report("names/allow-reason", {}, at);
  for (const code of soft) into.push({ code, statement: s, start: s.span.start, end, used: false });
}
