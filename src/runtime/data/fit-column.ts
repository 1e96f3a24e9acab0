import type { ColumnIr, Normalize } from "../../ir/ir.js";
import { cellFault } from "./cell-fault.js";
import type { FittedColumn } from "./dataset.js";
import { fail } from "./fail.js";
import { isMissing, type NumberColumn, type RawColumn, type TextColumn } from "./raw-column.js";
import { scalingOf } from "./scaling.js";
import { vocabularyOf, sortCategories } from "./vocabulary.js";

/** One-hot columns wider than this are identifiers, not categories. */
export const ONE_HOT_LIMIT = 10_000;

export interface FitOptions {
  readonly file: string;
  readonly ir: ColumnIr | undefined;
  /** Of columns without an entry of their own. */
  readonly normalize: Normalize;
  /** int32 inputs take indices: never scaled, text is indexed unless said otherwise. */
  readonly dtype: "float32" | "int32";
}

/** Learns how a feature column is encoded, from the training rows alone. @throws Failure, CellFault */
export function fitColumn(raw: RawColumn, train: Int32Array, options: FitOptions): FittedColumn {
  const missing = options.ir?.missing ?? "refuse";
  const normalize = options.dtype === "int32" ? "none" : (options.ir?.normalize ?? options.normalize);
  const base = { name: raw.name, vocabulary: null, scaling: null, fill: null, dropMissing: missing === "drop" };
  if (missing === "refuse") refuseMissing(raw);
  if (raw.kind === "text") return { ...base, ...fitText(raw, train, options) };
  if (raw.kind === "vector") {
    if (missing !== "refuse" && missing !== "drop")
      throw notFor(options.file, raw, "a list to impute (write `missing: drop`)");
    const scalings = Array.from({ length: raw.width }, (_, k) =>
      scalingOf(normalize, train, { values: raw.values, stride: raw.width, offset: k, fill: NaN }),
    );
    const each = scalings.filter((s) => s !== null);
    return { ...base, encode: "number", width: raw.width, ...(each.length > 0 ? { scalings: each } : {}) };
  }
  const fill = missing === "refuse" || missing === "drop" ? null : fillNumber(raw, train, missing, options.file);
  return {
    ...base,
    encode: "number",
    fill,
    scaling: scalingOf(normalize, train, { values: raw.values, stride: 1, offset: 0, fill: fill ?? NaN }),
  };
}

function hasNaN(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (values[i] !== values[i]) return true;
  return false;
}

const notFor = (file: string, raw: RawColumn, use: string) =>
  fail("data-file/column-type", { file, column: raw.name, type: raw.kind === "vector" ? "list" : raw.kind, use });

/** Reports the first missing cell of the whole column. */
export function refuseMissing(raw: RawColumn): void {
  const rows =
    raw.kind === "text"
      ? raw.codes.length
      : raw.kind === "number"
        ? raw.values.length
        : raw.values.length / Math.max(1, raw.width);
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
  if (typeof missing === "object") {
    if (typeof missing.constant === "number") return missing.constant;
    throw notFor(file, raw, `text "${missing.constant}", which \`missing:\` names`);
  }
  const present = Float64Array.from(train, (row) => raw.values[row]!)
    .filter((x) => !Number.isNaN(x))
    .sort();
  const n = present.length;
  if (n === 0)
    throw notFor(file, raw, `a feature: its training rows have no value to take the ${missing.replace("_", " ")} of`);
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

function fitText(
  raw: TextColumn,
  train: Int32Array,
  { file, ir, dtype }: FitOptions,
): Pick<FittedColumn, "encode" | "vocabulary" | "fill"> {
  const encode = ir?.encode ?? (dtype === "int32" ? "index" : "onehot");
  const missing = ir?.missing ?? "refuse";
  let vocabulary = vocabularyOf(raw, train);
  let fill: string | null = null;
  if (typeof missing === "object") {
    fill = String(missing.constant);
    if (!vocabulary.includes(fill)) vocabulary = sortCategories([...vocabulary, fill]);
  } else if (missing === "most_frequent") fill = mostFrequent(raw, train, vocabulary, file);
  else if (missing === "mean" || missing === "median")
    throw notFor(file, raw, `numbers, which \`missing: ${missing}\` needs`);
  if (encode === "onehot" && vocabulary.length > ONE_HOT_LIMIT)
    throw fail("data-file/too-many-categories", {
      file,
      column: raw.name,
      count: vocabulary.length,
      limit: ONE_HOT_LIMIT,
    });
  return { encode, vocabulary, fill };
}

function mostFrequent(raw: TextColumn, train: Int32Array, vocabulary: readonly string[], file: string): string {
  const counts = new Map<string, number>();
  for (const row of train) {
    const text = raw.dictionary[raw.codes[row]!];
    if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const best = vocabulary.reduce<string | null>(
    (a, b) => (a === null || counts.get(b)! > counts.get(a)! ? b : a),
    null,
  );
  if (best === null) throw notFor(file, raw, "a feature: its training rows have no value");
  return best;
}
