import { wordsOf } from "../../catalog/lookup.js";
import type { Family } from "../../catalog/word.js";

const tables = new Map<Family, Map<string, string>>();

/**
 * The word that a Keras class name (`Dense`, `EarlyStopping`) or a camelCase spelling of a word (`heNormal`) stands
 * for.
 */
export function kerasClass(written: string, families: readonly Family[]): string | undefined {
  if (!/[A-Z]/.test(written)) return undefined;
  const snake = snakeCase(written);
  for (const family of families) {
    const found = table(family).get(written) ?? table(family).get(snake);
    if (found) return found;
  }
  return undefined;
}

function table(family: Family): Map<string, string> {
  const known = tables.get(family);
  if (known) return known;
  const made = new Map<string, string>();
  for (const word of wordsOf(family)) {
    for (const spelling of [...(word.aliases ?? []), word.name]) made.set(spelling, word.name);
    if (word.keras) made.set(word.keras, word.name);
  }
  tables.set(family, made);
  return made;
}

/** As Keras turns class names into names: `MaxPooling2D` → `max_pooling2d`. */
export const snakeCase = (name: string): string =>
  name
    .replace(/\W+/g, "")
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
