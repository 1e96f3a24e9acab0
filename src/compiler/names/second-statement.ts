import { findWord } from "../../catalog/lookup.js";
import type { Argument } from "../../parser/ast.js";
import type { Fix } from "../../diagnostics/diagnostic.js";
import { tokenIndexAt, tokensOf, type Token } from "../../parser/token-list.js";
import { replace } from "../report.js";
import type { Session } from "../session.js";
import { lookUp, type Scope } from "./scope.js";

/**
 * The arguments up to one that begins a statement of its own, as in `dense 3, dense 4`: the separator is missing, which
 * is said once. `fits` knows whether a bare word has a meaning as an argument here (`relu`); such words stay arguments.
 */
export function untilNextStatement(
  session: Session,
  args: readonly Argument[],
  scope: Scope,
  fits: (word: string) => boolean,
): readonly Argument[] {
  for (const [i, { name, value, span }] of args.entries()) {
    if (name !== null || (value.kind !== "name" && value.kind !== "call")) continue;
    const word = value.kind === "name" ? value.text : value.callee.text;
    if (!begins(scope, word) || fits(word)) continue;
    const at = { path: scope.path, span: value.kind === "call" ? value.callee.span : span };
    session.report("names/second-statement", { word }, at, { fixes: separation(session, scope.path, span.start) });
    return args.slice(0, i);
  }
  return args;
}

/** Separates what begins at an offset from what stands before it: by its own line, or by a semicolon. */
function separation(session: Session, path: string, start: number): readonly Fix[] {
  const source = session.file.sources.get(path);
  if (!source) return [];
  const tokens = tokensOf(source);
  const isBlank = (token: Token | undefined): boolean => token?.kind === "blank" || token?.kind === "newline";
  let at = tokenIndexAt(tokens, start) - 1;
  let blank = "";
  for (; isBlank(tokens[at]); at--) blank = tokens[at]!.text + blank;
  const lines = blank.includes("\n");
  if (tokens[at]?.text === ",")
    do at--;
    while (isBlank(tokens[at]));
  const from = tokens[at]?.span.end ?? 0;
  const title = lines ? "delete the comma" : "write ; between the two";
  return [replace(title, { start: from, end: start }, lines ? blank : "; ")];
}

/** Words that statements begin with: own blocks and models, layers, and what structures a file. */
function begins(scope: Scope, word: string): boolean {
  const own = lookUp(scope, word);
  if (own) return own.is === "block" || own.is === "model";
  return (
    findWord("layer", word) !== undefined ||
    findWord("callback", word) !== undefined ||
    findWord("structure", word) !== undefined
  );
}
