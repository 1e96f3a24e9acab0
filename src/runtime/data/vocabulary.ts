import type { TextColumn } from "./raw-column.js";

const isNumber = (text: string): boolean => text.trim() !== "" && Number.isFinite(Number(text));

/**
 * Categories in a fixed order: numbers by size, anything else by UTF-16 code units (no locale: the same on every
 * machine).
 */
export function sortCategories(categories: readonly string[]): string[] {
  if (categories.every(isNumber)) return [...categories].sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1));
  return [...categories].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The categories that occur in these rows, sorted. */
export function vocabularyOf(column: TextColumn, rows: Int32Array): string[] {
  const seen = new Uint8Array(column.dictionary.length);
  for (const row of rows) if (column.codes[row]! >= 0) seen[column.codes[row]!] = 1;
  return sortCategories(column.dictionary.filter((_, code) => seen[code] === 1));
}

/** The first few categories, for messages. */
export const listed = (categories: readonly string[]): string =>
  categories.slice(0, 6).join(", ") + (categories.length > 6 ? `, … ${categories.length} in all` : "");
