import type { At } from "../report.js";
import type { Section } from "../section.js";

/** Where the value of `source` stands, without its key; null where the section has none. */
export function sourceAt({ bound, statement }: Section): At | null {
  const at = bound.at.get("source");
  if (at === undefined) return null;
  const pairs = (statement.body?.items ?? []).filter((item) => item.kind === "pair");
  const own = [...pairs, ...statement.args].find(({ span }) => span.start === at.span.start && span.end === at.span.end);
  return own ? { path: at.path, span: own.value.span } : at;
}
