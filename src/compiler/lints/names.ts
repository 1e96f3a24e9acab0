import { findWord, spellingsOf } from "../../catalog/lookup.js";
import { replace } from "../report.js";
import type { Session } from "../session.js";

/** Names that nothing uses, words hidden by names, short forms of words. */
export function lintNames(session: Session): void {
  const layers = new Set(spellingsOf("layer"));
  for (const { ident, path, what } of session.usage.unused()) {
    if (path === session.root) session.report("lints/unused-name", { name: ident.text, what }, { path, span: ident.span });
  }
  for (const { at, target } of session.facts.references) {
    const text = session.texts.get(at.path)?.slice(at.span.start, at.span.end) ?? "";
    if (layers.has(text) && target.path === session.root) session.report("lints/hidden-word", { name: text }, { path: target.path, span: target.span });
  }
  for (const { at, family, word } of session.facts.words) {
    const text = session.texts.get(at.path)?.slice(at.span.start, at.span.end) ?? "";
    const found = findWord(family as "layer", text);
    if (text !== word && found?.name === word && (found.aliases ?? []).includes(text)) session.report("lints/alias", { alias: text, name: word }, at, { fixes: [replace(`write ${word}`, at.span, word)] });
  }
}
