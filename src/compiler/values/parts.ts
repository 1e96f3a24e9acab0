import { nameOf } from "../../catalog/kinds/given.js";
import type { At } from "../report.js";
import type { Const } from "./constant.js";

/** Where a text or word stands within a value; null where no part of it says that. */
export function placeOfText(c: Const | null, text: string): At | null {
  if (c === null) return null;
  if (c.is === "list") return first(c.items, (item) => placeOfText(item, text));
  if (c.is === "map") return first(c.entries, ({ value }) => placeOfText(value, text));
  const said = c.is === "number" || c.is === "boolean" ? String(c.value) : nameOf(c);
  return said === text ? c.at : null;
}

/** Where a key of a map stands; null where it has no such key. */
export const placeOfKey = (c: Const | null, key: string): At | null =>
  c?.is === "map" ? first(c.entries, (entry) => (entry.key.text === key ? entry.keyAt : null)) : null;

function first<T>(parts: readonly T[], place: (part: T) => At | null): At | null {
  for (const part of parts) {
    const found = place(part);
    if (found) return found;
  }
  return null;
}
