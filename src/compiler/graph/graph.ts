import type { LayerWord, WeightSpec } from "../../catalog/word.js";
import type { PartIr } from "../../ir/authored.js";
import type { GroupIr, NodeIr } from "../../ir/ir.js";
import type { Args } from "../../ir/value.js";
import type { DType, Shape } from "../../tensor/ops.js";
import type { Statement } from "../../parser/ast.js";
import type { At } from "../report.js";
import { anyShape, certain, type Possible } from "./possible.js";

/**
 * One result in the graph; null shape: not known, because of an error that is reported or of data that are not there.
 */
export interface GraphResult {
  readonly from: GraphInput | GraphNode;
  /** Which of its results, from 0. */
  readonly index: number;
  readonly shape: Shape | null;
  /** Where the shape is not known; absent: nothing is. */
  readonly possible?: Possible;
}

/** The only or first result of something. */
export const firstOf = (from: GraphResult["from"], shape: Shape | null): GraphResult => ({ from, index: 0, shape });

export const possibleShapes = ({ shape, possible }: GraphResult): Possible =>
  shape ? [shape] : (possible ?? anyShape);

/** A tensor that has one of these shapes. */
export function withPossible({ from, index }: GraphResult, possible: Possible): GraphResult {
  const shape = certain(possible);
  return shape ? { from, index, shape } : { from, index, shape, possible };
}

/** Stands for what could not be made: why was reported. */
const NOTHING = "?";

export const nothingAt = (at: At): GraphInput => ({
  is: "input",
  name: NOTHING,
  shape: null,
  dtype: null,
  doc: null,
  at,
});

export const isNothing = (from: GraphResult["from"]): boolean => from.is === "input" && from.name === NOTHING;

/** The shape of the mask that goes with a tensor. */
export const maskOf = ({ from, index }: GraphResult): Shape | null =>
  from.is === "node" ? (from.masks[index] ?? null) : null;

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
  /** Some of its arguments are wrong, which was reported, or not known: those are absent, and advice is not given. */
  readonly broken: boolean;
}

/** Elements of the weights of layers. */
export const parametersOf = (layers: readonly GraphLayer[]): number =>
  layers
    .flatMap(({ weights }) => weights ?? [])
    .reduce((sum, { shape }) => sum + shape.reduce((n, length) => n * length, 1), 0);

export interface GraphNode {
  readonly is: "node";
  readonly name: string;
  readonly layer: GraphLayer;
  readonly inputs: readonly GraphResult[];
  /** Places in `inputs` of the tensors that are arguments by name; null: none is. */
  readonly named: NonNullable<NodeIr["named"]> | null;
  readonly call: Args;
  /** Of its results, at least one; null: not known. */
  readonly shapes: readonly (Shape | null)[];
  /** Of the masks that go with the results; null: none, or not known. */
  readonly masks: readonly (Shape | null)[];
  /** The uses of inner models that it belongs to, the outermost first. */
  readonly uses: readonly GraphUse[];
  readonly at: At;
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

/** The border of a model or block that is used inside. */
export interface GraphGroup {
  readonly kind: GroupIr["kind"];
  readonly name: string;
  readonly declared: string;
  readonly within: string | null;
}

/** One use of an inner model or block: the nodes from `first` up to, but without, `end`. */
export interface GraphUse {
  readonly is: "use";
  readonly group: GraphGroup;
  /** The name of its group: for a model the same at each of its uses. */
  readonly model: string;
  /** In how many uses of models it stands. */
  readonly depth: number;
  readonly inputs: readonly GraphResult[];
  readonly first: number;
  /** This and the results are known when it has been unrolled. */
  end: number;
  results: readonly GraphResult[];
}

export interface GraphOutput {
  readonly name: string;
  readonly tensor: GraphResult;
  readonly at: At;
}

/** A root model with everything unrolled. */
export interface ModelGraph {
  readonly name: string;
  readonly title: string | null;
  readonly doc: string | null;
  readonly at: At;
  readonly inputs: readonly GraphInput[];
  readonly layers: readonly GraphLayer[];
  readonly nodes: readonly GraphNode[];
  readonly outputs: readonly GraphOutput[];
  readonly parts: readonly GraphPart[];
  /** Uses of inner models and blocks in their order. */
  readonly unrolled: readonly GraphUse[];
}

/** `[none, 28, 28, 1]` as people write it; the rows of the batch are left out. */
export const showShape = (shape: Shape): string =>
  `[${shape
    .slice(1)
    .map((d) => d ?? "none")
    .join(", ")}]`;
