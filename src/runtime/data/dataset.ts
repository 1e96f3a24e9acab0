/** Row-major numbers; `shape[0]` counts rows. */
export interface NdArray {
  readonly data: Float32Array | Int32Array;
  readonly shape: readonly number[];
}

/** Rows ready for an engine. */
export interface Rows {
  readonly rows: number;
  /** By input name. */
  readonly inputs: Readonly<Record<string, NdArray>>;
  /** By output name; empty when only predictions are wanted. */
  readonly targets: Readonly<Record<string, NdArray>>;
  /** One a row, null: all 1. */
  readonly weights: Float32Array | null;
}

export interface Dataset {
  readonly train: Rows;
  readonly validation: Rows | null;
  readonly test: Rows | null;
  /**
   * Everything fitted on the training rows: plain JSON, kept in the run folder, applied again by evaluate and predict.
   */
  readonly preprocessing: Preprocessing;
  /** SHA-256 of the source's bytes (or of a query's rows), hexadecimal. */
  readonly hash: string;
}

/** Fitted preprocessing. Versioned, because run folders outlive a version of regnet. */
export interface Preprocessing {
  readonly version: 1;
  readonly inputs: Readonly<
    Record<
      string,
      {
        readonly shape: readonly number[];
        readonly dtype: "float32" | "int32";
        readonly columns: readonly FittedColumn[];
      }
    >
  >;
  readonly targets: Readonly<
    Record<
      string,
      {
        readonly encode: "number" | "index" | "onehot";
        readonly columns: readonly string[];
        readonly classes: readonly string[] | null;
      }
    >
  >;
  readonly weight: string | null;
}

export interface FittedColumn {
  readonly name: string;
  readonly encode: "number" | "onehot" | "index";
  /** Categories in the order of their index, null for numbers. */
  readonly vocabulary: readonly string[] | null;
  /** (x - shift) / scale, null: as it is. */
  readonly scaling: { readonly shift: number; readonly scale: number } | null;
  /** What stands for a missing cell, null: missing cells are refused. `drop` was applied before fitting. */
  readonly fill: number | string | null;
  readonly dropMissing: boolean;
  /** Of a column of lists: their length; then each place has its own scaling in `scalings` and `scaling` is null. */
  readonly width?: number;
  readonly scalings?: readonly { readonly shift: number; readonly scale: number }[];
}
