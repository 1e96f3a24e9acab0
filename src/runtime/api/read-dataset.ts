import type * as tf from "@tensorflow/tfjs";
import type { ColumnIr, DataIr, FoldIr, Normalize, OutputIr, SourceIr, SplitIr, TargetIr } from "../../ir/ir.js";
import type { DType } from "../../tensor/ops.js";
import type { Dataset } from "../data/dataset.js";
import { loadDataset } from "../data/load-dataset.js";
import { sourceOfPath } from "../data/open-source.js";

/** What an output is trained towards. */
export interface TargetOptions {
  /** One column, or several in the order of the output's units. */
  readonly column: string | readonly string[];
  /** As a number (the default), as the class's index, or one-hot. */
  readonly encode?: TargetIr["encode"];
  /**
   * How many classes the output tells apart: more in the data are an error. Default, of encoded targets: the output's
   * units.
   */
  readonly classes?: number | null;
}

export interface SplitOptions {
  /** Of all rows. */
  readonly fraction: number;
  /** Draws the rows. Default 0. */
  readonly seed?: number;
  /** Keeps each class's share. */
  readonly stratify?: boolean;
  /** The last rows by this column (`row`: by position) instead of random ones. */
  readonly order?: string;
}

/** One of several disjoint parts of all rows but the test rows, as equal in size as can be. */
export interface FoldOptions {
  /** Which part, from 1. */
  readonly fold: number;
  readonly of: number;
  /** Draws the rows: folds of one seed belong together. Default 0. */
  readonly seed?: number;
  /** Keeps each class's share. */
  readonly stratify?: boolean;
}

/** A `data` block as code writes it; defaults as there. */
export interface DatasetOptions {
  /** Where relative paths start, and the one folder that is read from. */
  readonly folder: string;
  /** A csv, tsv, jsonl or parquet file, or a query. */
  readonly source: string | { readonly sql: string };
  /** Of a model with one output: a column is read as numbers. */
  readonly target?: string | TargetOptions;
  /** By output name. */
  readonly targets?: Readonly<Record<string, string | TargetOptions>>;
  /**
   * Column names, `*` patterns included; by input name where there are several. Without it every column that is left.
   */
  readonly features?: readonly string[] | Readonly<Record<string, readonly string[]>>;
  readonly columns?: Readonly<Record<string, Partial<ColumnIr>>>;
  /** Scaling of numeric features, fitted on the training rows. Default "none". */
  readonly normalize?: Normalize;
  /** Column of row weights. */
  readonly weight?: string;
  /** Drawn first. */
  readonly test?: SplitOptions;
  readonly validation?: SplitOptions | FoldOptions;
}

/**
 * Reads the rows for a model, splits them and fits the preprocessing on the training rows.
 * @throws Failure naming file, row and column of what is wrong
 */
export function readDataset(model: tf.LayersModel, options: DatasetOptions): Promise<Dataset> {
  const inputs = model.inputs.map((input) => ({
    name: input.sourceLayer.name,
    shape: input.shape.slice(1),
    dtype: input.dtype as DType,
    doc: null,
  }));
  const outputs = model.outputs.map((output) => ({
    name: output.sourceLayer.name,
    tensor: output.sourceLayer.name,
    shape: output.shape,
  }));
  return loadDataset(
    dataOf(
      options,
      inputs.map((input) => input.name),
      outputs,
    ),
    { inputs, outputs },
    { baseDir: options.folder },
  );
}

/** The options as the IR says them. */
function dataOf(options: DatasetOptions, inputs: readonly string[], outputs: readonly OutputIr[]): DataIr {
  const {
    source,
    target,
    targets = {},
    features,
    columns = {},
    normalize = "none",
    weight = null,
    test,
    validation,
  } = options;
  const names = outputs.map((output) => output.name);
  const byOutput = target === undefined ? targets : { ...targets, [only("target", names)]: target };
  const byInput =
    features === undefined || isList(features) ? { [only("features", inputs)]: features ?? null } : features;
  return {
    source:
      typeof source === "string" ? sourceOfPath(source) : ({ format: "sql", query: source.sql } satisfies SourceIr),
    features: Object.entries(byInput).map(([input, names]) => ({ input, columns: names })),
    targets: Object.entries(byOutput).map(([name, given]) => {
      const output = outputs.find((o) => o.name === name);
      if (!output) throw new TypeError(`the model has no output named ${name}; it has ${names.join(", ")}`);
      return targetOf(output, given);
    }),
    columns: Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [
        name,
        { missing: "refuse", normalize: null, encode: null, ...column } satisfies ColumnIr,
      ]),
    ),
    normalize,
    weight,
    test: test ? splitOf(test) : null,
    validation: validation ? ["fold" in validation ? foldOf(validation) : splitOf(validation)] : [],
  };
}

function targetOf({ name, shape }: OutputIr, given: string | TargetOptions): TargetIr {
  const { column, encode = "number", classes } = typeof given === "string" ? { column: given } : given;
  const units = encode === "number" ? null : (shape.at(-1) ?? null);
  return {
    output: name,
    columns: typeof column === "string" ? [column] : column,
    encode,
    classes: classes === undefined ? units : classes,
  };
}

const splitOf = ({ fraction, seed = 0, stratify = false, order }: SplitOptions): SplitIr => ({
  fraction,
  seed,
  stratify,
  order: order ?? null,
});

/** @throws RangeError for a part that is not there */
function foldOf({ fold, of, seed = 0, stratify = false }: FoldOptions): FoldIr {
  if (!(Number.isInteger(of) && of >= 2 && Number.isInteger(fold) && fold >= 1 && fold <= of))
    throw new RangeError(`there is no fold ${fold} of ${of}: folds count from 1, and there are at least 2`);
  return { fold, of, seed, stratify };
}

const isList = (features: NonNullable<DatasetOptions["features"]>): features is readonly string[] =>
  Array.isArray(features);

/** The one name that an option without names can mean. */
function only(option: string, names: readonly string[]): string {
  if (names.length === 1) return names[0]!;
  const by = option === "target" ? "targets" : option;
  throw new TypeError(`say ${by} by name: the model has ${names.join(", ")}`);
}
