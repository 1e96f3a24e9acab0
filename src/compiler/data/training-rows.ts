import { partSizes } from "../../columns/parts.js";
import { measureKey, type DataFacts, type Measure } from "../../ir/data-facts.js";
import { isUnsure } from "../section.js";
import type { DataSection } from "./section.js";

/** What the data are asked where their facts do not tell. */
export const ROWS: Measure = { of: "rows", column: null, value: null };

/**
 * Whether the rows of the parts can be told: what is wrong with a split was reported, and one that is measured is not
 * known yet.
 */
export const knowsParts = ({ section }: DataSection): boolean =>
  (["test", "validation"] as const).every(
    (part) => !isUnsure(section, part) && ["known", "absent"].includes(section.bound.stateOf(part)),
  );

/**
 * Rows that remain for training, counted as the training does: rows are dropped first, and all fractions are of those
 * left. Null: not known.
 */
export function trainingRows(facts: DataFacts, d: DataSection): number | null {
  if (!knowsParts(d)) return null;
  const rows = usableRows(facts, d);
  return rows === null ? (facts.measured?.[measureKey(ROWS)] ?? null) : partSizes(rows, d).train;
}

/** Rows that no `missing: drop` takes away. Null: two columns may lack the same rows. */
export function usableRows({ rows, columns }: DataFacts, d: DataSection): number | null {
  const dropping = columns.filter((c) => d.columns.get(c.name)?.ir.missing === "drop" && c.missing > 0);
  return dropping.length > 1 ? null : rows - (dropping[0]?.missing ?? 0);
}
