import { spellingsOf } from "../../catalog/lookup.js";
import type { Session } from "../session.js";

/** Names that nothing uses, and words hidden by names. */
export function lintNames(session: Session, sound: boolean): void {
  const layers = new Set(spellingsOf("layer"));
  // Where something is wrong, a name may have been meant by what is misspelled.
  for (const { ident, path, what } of sound ? session.usage.unused() : []) {
    if (path === session.root)
      session.report("lints/unused-name", { name: ident.text, what }, { path, span: ident.span });
  }
  for (const { at, target } of session.facts.references) {
    const text = session.texts.get(at.path)?.slice(at.span.start, at.span.end) ?? "";
    if (layers.has(text) && target.path === session.root)
      session.report("lints/hidden-word", { name: text }, { path: target.path, span: target.span });
  }
}
