import type { ColumnIr } from "../ir/ir.js";
import { categoriesOf, ONE_HOT_LIMIT } from "./categories.js";
import { shownType, type Column } from "./column.js";
import { isProblem, problem, type Problem } from "./problem.js";

/** How a feature column becomes numbers. */
export interface Encoded {
  readonly encode: "number" | "onehot" | "index";
  /** In the order of their places; null for numbers, and where there are more than were counted. */
  readonly categories: readonly string[] | null;
  /** How many numbers a row of it becomes; null: not known. */
  readonly width: number | null;
}

/** The place of values that training does not know among the indices of categories, as Keras's StringLookup has it. */
export const UNKNOWN_INDEX = 0;

/**
 * What becomes of a feature column, by its type and what the spec says of it. Categories have one place each; a value
 * that is none of them is all zeros where they are one-hot (it then speaks for no category), and has the index 0 where
 * they are indices (the categories count from 1). `dtype`: of the input, null where that is not known yet. An input of
 * whole numbers takes text as indices.
 */
export function encodedAs(
  column: Column,
  ir: ColumnIr | undefined,
  dtype: "float32" | "int32" | null,
): Encoded | Problem {
  const { name, type } = column;
  const refused = (use: string): Problem => problem("data/column-type", { column: name, type: shownType(column), use });
  const missing = ir?.missing ?? "refuse";
  if (type === "other") return refused("a feature");
  if (type === "list") {
    if (ir?.encode) return refused("categories");
    if (missing !== "refuse" && missing !== "drop") return refused("something to impute (write `missing: drop`)");
    if (column.width == null) return problem("data/list-length", { column: name });
    return { encode: "number", categories: null, width: column.width };
  }
  const encode = ir?.encode ?? (type === "text" ? (dtype === "int32" ? "index" : "onehot") : "number");
  if (encode === "number") {
    if (typeof missing === "object" && typeof missing.constant === "string")
      return refused(`the text "${missing.constant}", which \`missing:\` names`);
    return { encode, categories: null, width: 1 };
  }
  if (missing === "mean" || missing === "median")
    return problem("data/not-numbers", { column: name, what: `missing: ${missing}` });
  const categories = categoriesOf(column, ir);
  if (encode === "onehot" && (categories === null || categories.length > ONE_HOT_LIMIT))
    return problem("data/too-many-categories", {
      column: name,
      count: categories?.length ?? null,
      limit: ONE_HOT_LIMIT,
    });
  return { encode, categories, width: encode === "onehot" ? categories!.length : 1 };
}

/** The numbers a row of some columns has together; null: one is not known, or is no feature. */
export function widthOf(
  columns: readonly Column[],
  irOf: (name: string) => ColumnIr | undefined,
  dtype: "float32" | "int32" | null,
): number | null {
  let sum = 0;
  for (const column of columns) {
    const encoded = encodedAs(column, irOf(column.name), dtype);
    if (isProblem(encoded) || encoded.width === null) return null;
    sum += encoded.width;
  }
  return sum;
}
