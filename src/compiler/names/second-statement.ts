import { findWord } from "../../catalog/lookup.js";
import type { Argument } from "../../parser/ast.js";
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
    const text = session.texts.get(scope.path) ?? "";
    const before = text.slice(0, span.start).trimEnd();
    const start = (before.endsWith(",") ? before.slice(0, -1) : before).trimEnd().length;
    const blank = text.slice(before.length, span.start);
    const lines = blank.includes("\n");
    const at = { path: scope.path, span: value.kind === "call" ? value.callee.span : span };
    session.report("names/second-statement", { word }, at, {
      fixes: [
        replace(
          lines ? "delete the comma" : "write ; between the two",
          { start, end: span.start },
          lines ? blank : "; ",
        ),
      ],
    });
    return args.slice(0, i);
  }
  return args;
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
