import { spellingsOf } from "../../catalog/lookup.js";
import type { Session } from "../session.js";

/** Names that nothing uses, and words hidden by names. */
export function lintNames(session: Session, sound: boolean): void {
  const layers = new Set(spellingsOf("layer"));
  // Where something is wrong, a name may have been meant by what is misspelled.
  for (const { ident, path, what } of sound ? session.usage.unused() : []) {
    if (path === session.root)
      session.report("lints/unused-name", { name: ident.text, what }, { path, span: ident.span, node: ident });
  }
  for (const { name, target } of session.facts.references)
    if (layers.has(name) && target.path === session.root) session.report("lints/hidden-word", { name }, target);
}
