import { isCompleteCall } from "../../catalog/kinds/plain.js";
import { appliedIn } from "../../catalog/applied-node.js";
import { isProblem, shapesOf, weightsOf } from "../../catalog/layer-rules.js";
import { shapeOfInput } from "../../catalog/model-shapes.js";
import { volume } from "../../catalog/shape/known.js";
import type { Ir, LayerIr, ModelIr, NodeIr, StageIr, TensorRef } from "../../ir/ir.js";
import { isFold } from "../../ir/folds.js";
import { resultsOf } from "../../ir/refs.js";
import { unnamed } from "../../tensor/lengths.js";
import type { Shape } from "../../tensor/ops.js";

/** Numbers that one row may make of one tensor (1 GB): more is a damaged or hostile file, and no machine's memory. */
const MOST_VALUES = 2 ** 28;

/**
 * Holds an IR that lay in a run folder against the catalogue before anything is built of it: every word exists with
 * arguments of its kinds, every reference has its target, and the shapes and weights it states are the ones its layers
 * make. Gives the first fault as the end of a sentence, or null.
 */
export function faultOfIr(ir: Ir): string | null {
  try {
    return (
      faultOfModel(ir.model) ??
      faultOfFolds(ir) ??
      first(ir.training?.stages ?? [], (stage) => faultOfStage(stage, ir.model))
    );
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function faultOfModel(model: ModelIr): string | null {
  const shapes = new Map<string, Shape>(model.inputs.map((input) => [input.name, shapeOfInput(input)]));
  const layers = new Map<string, LayerIr>();
  for (const layer of model.layers) {
    if (layers.has(layer.name)) return `two layers are named ${layer.name}`;
    if (!isCompleteCall("layer", layer))
      return `${layer.name}: ${layer.word} with these arguments is no layer of this version`;
    layers.set(layer.name, layer);
  }
  const applied = new Set<string>();
  for (const node of model.nodes) {
    const layer = layers.get(node.layer);
    if (!layer) return `the node ${node.name} applies a layer that is not there`;
    if (node.inputs.some((ref) => !shapes.has(ref)))
      return `the node ${node.name} takes a tensor that no earlier node makes`;
    const named = Object.values(node.named ?? {}).flat();
    if (named.some((i) => i >= node.inputs.length)) return `the node ${node.name} names a tensor that it does not take`;
    const made = resultsMade(layer, node, shapes, !applied.has(layer.name));
    if (typeof made === "string") return `${node.name}: ${made}`;
    applied.add(layer.name);
    if (shapes.has(node.name)) return `two tensors are named ${node.name}`;
    resultsOf(node).forEach((ref, i) => shapes.set(ref, made[i]!));
  }
  for (const [name, shape] of shapes)
    if (sizeOf(shape) > MOST_VALUES)
      return `${name} has ${sizeOf(shape)} values a row, and at most ${MOST_VALUES} are believed`;
  for (const layer of layers.keys()) if (!applied.has(layer)) return `the layer ${layer} is never applied`;
  for (const output of model.outputs)
    if (!shapes.has(output.tensor)) return `the output ${output.name} is a tensor that no node makes`;
  return model.outputs.length === 0 || model.inputs.length === 0 ? "it needs an input and an output" : null;
}

/** The shapes that a layer makes, or why what is stated of it cannot be. */
function resultsMade(
  layer: LayerIr,
  node: NodeIr,
  shapes: ReadonlyMap<TensorRef, Shape>,
  first: boolean,
): readonly Shape[] | string {
  const applied = appliedIn(layer, node, shapes);
  const [least, most] = applied.word.arity;
  const taken = applied.inputs.length;
  if (taken < least || taken > most) return `${layer.word} cannot take ${taken} tensors`;
  const found = shapesOf(applied);
  if (isProblem(found)) return found.problem;
  const stored = found.map(unnamed);
  if (JSON.stringify(node.shapes) !== JSON.stringify(stored))
    return `its shapes are stated as ${JSON.stringify(node.shapes)}, and it makes ${JSON.stringify(stored)}`;
  if (node.dtypes.length !== found.length) return `it states ${node.dtypes.length} types of ${found.length} results`;
  if (!first) return found;
  const made = weightsOf(applied).map((w) => [w.name, w.shape]);
  return JSON.stringify(made) === JSON.stringify(layer.weights.map((w) => [w.name, w.shape]))
    ? found
    : "its weights are stated otherwise than it makes them";
}

function faultOfFolds({ data }: Ir): string | null {
  const wrong = data?.validation.filter(isFold).find(({ fold, of }) => fold > of);
  return wrong ? `it validates on fold ${wrong.fold} of ${wrong.of}` : null;
}

/** The first fault of some. */
function first<T>(all: readonly T[], faultOf: (one: T) => string | null): string | null {
  for (const one of all) {
    const fault = faultOf(one);
    if (fault !== null) return fault;
  }
  return null;
}

function faultOfStage({ optimizer, loss, metrics, callbacks, frozen }: StageIr, model: ModelIr): string | null {
  const strange = frozen.find((name) => !model.layers.some((layer) => layer.name === name));
  if (strange !== undefined) return `it freezes the layer ${strange}, which is not there`;
  const calls = [
    ["optimizer", optimizer] as const,
    ...Object.values(loss).flatMap((call) => (call ? [["loss", call] as const] : [])),
    ...Object.values(metrics).flatMap((all) => all.map(({ call }) => ["metric", call] as const)),
    ...callbacks.map((call) => ["callback", call] as const),
  ];
  const wrong = calls.find(([family, call]) => !isCompleteCall(family, call));
  return wrong ? `${wrong[1].word} with these arguments is no ${wrong[0]} of this version` : null;
}

const sizeOf = (shape: Shape): number => volume(shape.slice(1));

/** How many numbers the weights of a model are. */
export const parametersOf = (model: ModelIr): number =>
  model.layers.reduce(
    (sum, { weights }) => sum + weights.reduce((n, { shape }) => n + shape.reduce((a, b) => a * b, 1), 0),
    0,
  );
