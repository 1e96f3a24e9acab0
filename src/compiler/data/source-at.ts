import type { At } from "../report.js";
import type { Section } from "../section.js";

/** Where the value of `source` stands, without its key; null where the section has none. */
export function sourceAt({ bound }: Section): At | null {
  const at = bound.placeOf("source");
  const value = bound.expressionOf("source");
  return at === undefined ? null : value ? { path: at.path, span: value.span } : at;
}
