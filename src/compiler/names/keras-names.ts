import { wordsOf } from "../../catalog/lookup.js";
import { snakeCase } from "../../catalog/keras/snake-case.js";
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
