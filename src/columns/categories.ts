import { COUNTED } from "../ir/data-facts.js";
import type { ColumnIr } from "../ir/ir.js";
import type { Column } from "./column.js";
import { isNumberText } from "./order.js";

/** One-hot columns wider than this are identifiers, not categories. */
export const ONE_HOT_LIMIT = COUNTED;

/**
 * Categories in a fixed order: numbers by size, anything else by UTF-16 code units (no locale: the same on every
 * machine).
 */
export function sortCategories(categories: readonly string[]): string[] {
  if (categories.every(isNumberText)) return [...categories].sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1));
  return [...categories].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/**
 * The categories of a column, in the order of their places: the different values of all rows, and a constant that
 * stands for missing cells. Null: more than are counted.
 */
export function categoriesOf({ values }: Pick<Column, "values">, ir: ColumnIr | undefined): readonly string[] | null {
  if (values === null) return null;
  const missing = ir?.missing;
  const fill = typeof missing === "object" ? String(missing.constant) : null;
  return fill === null || values.includes(fill) ? values : sortCategories([...values, fill]);
}

/** The first few categories, for messages. */
export const listed = (categories: readonly string[]): string =>
  categories.slice(0, 6).join(", ") + (categories.length > 6 ? `, … ${categories.length} in all` : "");

/** Numbers as texts, the same number always the same text; the texts themselves where one is no number. */
export const plainNumbers = (texts: readonly string[]): readonly string[] =>
  texts.every(isNumberText) ? [...new Set(texts.map(plainNumber))] : texts;

const plainNumber = (text: string): string => String(Number(text));

/** The place of a text among categories; a number is the same category however it is written. -1: none. */
export function placeIn(places: ReadonlyMap<string, number>, text: string): number {
  return places.get(text) ?? (isNumberText(text) ? places.get(plainNumber(text)) : undefined) ?? -1;
}
