import type { ColumnFacts } from "../ir/data-facts.js";

/**
 * What the rules need to know of a column. The facts of a source are one, and so is a column that was read: both speak
 * of all rows of the source, also of those that a split sets aside or `missing: drop` leaves out. So what is counted
 * depends on no seed, and a check without the rows counts what a training counts.
 */
export type Column = Pick<
  ColumnFacts,
  "name" | "type" | "typeName" | "distinct" | "values" | "min" | "max" | "width" | "whole"
>;

/** `a list`, `text`: as messages say it. */
export const shownType = ({ type, typeName }: Pick<Column, "type" | "typeName">): string => {
  if (type === "list") return "lists";
  if (type === "boolean") return "true and false";
  return type === "text" ? "text" : type === "other" ? `values of type ${typeName ?? "unknown"}` : "numbers";
};
