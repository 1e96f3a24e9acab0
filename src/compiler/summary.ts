import { appliedIn } from "../catalog/applied-node.js";
import { flopsOf } from "../catalog/layer-rules.js";
import { modelShapes, shapeOfInput } from "../catalog/model-shapes.js";
import type { Ir, LayerIr, NodeIr } from "../ir/ir.js";
import { resultsOf } from "../ir/refs.js";
import type { WordCall } from "../ir/value.js";
import type { Shape } from "../tensor/ops.js";

/** One line of `regnet summary`: an application of a layer. */
export interface SummaryRow {
  readonly name: string;
  readonly word: string;
  /** Of the result, batch first as null, open lengths by name; where there are several, of the first. */
  readonly shape: Shape;
  /** Of the other results. */
  readonly more: readonly Shape[];
  /** Weights' elements, state included; 0 at a second use of the same layer. */
  readonly parameters: number;
  /** Its penalties by weight, and `activity`: what is added to the loss. */
  readonly penalties: readonly { readonly weight: string; readonly penalty: WordCall }[];
  /** Of one row whose open lengths are 1; null where the word does not say. */
  readonly flops: number | null;
  readonly inputs: readonly string[];
}

export interface Summary {
  readonly name: string;
  readonly title: string | null;
  readonly inputs: readonly { readonly name: string; readonly shape: Shape }[];
  readonly rows: readonly SummaryRow[];
  readonly totals: {
    readonly parameters: number;
    readonly trainable: number;
    readonly frozen: number;
    readonly flops: number;
  };
}

/** What a model is made of, from its IR alone. */
export function summarize(ir: Ir): Summary {
  const layers = new Map(ir.model.layers.map((l) => [l.name, l]));
  const shapes = modelShapes(ir.model);
  const rows = ir.model.nodes.map((node) => rowOf(node, layers.get(node.layer)!, shapes));
  const all = ir.model.layers.flatMap((l) =>
    l.weights.map((w) => ({ size: sizeOf(w.shape), learns: l.trainable && w.trainable })),
  );
  const sum = (ns: readonly number[]): number => ns.reduce((a, b) => a + b, 0);
  const parameters = sum(all.map((w) => w.size));
  const trainable = sum(all.filter((w) => w.learns).map((w) => w.size));
  return {
    name: ir.model.name,
    title: ir.model.title,
    inputs: ir.model.inputs.map((i) => ({ name: i.name, shape: shapeOfInput(i) })),
    rows,
    totals: { parameters, trainable, frozen: parameters - trainable, flops: sum(rows.map((r) => r.flops ?? 0)) },
  };
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);

function rowOf(node: NodeIr, layer: LayerIr, shapes: ReadonlyMap<string, Shape>): SummaryRow {
  const first = node.name === layer.name;
  const outputs = resultsOf(node).map((ref) => shapes.get(ref)!);
  const activity = layer.args["activity_regularizer"] as WordCall | null | undefined;
  const weightPenalties = layer.trainable
    ? layer.weights.flatMap((w) => (w.regularizer ? [{ weight: w.name, penalty: w.regularizer }] : []))
    : [];
  return {
    name: node.name,
    word: layer.word,
    shape: outputs[0]!,
    more: outputs.slice(1),
    parameters: first ? layer.weights.reduce((n, w) => n + sizeOf(w.shape), 0) : 0,
    penalties: [...(first ? weightPenalties : []), ...(activity ? [{ weight: "activity", penalty: activity }] : [])],
    flops: flopsOf(appliedIn(layer, node, shapes), outputs),
    inputs: node.inputs,
  };
}
