import { findWord } from "../../catalog/lookup.js";
import type { Pair } from "../../parser/ast.js";
import { replace } from "../report.js";
import type { Session } from "../session.js";
import { lookUp, type Scope } from "./scope.js";

/** A pair where only statements stand: `dense: 8` for `dense 8`, or an argument without its statement. */
export function misplacedPair(session: Session, pair: Pair, scope: Scope): void {
  const { key, value } = pair;
  const sign = (session.texts.get(scope.path) ?? "").slice(key.span.end, value.span.start);
  if (sign.includes("=")) return; // the parser has reported the sign
  const own = lookUp(scope, key.text);
  const isWord = own
    ? own.is === "block" || own.is === "model"
    : (["layer", "callback", "structure"] as const).some((family) => findWord(family, key.text) !== undefined);
  const colon = { start: key.span.end, end: key.span.end + sign.indexOf(":") + 1 };
  const blank = /^\s/.test(sign.slice(sign.indexOf(":") + 1)) ? "" : " ";
  const fixes =
    isWord && key.form === "ident" && colon.end > colon.start ? [replace("delete the colon", colon, blank)] : [];
  session.report("names/misplaced-pair", { key: key.text, isWord }, { path: scope.path, span: key.span }, { fixes });
}
