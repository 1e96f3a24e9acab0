import { placeIn } from "../../columns/categories.js";
import type { Column } from "../../columns/column.js";
import { encodedAs, UNKNOWN_INDEX, type Encoded } from "../../columns/encoded.js";
import { isProblem } from "../../columns/problem.js";
import type { ColumnIr, Normalize } from "../../ir/ir.js";
import { cellFault } from "./cell-fault.js";
import type { FittedColumn } from "./dataset.js";
import { fail, failureOf } from "./fail.js";
import {
  isMissing,
  rowsOf,
  type NumberColumn,
  type RawColumn,
  type TextColumn,
  type VectorColumn,
} from "./raw-column.js";
import { meanOf, scalingOf } from "./scaling.js";

export interface FitOptions {
  readonly file: string;
  /** The column as the rules see it. */
  readonly column: Column;
  readonly ir: ColumnIr | undefined;
  /** Of columns without an entry of their own. */
  readonly normalize: Normalize;
  /** int32 inputs take indices: never scaled, text is indexed unless said otherwise. */
  readonly dtype: "float32" | "int32";
}

/**
 * Learns how a feature column is encoded. Which categories there are, all rows say; what they and the numbers are like,
 * the training rows alone. @throws Failure, CellFault
 */
export function fitColumn(raw: RawColumn, train: Int32Array, options: FitOptions): FittedColumn {
  const encoded = encodedAs(options.column, options.ir, options.dtype);
  if (isProblem(encoded)) throw failureOf(encoded, options.file);
  const missing = options.ir?.missing ?? "refuse";
  if (missing === "refuse") refuseMissing(raw);
  const base = { name: raw.name, vocabulary: null, scaling: null, fill: null, dropMissing: missing === "drop" };
  if (raw.kind === "text") return { ...base, ...fitCategories(raw, train, encoded, options) };
  const normalize = options.dtype === "int32" ? "none" : (options.ir?.normalize ?? options.normalize);
  return raw.kind === "vector"
    ? { ...base, ...fitVectors(raw, train, normalize, options.dtype) }
    : { ...base, ...fitNumbers(raw, train, normalize, options) };
}

/** What stands for a cell that is missing only later: the mean; of indices the place of unknown values. */
const standIn = (dtype: "float32" | "int32", mean: () => number): number =>
  dtype === "int32" ? UNKNOWN_INDEX : mean();

function fitVectors(
  { values, width }: VectorColumn,
  train: Int32Array,
  normalize: Normalize,
  dtype: "float32" | "int32",
): Pick<FittedColumn, "encode" | "width" | "scalings" | "unknown"> {
  const places = Array.from({ length: width }, (_, offset) => ({ values, stride: width, offset, fill: NaN }));
  const scalings = places.map((place) => scalingOf(normalize, train, place)).filter((s) => s !== null);
  const unknown = places.map((place) => standIn(dtype, () => meanOf(train, place)));
  return { encode: "number", width, unknown, ...(scalings.length > 0 ? { scalings } : {}) };
}

function fitNumbers(
  raw: NumberColumn,
  train: Int32Array,
  normalize: Normalize,
  { ir, dtype, file }: FitOptions,
): Pick<FittedColumn, "encode" | "fill" | "scaling" | "unknown"> {
  const missing = ir?.missing ?? "refuse";
  const fill = missing === "refuse" || missing === "drop" ? null : fillNumber(raw, train, missing, file);
  const numbers = { values: raw.values, stride: 1, offset: 0, fill: fill ?? NaN };
  const scaling = scalingOf(normalize, train, numbers);
  if (fill !== null || missing === "drop") return { encode: "number", fill, scaling };
  const mean = (): number => (normalize === "standard" ? scaling!.shift : meanOf(train, numbers));
  return { encode: "number", fill, scaling, unknown: standIn(dtype, mean) };
}

function hasNaN(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (values[i] !== values[i]) return true;
  return false;
}

/** Reports the first missing cell of the whole column. */
export function refuseMissing(raw: RawColumn): void {
  const rows = rowsOf(raw);
  if (raw.kind === "number" && !hasNaN(raw.values)) return;
  let count = 0;
  let first = -1;
  for (let row = 0; row < rows; row++) {
    if (!isMissing(raw, row)) continue;
    if (count++ === 0) first = row;
  }
  if (count > 0)
    throw cellFault(
      "data-file/missing-value",
      first,
      { column: raw.name, count, rows },
      `column ${raw.name} { missing: … }`,
    );
}

function fillNumber(
  raw: NumberColumn,
  train: Int32Array,
  missing: Exclude<ColumnIr["missing"], "refuse" | "drop">,
  file: string,
): number {
  if (typeof missing === "object") return Number(missing.constant);
  const present = Float64Array.from(train, (row) => raw.values[row]!)
    .filter((x) => !Number.isNaN(x))
    .sort();
  const n = present.length;
  if (n === 0) throw noValue(file, raw, missing.replace("_", " "));
  if (missing === "mean") return present.reduce((sum, x) => sum + x, 0) / n;
  if (missing === "median") return (present[(n - 1) >> 1]! + present[n >> 1]!) / 2;
  let best = present[0]!;
  let bestCount = 0;
  for (let i = 0, start = 0; i < n; i++) {
    if (present[i] !== present[start]) start = i;
    if (i - start + 1 > bestCount) [best, bestCount] = [present[i]!, i - start + 1];
  }
  return best;
}

const noValue = (file: string, raw: RawColumn, statistic: string) =>
  fail("data-file/column-type", {
    file,
    column: raw.name,
    type: raw.kind,
    use: `a feature: its training rows have no value to take the ${statistic} of`,
  });

function fitCategories(
  raw: TextColumn,
  train: Int32Array,
  { encode, categories }: Encoded,
  { file, ir }: FitOptions,
): Pick<FittedColumn, "encode" | "vocabulary" | "first" | "untrained" | "fill"> {
  const missing = ir?.missing ?? "refuse";
  const places = new Map(categories!.map((text, i) => [text, i] as const));
  const placeOf = Int32Array.from(raw.dictionary, (text) => placeIn(places, text));
  const counts = new Float64Array(categories!.length);
  let gaps = 0;
  for (let i = 0; i < train.length; i++) {
    const code = raw.codes[train[i]!]!;
    if (code < 0) gaps++;
    else counts[placeOf[code]!]!++;
  }
  const fill =
    typeof missing === "object"
      ? String(missing.constant)
      : missing === "most_frequent"
        ? categories![mostFrequent(counts, () => noValue(file, raw, "most frequent"))]!
        : null;
  const untrained = categories!.filter((text, i) => counts[i] === 0 && !(text === fill && gaps > 0));
  return {
    encode,
    vocabulary: categories,
    fill,
    ...(encode === "index" && { first: UNKNOWN_INDEX + 1 }),
    ...(untrained.length > 0 && { untrained }),
  };
}

/** The place of the first of the most frequent. */
function mostFrequent(counts: Float64Array, none: () => Error): number {
  const best = counts.indexOf(counts.reduce((a, b) => Math.max(a, b), 0));
  if (best < 0 || counts[best] === 0) throw none();
  return best;
}
