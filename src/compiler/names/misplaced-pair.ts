import { findWord } from "../../catalog/lookup.js";
import type { Pair } from "../../parser/ast.js";
import { replace } from "../report.js";
import type { Session } from "../session.js";
import { lookUp, type Scope } from "./scope.js";

/** A pair where only statements stand: `dense: 8` for `dense 8`, or an argument without its statement. */
export function misplacedPair(session: Session, pair: Pair, scope: Scope): void {
  const { key, value, colon } = pair;
  const hasText = key.span.end > key.span.start;
  if (colon === null && hasText) return; // the parser has reported the sign
  const own = lookUp(scope, key.text);
  const isWord = own
    ? own.is === "block" || own.is === "model"
    : (["layer", "callback", "structure"] as const).some((family) => findWord(family, key.text) !== undefined);
  const from = { start: key.span.end, end: colon?.end ?? key.span.end };
  const blank = value.span.start > from.end ? "" : " ";
  const fixes = isWord && key.form === "ident" && colon ? [replace("delete the colon", from, blank)] : [];
  session.report("names/misplaced-pair", { key: key.text, isWord }, { path: scope.path, span: key.span }, { fixes });
}
