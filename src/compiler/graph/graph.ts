import type { LayerWord, WeightSpec } from "../../catalog/word.js";
import type { PartIr } from "../../ir/authored.js";
import type { Args } from "../../ir/value.js";
import type { DType, Shape } from "../../tensor/ops.js";
import type { Statement } from "../../parser/ast.js";
import type { At } from "../report.js";

/**
 * One result in the graph; null shape: not known, because of an error that is reported or of data that are not there.
 */
export interface Tensor {
  readonly from: GraphInput | GraphNode;
  readonly shape: Shape | null;
}

/** The shape of the mask that goes with a tensor. */
export const maskOf = ({ from }: Tensor): Shape | null => (from.is === "node" ? from.mask : null);

export interface GraphInput {
  readonly is: "input";
  readonly name: string;
  readonly shape: Shape | null;
  /** As written, null: what reads it decides. */
  readonly dtype: DType | null;
  readonly doc: string | null;
  readonly at: At;
}

/** What has a name and maybe weights; each once, however often it is applied. */
export interface GraphLayer {
  readonly name: string;
  readonly word: LayerWord;
  readonly args: Args;
  readonly written: readonly string[];
  readonly trainable: boolean;
  readonly doc: string | null;
  readonly statement: Statement;
  readonly at: At;
  /** Null until it is applied to known shapes. */
  weights: readonly WeightSpec[] | null;
  inputShapes: readonly Shape[] | null;
  uses: number;
  /** Its arguments are wrong, which was reported: rules over arguments stay silent. */
  readonly broken: boolean;
}

export interface GraphNode {
  readonly is: "node";
  readonly name: string;
  readonly layer: GraphLayer;
  readonly inputs: readonly Tensor[];
  readonly call: Args;
  readonly shape: Shape | null;
  /** Of the mask that goes with the result; null: none, or not known. */
  readonly mask: Shape | null;
  /** The uses of inner models that it belongs to, the outermost first. */
  readonly uses: readonly ModelUse[];
  readonly at: At;
}

/** One application of a shared model inside another. */
export interface ModelUse {
  readonly is: "use";
  /** The model, which is the same at each of its uses: the folder of its layers' names. */
  readonly model: string;
  /** How many uses it stands in. */
  readonly depth: number;
  readonly inputs: readonly Tensor[];
  /** Known when it has been unrolled. */
  results: readonly Tensor[];
}

/** A documented statement that was unrolled: to the nodes from `first` up to, but without, `end`. */
export interface GraphPart {
  readonly kind: PartIr["kind"];
  readonly name: string | null;
  readonly about: string | null;
  readonly doc: string | null;
  readonly first: number;
  end: number;
}

export interface Output {
  readonly name: string;
  readonly tensor: Tensor;
  readonly at: At;
}

/** A root model with everything unrolled. */
export interface Graph {
  readonly name: string;
  readonly title: string | null;
  readonly doc: string | null;
  readonly at: At;
  readonly inputs: readonly GraphInput[];
  readonly layers: readonly GraphLayer[];
  readonly nodes: readonly GraphNode[];
  readonly outputs: readonly Output[];
  readonly parts: readonly GraphPart[];
}

/** `[none, 28, 28, 1]` as people write it; the rows of the batch are left out. */
export const showShape = (shape: Shape): string =>
  `[${shape
    .slice(1)
    .map((d) => d ?? "none")
    .join(", ")}]`;
