import { isProblem } from "../../columns/problem.js";
import { planTarget } from "../../columns/target.js";
import type { Column } from "../../columns/column.js";
import type { TargetIr, StoredShape } from "../../ir/ir.js";
import { cellFault } from "./cell-fault.js";
import type { Preprocessing } from "./dataset.js";
import { failureOf, fail } from "./fail.js";
import type { RawColumn } from "./raw-column.js";

export type FittedTarget = Preprocessing["targets"][string];

/** More class indices than any output has units for. */
const MOST_CLASSES = 1e7;

/** Numeric labels name their own index: `0`, `1`, … */
export const isIndexClasses = (classes: readonly string[]): boolean => classes.every((label, i) => label === String(i));

/** One target's columns: as read, and as the rules see them. */
export interface ReadTarget {
  readonly raws: readonly RawColumn[];
  readonly columns: readonly Column[];
}

/**
 * Finds how a target is encoded and which classes it has, from all rows: text labels in sorted order, numeric labels as
 * the indices they are. `shape`: of the output without rows, null where it is not known.
 * @throws Failure when the columns do not fit the output; CellFault for a label that is no class
 */
export function fitTarget(
  target: TargetIr,
  { raws, columns }: ReadTarget,
  shape: StoredShape | null,
  file: string,
): FittedTarget {
  const plan = planTarget({ ...target, ignored: target.ignored ?? null, shape }, columns);
  if (isProblem(plan)) throw failureOf(plan, file);
  const fitted = {
    encode: plan.encode,
    columns: raws.map(({ name }) => name),
    ...(target.ignored !== undefined && { ignored: target.ignored }),
  };
  if (plan.encode === "number") return { ...fitted, classes: plan.labels };
  const units = plan.encode === "onehot" ? Math.max(target.classes ?? 0, shape?.at(-1) ?? 0) : 0;
  if (plan.labels !== null) return { ...fitted, classes: padded(plan.labels, units) };
  const most = target.classes === null ? null : Math.max(2, target.classes);
  const count = most ?? highestLabel(raws, target.ignored) + 1;
  if (count > MOST_CLASSES) {
    const column = fitted.columns.join(", ");
    const params = { file, column, found: `a label of ${count - 1}`, expected: "class indices below ten million" };
    throw fail("data-file/class-count", params);
  }
  for (const raw of raws) requireLabels(raw, count, target.ignored);
  return { ...fitted, classes: Array.from({ length: Math.max(count, units) }, (_, i) => String(i)) };
}

function highestLabel(raws: readonly RawColumn[], ignored: number | undefined): number {
  let highest = -1;
  for (const raw of raws)
    if (raw.kind !== "text") for (const x of raw.values) if (x > highest && x !== ignored) highest = Math.floor(x);
  return highest;
}

/**
 * Every label of the source is a class, that of a row which is left out too: a check without the rows sees no
 * difference.
 */
function requireLabels(raw: RawColumn, classes: number, ignored: number | undefined): void {
  if (raw.kind === "text") return;
  const width = raw.kind === "vector" ? raw.width : 1;
  for (let i = 0; i < raw.values.length; i++) {
    const label = raw.values[i]!;
    if (label !== label || label === ignored || (label >= 0 && label < classes && Number.isInteger(label))) continue;
    const params = { column: raw.name, value: String(label), classes };
    throw cellFault("data-file/label-range", Math.floor(i / width), params);
  }
}

/** One-hot rows are as wide as the output, also when a label is not in the data. */
const padded = (classes: readonly string[], units: number): readonly string[] =>
  classes.length >= units
    ? classes
    : [...classes, ...Array.from({ length: units - classes.length }, (_, i) => `(unused ${i})`)];
