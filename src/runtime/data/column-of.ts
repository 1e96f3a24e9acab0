import { plainNumbers, sortCategories } from "../../columns/categories.js";
import type { Column } from "../../columns/column.js";
import type { RawColumn } from "./raw-column.js";
import type { SourceColumn } from "./source-table.js";

/**
 * A column that was read, as the rules over columns see it; the same numbers as its facts. Values are gathered when
 * they are asked for. Of numbers only the type is told: what is wrong with one of them, the row says that holds it.
 */
export function columnOf(raw: RawColumn, source: Pick<SourceColumn, "type" | "typeName">): Column {
  const { name } = raw;
  const unknown = { name, typeName: source.typeName, distinct: null, values: null, min: null, max: null };
  if (raw.kind === "vector") return { ...unknown, type: "list", width: raw.width };
  if (raw.kind === "number") return { ...unknown, type: source.type === "boolean" ? "boolean" : "number" };
  const isNumber = source.type === "number";
  let sorted: readonly string[] | undefined;
  const values = () => (sorted ??= sortCategories(isNumber ? plainNumbers(raw.dictionary) : raw.dictionary));
  return {
    ...unknown,
    type: isNumber || source.type === "boolean" ? source.type : "text",
    get values() {
      return values();
    },
    get distinct() {
      return values().length;
    },
  };
}
