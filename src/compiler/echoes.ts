import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { tokenIndexAt, tokensOf, type Token } from "../parser/token-list.js";
import type { SourceFile } from "../text/source-file.js";

/** Syntax errors after which the rest of the line is a guess: what the check finds wrong there comes from the guess. */
const misread = new Set(
  "unexpected-character unexpected unquoted argument-order arrow missing-name name-letters quoted-name clause-colon"
    .split(" ")
    .map((name) => `syntax/${name}`),
);
const unknown = /\/unknown-(?:word|name|tensor)$/;

/** One mistake, one diagnostic: leaves out what only follows from another one beside it. */
export function withoutEchoes(
  all: readonly Diagnostic[],
  sources: ReadonlyMap<string, SourceFile>,
): readonly Diagnostic[] {
  const syntax = all.filter((d) => d.code.startsWith("syntax/"));
  if (syntax.length === 0) return all;
  const tokens = (path: string): readonly Token[] => tokensOf(sources.get(path)!);
  const lines = syntax
    .filter((d) => misread.has(d.code))
    .map((d) => ({ d, path: d.path, ...lineAround(tokens(d.path), d) }));
  const lost = new Set(
    syntax.filter((d) => d.code === "syntax/assigned-layer").map((d) => assigned(tokens(d.path), d.span.start)),
  );
  const meant = all.filter((d) => !d.code.startsWith("syntax/"));
  const inside = (d: Diagnostic, of: { path: string; start: number; end: number }): boolean =>
    d.path === of.path && d.span.start >= of.start && d.span.start < of.end;
  return all.filter((d) => {
    // The check's word on the same place knows the vocabulary: `layers.Dense` is written `dense`.
    if (d.code === "syntax/dotted-name")
      return !meant.some((m) => m.path === d.path && m.span.start === d.span.start && m.span.end === d.span.end);
    if (d.code === "syntax/operator-needs-parentheses")
      return !meant.some((m) => m.code === "arguments/arithmetic" && inside(m, { path: d.path, ...d.span }));
    if (d.code === "syntax/equals-in-braces")
      return !meant.some(
        (m) =>
          m.code === "names/misplaced-pair" &&
          m.path === d.path &&
          m.span.end <= d.span.start &&
          d.span.start - m.span.end < 3,
      );
    // A second strange sign in a line says nothing new.
    if (d.code === "syntax/unexpected-character")
      return !lines.some((l) => l.d !== d && l.d.span.start < d.span.start && inside(d, l));
    if (d.code.startsWith("syntax/") || d.severity === "info") return true;
    if (unknown.test(d.code) && lost.has(tokens(d.path)[tokenIndexAt(tokens(d.path), d.span.start)]?.text))
      return false;
    return !lines.some((line) => inside(d, line));
  });
}

const endsLine = ({ kind, text }: Token): boolean => kind === "newline" || text === ";" || text === "{" || text === "}";

/** From the last to the next line end, `;` or brace around a finding. */
function lineAround(tokens: readonly Token[], { span }: Diagnostic): { readonly start: number; readonly end: number } {
  let first = tokenIndexAt(tokens, span.start);
  while (first > 0 && !endsLine(tokens[first - 1]!)) first--;
  let end = tokenIndexAt(tokens, span.end);
  while (end < tokens.length && !endsLine(tokens[end]!)) end++;
  return { start: tokens[first]?.span.start ?? span.start, end: tokens[end]?.span.start ?? Infinity };
}

/** The name that a layer is assigned to: `x = Dense(3)`, `let self.x = …`. */
const assigned = (tokens: readonly Token[], start: number): string | undefined =>
  tokens
    .slice(tokenIndexAt(tokens, start), tokenIndexAt(tokens, start) + 8)
    .filter(({ kind, text }) => kind === "word" && text !== "self")
    .map(({ text }) => text.replace(/^self\./, ""))[0];
