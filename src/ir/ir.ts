import type { DType } from "../tensor/ops.js";
import type { Authored } from "./authored.js";
import type { Args, Value, WordCall } from "./value.js";

/**
 * The checked meaning of one file: the public, versioned contract between the compiler and everything that runs.
 * Explicit: every Keras default expanded, every shape inferred, every seed derived, blocks and repeats unrolled. No
 * target has to know a default. Plain JSON; `schema.ts` validates what comes from outside. The version grows when an
 * older file would be misread; a field that may be absent leaves it as it is, so that stored runs stay readable.
 */
export const IR_VERSION = 3;

export interface Ir {
  readonly version: typeof IR_VERSION;
  readonly model: ModelIr;
  readonly data: DataIr | null;
  readonly training: TrainingIr | null;
  /** The seed everything else was derived from: `train { seed: … }`, 0 without. */
  readonly seed: number;
  /** Absent where nothing of it is known: an IR of an earlier version, or one that no spec stands behind. */
  readonly authored?: Authored;
}

export interface ModelIr {
  readonly name: string;
  readonly title: string | null;
  readonly doc: string | null;
  readonly inputs: readonly InputIr[];
  /** What has a name and maybe weights; each once, however often it is applied. In order of first use. */
  readonly layers: readonly LayerIr[];
  /**
   * Applications of layers, in the order in which they run: every input comes first, and state (running averages) goes
   * from a layer's application to its next one. That of the spec; Keras's where a layer with state is applied again.
   */
  readonly nodes: readonly NodeIr[];
  /** Names of results, each a tensor reference. */
  readonly outputs: readonly OutputIr[];
  /**
   * Models and blocks that the spec composed the graph of, outer ones first. Absent: an IR of before they were kept.
   */
  readonly groups?: readonly GroupIr[];
}

/** A model or a block inside the model: its border in the flat graph. */
export interface GroupIr {
  /** A model is one object however often it is used; of a block every use is one of its own. */
  readonly kind: "model" | "block";
  /** What the names of its layers begin with, without the slash; unique. */
  readonly name: string;
  /** The name it is declared under. */
  readonly declared: string;
  /** The group it is used in, null: the model itself. A model used in several places: that of its first use. */
  readonly within: string | null;
  readonly layers: readonly string[];
  readonly uses: readonly GroupUseIr[];
}

export interface GroupUseIr {
  readonly inputs: readonly TensorRef[];
  readonly nodes: readonly string[];
  readonly results: readonly TensorRef[];
}

/** Lengths of a tensor's axes; `null` is the rows of the batch, and any other length that is open. */
export type StoredShape = readonly (number | null)[];

export interface InputIr {
  readonly name: string;
  /** Without the batch. */
  readonly shape: StoredShape;
  readonly dtype: DType;
  readonly doc: string | null;
}

export interface OutputIr {
  /** The Keras name of the layer that makes it: key of per-output losses, metrics and columns. */
  readonly name: string;
  readonly tensor: TensorRef;
  readonly shape: StoredShape;
}

/** The name of an input or of a node; `name:1` for a node's second result. */
export type TensorRef = string;

export interface LayerIr {
  /** Unique; the Keras layer name: as written after `as`, else `dense`, `dense_1`, …; inside blocks `down_2/conv2d`. */
  readonly name: string;
  readonly word: string;
  readonly args: Args;
  readonly trainable: boolean;
  readonly weights: readonly WeightIr[];
  readonly doc: string | null;
  /** Offsets of the statement in the source, null for what was loaded from elsewhere. */
  readonly origin: { readonly start: number; readonly end: number } | null;
  /** Names of arguments that the user wrote (or `defaults` supplied): a readable target prints these. */
  readonly written: readonly string[];
}

export interface WeightIr {
  /** `kernel`, `bias`, `moving_mean`: Keras's name within the layer. Order is Keras's. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly initializer: WordCall;
  /** Derived from the IR's seed and `layer/weight` unless the initializer names its own. */
  readonly seed: number;
  readonly regularizer: WordCall | null;
  readonly constraint: WordCall | null;
  /** False for state such as moving means; a frozen layer's weights keep true and the layer says false. */
  readonly trainable: boolean;
}

export interface NodeIr {
  /** Equal to the layer's name for the first application in the spec, then `name@2`, … */
  readonly name: string;
  readonly layer: string;
  /** All tensors of the call: those without a name first. */
  readonly inputs: readonly TensorRef[];
  /** Which of them are arguments by name (`initial_state=[h, c]`): places in `inputs`. Absent: none. */
  readonly named?: Readonly<Record<string, readonly number[]>>;
  /** Other arguments of the call (after `from`), such as `training: true`. */
  readonly call: Args;
  /** One per result, batch first as null. */
  readonly shapes: readonly StoredShape[];
  /** One per result. */
  readonly dtypes: readonly DType[];
}

export interface TrainingIr {
  /** In the order in which they run, at least one: each goes on with the weights that the one before left. */
  readonly stages: readonly StageIr[];
}

/**
 * One `fit` of a training, with all that holds in it: nothing is inherited. It begins with a new optimizer and new
 * callbacks; numbers of epochs, orders of rows and random draws go on from the stage before.
 */
export interface StageIr {
  /** As events, history and messages call it; null: by its number. */
  readonly name: string | null;
  /** Layers that do not train in it, beside those that never do (`LayerIr.trainable`). */
  readonly frozen: readonly string[];
  readonly optimizer: WordCall;
  /** By output name; null: no loss of its own (penalties only). */
  readonly loss: Readonly<Record<string, WordCall | null>>;
  /** By output name; 1 each unless given. */
  readonly loss_weights: Readonly<Record<string, number>>;
  /** By output name; `name` is the logged name without output prefix and without `val_`. */
  readonly metrics: Readonly<Record<string, readonly MetricIr[]>>;
  /** Class index (as text) → weight; `balanced`: n / (classes · count) measured on the training rows. */
  readonly class_weight: Readonly<Record<string, number>> | "balanced" | null;
  /** Of this stage alone. */
  readonly epochs: number;
  readonly batch_size: number;
  readonly shuffle: boolean;
  readonly steps_per_epoch: number | null;
  readonly validation_freq: number;
  /** In the order written: early_stopping, reduce_lr_on_plateau, … */
  readonly callbacks: readonly WordCall[];
}

export interface MetricIr {
  readonly name: string;
  readonly call: WordCall;
}

export interface DataIr {
  readonly source: SourceIr;
  /** Inputs of the model by name, each fed by these columns, in order. */
  readonly features: readonly FeatureIr[];
  readonly targets: readonly TargetIr[];
  /** How single columns are read; a column without an entry: its type decides. */
  readonly columns: Readonly<Record<string, ColumnIr>>;
  /** Scaling of the numeric features that have no entry of their own. */
  readonly normalize: Normalize;
  /** The column of row weights. */
  readonly weight: string | null;
  readonly test: SplitIr | null;
  /** None, one, or (as folds) several: of these each is a training of its own, from the same beginning. */
  readonly validation: readonly ValidationIr[];
}

export type SourceIr =
  | { readonly format: "csv" | "tsv" | "jsonl" | "parquet"; readonly path: string }
  | { readonly format: "sql"; readonly query: string };

export type Normalize = "none" | "standard" | "minmax";

export interface FeatureIr {
  readonly input: string;
  /**
   * Column names, `*` patterns included; null: every column that is no target, no weight, no feature of another input
   * and does not order the rows.
   */
  readonly columns: readonly string[] | null;
}

export interface TargetIr {
  readonly output: string;
  /** Column names, `*` patterns included. */
  readonly columns: readonly string[];
  /**
   * What the loss needs: a number, the class's index, or one-hot (or the distribution itself, by the columns' number).
   */
  readonly encode: "number" | "index" | "onehot";
  /** Units of the output: what classes are checked against; null when unknown, or where classes have no units. */
  readonly classes: number | null;
  /** A label that is no class: its rows or positions do not count. */
  readonly ignored?: number;
}

export interface ColumnIr {
  readonly missing: "refuse" | "mean" | "median" | "most_frequent" | "drop" | { readonly constant: number | string };
  readonly normalize: Normalize | null;
  /** Text categories: one-hot by default; `index` for embeddings. */
  readonly encode: "onehot" | "index" | null;
}

/** Rows that are set aside to be watched in training. */
export type ValidationIr = SplitIr | FoldIr;

/** One of several disjoint parts of all rows but the test rows, as equal in size as can be. */
export interface FoldIr {
  /** Which part, from 1. */
  readonly fold: number;
  readonly of: number;
  readonly seed: number;
  readonly stratify: boolean;
}

export interface SplitIr {
  /** Of all rows. */
  readonly fraction: number;
  readonly seed: number;
  readonly stratify: boolean;
  /** The last rows by this column (or `order: "row"`: by position) instead of random ones. */
  readonly order: string | null;
}

export type { Args, Value, WordCall };
