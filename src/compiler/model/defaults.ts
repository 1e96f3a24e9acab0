import { findWord, spellingsOf, wordsOf } from "../../catalog/lookup.js";
import type { Statement } from "../../parser/ast.js";
import { suggest } from "../../text/suggest.js";
import { paramNamed } from "../names/callee.js";
import { replace } from "../report.js";
import { atWord, type Frame } from "./frame.js";
import { calleeOf } from "./layer.js";

/** `defaults { … }`, `defaults dropout { … }`: from here to the end of the braces. */
export function addDefaults(f: Frame, s: Statement): void {
  const { session } = f;
  const value = s.args[0]?.value;
  const text = value?.kind === "name" ? value.text : null;
  const word = text === null ? null : findWord("layer", text);
  if (word === undefined || s.args.length > 1 || (value && text === null)) {
    const near = suggest(text ?? "", spellingsOf("layer"));
    session.report(
      "names/unknown-word",
      { name: text ?? "this", suggestion: near, where: "defaults" },
      value ? { path: f.scope.path, span: value.span } : atWord(f, s),
      near && value ? { fixes: [replace(`write ${near}`, value.span, near)] } : {},
    );
    return;
  }
  const items = (s.body?.items ?? []).filter((item) => {
    const at = { path: f.scope.path, span: item.kind === "pair" ? item.key.span : item.span };
    if (item.kind !== "pair") {
      session.report("arguments/unexpected-body", { word: s.word.text }, at);
      return false;
    }
    const words = word ? [word] : wordsOf("layer");
    if (words.some((w) => paramNamed(calleeOf(w), item.key.text))) return true;
    const known = [...new Set([...words.flatMap((w) => Object.keys(w.params)), "regularizer"])];
    const near = suggest(item.key.text, known);
    session.report(
      "arguments/unknown",
      { name: item.key.text, word: word ? word.name : "any layer", suggestion: near, known: word ? known : [] },
      at,
      near ? { fixes: [replace(`write ${near}`, at.span, near)] } : {},
    );
    return false;
  });
  f.defaults = { word: word?.name ?? null, items, doc: s.doc, scope: f.scope, parent: f.defaults };
}
