import * as tf from "@tensorflow/tfjs";
import { wordNamed } from "../../catalog/lookup.js";
import { maskAfter } from "../../catalog/mask-after.js";
import type { LayerIr } from "../../ir/ir.js";
import { RegnetLayer, type StepContext } from "./layer.js";

export interface GraphResult {
  readonly outputs: readonly tf.Tensor[];
  /** Keras's masks of the outputs. */
  readonly masks: readonly (tf.Tensor | null)[];
}

/** Words behind layers that `tf.layers` supplied, so that masks follow Keras's rule and not TensorFlow.js's. */
const words = new WeakMap<tf.layers.Layer, Pick<LayerIr, "word" | "args">>();
export const rememberWord = (layer: tf.layers.Layer, ir: LayerIr): void => void words.set(layer, ir);

interface Traced {
  readonly value: tf.Tensor;
  readonly mask: tf.Tensor | null;
}

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
  const known = new Map<number, Traced>();
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
  inputs: readonly Traced[],
  step: StepContext,
  application: number,
  callArgs: object,
): Traced[] {
  const values = inputs.map((i) => i.value);
  const masks = inputs.map((i) => i.mask);
  if (layer instanceof tf.LayersModel) {
    const inner = runGraph(layer, values, step, masks);
    return inner.outputs.map((value, i) => ({ value, mask: inner.masks[i]! }));
  }
  const masked = masks.some((m) => m !== null);
  const one = <T>(all: T[]): T | T[] => (all.length === 1 ? all[0]! : all);
  const kwargs = {
    training: step.training,
    ...callArgs,
    ...(masked ? { mask: one(masks) } : {}),
    ...(layer instanceof RegnetLayer ? { regnet: step, application } : {}),
  };
  const result = layer.call(one(values), kwargs as never);
  const outputs = Array.isArray(result) ? result : [result];
  const mask = maskOfResult(layer, values, masks, kwargs, step);
  return outputs.map((value) => ({ value, mask }));
}

function maskOfResult(
  layer: tf.layers.Layer,
  values: tf.Tensor[],
  masks: (tf.Tensor | null)[],
  kwargs: Record<string, unknown>,
  step: StepContext,
): tf.Tensor | null {
  if (layer instanceof RegnetLayer) return layer.maskOf(values, masks, kwargs);
  const known = words.get(layer);
  if (known)
    return maskAfter(wordNamed("layer", known.word), {
      ops: step.ops,
      args: known.args,
      inputs: values,
      masks,
    }) as unknown as tf.Tensor | null;
  const found =
    layer.supportsMasking || masks.every((m) => m === null)
      ? layer.computeMask(
          values.length === 1 ? values[0]! : values,
          masks.length === 1 ? masks[0]! : (masks as tf.Tensor[]),
        )
      : null;
  return (Array.isArray(found) ? found[0] : found) ?? null;
}
