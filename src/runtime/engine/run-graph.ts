import * as tf from "@tensorflow/tfjs";
import { wordNamed } from "../../catalog/lookup.js";
import { masksAfter } from "../../catalog/apply-layer.js";
import type { LayerIr } from "../../ir/ir.js";
import { RegnetLayer, type StepContext, type TracedTensor } from "./layer.js";

export interface GraphResult {
  readonly outputs: readonly tf.Tensor[];
  /** Keras's masks of the outputs. */
  readonly masks: readonly (tf.Tensor | null)[];
}

/** Words behind layers that `tf.layers` supplied, so that masks follow Keras's rule and not TensorFlow.js's. */
const words = new WeakMap<tf.layers.Layer, Pick<LayerIr, "word" | "args">>();
export const rememberWord = (layer: tf.layers.Layer, ir: LayerIr): void => void words.set(layer, ir);

/**
 * Runs any layers model on tensors. TensorFlow.js's own executor hides the masks of the outputs and passes nothing on
 * to the layers; this one hands every layer the step's context.
 */
export function runGraph(
  model: tf.LayersModel,
  inputs: readonly tf.Tensor[],
  step: StepContext,
  inputMasks: readonly (tf.Tensor | null)[] = [],
): GraphResult {
  const known = new Map<number, TracedTensor>();
  model.inputs.forEach((input, i) => known.set(input.id, { value: inputs[i]!, mask: inputMasks[i] ?? null }));
  for (const { layer, index } of applicationsOf(model)) {
    const node = layer.inboundNodes[index]!;
    const traced = node.inputTensors.map((input) => known.get(input.id)!);
    const results = applyLayer(layer, traced, step, index, node.callArgs ?? {});
    node.outputTensors.forEach((output, i) => known.set(output.id, results[i]!));
  }
  const traced = model.outputs.map((output) => known.get(output.id)!);
  return { outputs: traced.map((t) => t.value), masks: traced.map((t) => t.mask) };
}

/** A layer's application: the index of its inbound node. */
interface Application {
  readonly layer: tf.layers.Layer;
  readonly index: number;
}

const applications = new WeakMap<tf.LayersModel, readonly Application[]>();

/** What the outputs need, in the order in which it was put together: the IR's, in which state goes from use to use. */
function applicationsOf(model: tf.LayersModel): readonly Application[] {
  const done = applications.get(model);
  if (done) return done;
  const found = new Map<number, Application>();
  const seen = new Set(model.inputs.map((input) => input.id));
  const open = [...model.outputs];
  for (let symbol = open.pop(); symbol; symbol = open.pop()) {
    if (seen.has(symbol.id)) continue;
    const node = symbol.sourceLayer.inboundNodes[symbol.nodeIndex]!;
    for (const output of node.outputTensors) seen.add(output.id);
    found.set(node.outputTensors[0]!.id, { layer: symbol.sourceLayer, index: symbol.nodeIndex });
    open.push(...node.inputTensors);
  }
  const order = [...found].sort(([a], [b]) => a - b).map(([, application]) => application);
  applications.set(model, order);
  return order;
}

function applyLayer(
  layer: tf.layers.Layer,
  inputs: readonly TracedTensor[],
  step: StepContext,
  application: number,
  callArgs: object,
): readonly TracedTensor[] {
  const values = inputs.map((i) => i.value);
  const masks = inputs.map((i) => i.mask);
  if (layer instanceof tf.LayersModel) {
    const inner = runGraph(layer, values, step, masks);
    return inner.outputs.map((value, i) => ({ value, mask: inner.masks[i]! }));
  }
  const kwargs = { training: step.training, ...callArgs };
  if (layer instanceof RegnetLayer) return layer.applied(inputs, { ...kwargs, regnet: step, application });
  const masked = masks.some((m) => m !== null);
  const one = <T>(all: T[]): T | T[] => (all.length === 1 ? all[0]! : all);
  const result = layer.call(one(values), { ...kwargs, ...(masked ? { mask: one(masks) } : {}) });
  const outputs = Array.isArray(result) ? result : [result];
  const behind = masksOfResults(layer, inputs, step, outputs.length);
  return outputs.map((value, i) => ({ value, mask: behind[i] ?? null }));
}

/** Masks behind a layer of TensorFlow.js's: by Keras's rule where the word behind it is known. */
function masksOfResults(
  layer: tf.layers.Layer,
  inputs: readonly TracedTensor[],
  step: StepContext,
  results: number,
): readonly (tf.Tensor | null)[] {
  const known = words.get(layer);
  if (known) {
    const applied = { word: wordNamed("layer", known.word), ops: step.ops, args: known.args, inputs };
    return masksAfter(applied, results) as unknown as readonly (tf.Tensor | null)[];
  }
  if (!layer.supportsMasking && inputs.some(({ mask }) => mask !== null)) return [];
  const one = <T>(all: T[]): T | T[] => (all.length === 1 ? all[0]! : all);
  // Its type says less than what comes: null where there is no mask.
  const found = layer.computeMask(one(inputs.map((i) => i.value)), one(inputs.map((i) => i.mask as tf.Tensor))) as
    tf.Tensor | tf.Tensor[] | null;
  return Array.isArray(found) ? found : [found];
}
