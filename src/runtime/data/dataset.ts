import type { UnknownCells } from "./unknown-cells.js";

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
  /** What validation and test rows hold that no training row taught. */
  readonly untaught?: Untaught;
}

export interface Untaught {
  readonly validation: UnknownCells | null;
  readonly test: UnknownCells | null;
  /** Labels by output. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
}

/**
 * Fitted preprocessing. Versioned, because run folders outlive a version of regnet: in version 1 categories had no
 * place for what training does not know, and indices counted from 0.
 */
export interface Preprocessing {
  readonly version: 1 | 2;
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
        /** A label that is no class. */
        readonly ignored?: number;
      }
    >
  >;
  readonly weight: string | null;
}

export interface FittedColumn {
  readonly name: string;
  readonly encode: "number" | "onehot" | "index";
  /** Categories in the order of their places, null for numbers. */
  readonly vocabulary: readonly string[] | null;
  /**
   * Index of the first category, where those before it are for unknown values; absent: 0, and there is no such place.
   */
  readonly first?: number;
  /** Categories that no training row has: they count as unknown. */
  readonly untrained?: readonly string[];
  /** (x - shift) / scale, null: as it is. */
  readonly scaling: { readonly shift: number; readonly scale: number } | null;
  /** What stands for a missing cell, null: missing cells are refused. `drop` was applied before fitting. */
  readonly fill: number | string | null;
  /**
   * Of numbers without a fill: what stands for a cell that is missing only when the model is used. Of lists: one each.
   */
  readonly unknown?: number | readonly number[];
  readonly dropMissing: boolean;
  /** Of a column of lists: their length; then each place has its own scaling in `scalings` and `scaling` is null. */
  readonly width?: number;
  readonly scalings?: readonly { readonly shift: number; readonly scale: number }[];
}
