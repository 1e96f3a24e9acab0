import type { At } from "../report.js";
import { writtenValue, type Section } from "../section.js";

/** Where the value of `source` stands, without its key; null where the section has none. */
export function sourceAt(section: Section): At | null {
  const at = section.bound.placeOf("source");
  if (at === undefined) return null;
  const value = writtenValue(section, "source");
  return value ? { path: at.path, span: value.span } : at;
}
