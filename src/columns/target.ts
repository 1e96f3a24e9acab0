import { COUNTED } from "../ir/data-facts.js";
import type { TargetIr, StoredShape } from "../ir/ir.js";
import { sortCategories } from "./categories.js";
import { shownType, type Column } from "./column.js";
import { countsFor, layOut } from "./lay-out.js";
import { problem, type Problem } from "./problem.js";

/** What an output wants of its columns. */
export interface TargetWish {
  readonly output: string;
  readonly encode: TargetIr["encode"];
  /** Classes that the output tells apart; null: as many as there are. */
  readonly classes: number | null;
  /** A label that is no class, and whose rows the loss leaves out. */
  readonly ignored: number | null;
  /** Of the output, without rows; null: not known. */
  readonly shape: StoredShape | null;
}

export interface TargetPlan {
  /** As the numbers are prepared: `onehot` is a number where the columns are the distribution itself. */
  readonly encode: TargetIr["encode"];
  /**
   * Text labels in the order of their indices; null: numbers, which name their own index, and labels beyond counting.
   */
  readonly labels: readonly string[] | null;
}

/**
 * How the columns of a target become what a loss compares with its output. Their numbers (of a list column its
 * elements) are laid out row-major in the output's shape:
 *
 * - `number`: one for each number of the output;
 * - `index`: one label for each position, which is the output's shape without its last axis, the classes;
 * - `onehot`: one label for each position, or else the distribution itself, one number for each of the output.
 *
 * Labels that are text are numbered in sorted order, all columns together; where a loss wants numbers, two of them are
 * 0 and 1. Labels that are numbers are indices as they are.
 */
export function planTarget(wish: TargetWish, columns: readonly Column[]): TargetPlan | Problem {
  const { output } = wish;
  const other = columns.find(({ type }) => type === "other");
  if (other) return problem("data/column-type", { column: other.name, type: shownType(other), use: "a target" });
  const uneven = columns.find((column) => column.type === "list" && column.width == null);
  if (uneven) return problem("data/list-length", { column: uneven.name });
  const texts = columns.filter(({ type }) => type === "text");
  const column = named(columns);
  if (texts.length > 0 && texts.length < columns.length) return problem("data/mixed-target", { column, output });
  const isText = texts.length > 0;
  const encode = encodeOf(wish, columns, isText);
  if (typeof encode !== "string") return encode;
  if (isText) return textPlan({ ...wish, encode }, columns);
  const outside = encode === "number" ? null : labelFault(wish, columns);
  return outside ?? { encode, labels: null };
}

/**
 * The shape of one row of a target: where what it holds does not fill the output's shape, one flat row.
 * @param each numbers of a one-hot label
 */
export function targetShape(
  encode: TargetIr["encode"],
  shape: StoredShape | null,
  cells: number,
  each: number,
): readonly number[] {
  if (encode === "number") return (shape && layOut(shape, cells)) ?? [cells];
  const positions = shape && layOut(shape.slice(0, -1), cells);
  return positions ? [...positions, each] : [cells * each];
}

/** How many numbers or labels a row of the columns holds. */
const cellsOf = (columns: readonly Column[]): number =>
  columns.reduce((sum, { type, width }) => sum + (type === "list" ? width! : 1), 0);

const named = (columns: readonly Column[]): string =>
  columns.length > 3 ? `${columns[0]!.name}, … ${columns.at(-1)!.name}` : columns.map(({ name }) => name).join(", ");

/** What the columns can be to the output by their number. */
function encodeOf(
  { encode, shape, output }: TargetWish,
  columns: readonly Column[],
  isText: boolean,
): TargetIr["encode"] | Problem {
  const cells = cellsOf(columns);
  if (shape === null) return encode === "onehot" && columns.length > 1 && !isText ? "number" : encode;
  const positions = shape.slice(0, -1);
  const [whole, labels] = [layOut(shape, cells) !== null, layOut(positions, cells) !== null];
  if (encode === "number" ? whole : labels) return encode;
  if (encode === "onehot" && whole && !isText) return "number";
  const label = `${countsFor(positions)} ${countsFor(positions) === "1" ? "label" : "labels"}`;
  const numbers = `${countsFor(shape)} ${countsFor(shape) === "1" ? "number" : "numbers"}`;
  const fits = encode === "number" ? numbers : encode === "index" || isText ? label : `${label} or ${numbers}`;
  return problem("data/target-width", {
    column: named(columns),
    columns: columns.length,
    found: cells,
    output,
    shape,
    fits,
  });
}

function textPlan({ encode, classes, output }: TargetWish, columns: readonly Column[]): TargetPlan | Problem {
  const column = named(columns);
  const labels = unionOf(columns);
  if (encode === "number") {
    if (labels?.length === 2) return { encode, labels };
    const there = labels?.length === 1 ? `there is one: ${labels[0]!}` : `there are ${labels?.length ?? "very many"}`;
    return problem("data/not-numbers", { column, what: `the loss of ${output}`, or: `two labels (${there})` });
  }
  // One unit that a loss without classes reads tells two apart.
  const most = classes === null ? Infinity : Math.max(2, classes);
  if (labels === null ? most <= COUNTED : labels.length > most)
    return problem("data/classes", { column, found: labels?.length ?? `more than ${COUNTED}`, units: most, output });
  return { encode, labels };
}

/** The labels of all columns together; null: more than were counted. */
function unionOf(columns: readonly Column[]): readonly string[] | null {
  if (columns.some(({ values }) => values === null)) return null;
  return columns.length === 1
    ? columns[0]!.values
    : sortCategories([...new Set(columns.flatMap(({ values }) => values!))]);
}

/** The first column with a number that is no class. */
function labelFault({ classes, ignored, output }: TargetWish, columns: readonly Column[]): Problem | null {
  const most = classes === null ? null : Math.max(2, classes);
  for (const column of columns) {
    const range = labelRange(column, ignored);
    if (range === null) continue;
    const { min, max, whole } = range;
    const found = !whole
      ? "numbers that are not whole"
      : min < 0 || (most !== null && max >= most)
        ? `${min} to ${max}`
        : null;
    if (found !== null) return problem("data/label-range", { column: column.name, found, classes: most, output });
  }
  return null;
}

/** What the labels of a column span, without the ignored one; null: not known, or none. */
export function labelRange(
  { type, values, min, max, whole }: Column,
  ignored: number | null,
): { readonly min: number; readonly max: number; readonly whole: boolean } | null {
  if (type === "boolean") return { min: 0, max: 1, whole: true };
  if (values !== null) {
    const numbers = values.map(Number).filter((x) => x !== ignored);
    if (numbers.length === 0) return null;
    return {
      min: numbers.reduce((a, b) => Math.min(a, b)),
      max: numbers.reduce((a, b) => Math.max(a, b)),
      whole: numbers.every(Number.isInteger),
    };
  }
  if (min === null || max === null || ignored === min || ignored === max) return null;
  return { min, max, whole: type === "list" ? whole === true : type === "integer" };
}
