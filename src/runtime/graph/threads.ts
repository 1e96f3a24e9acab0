import { appliedIn } from "../../catalog/applied-node.js";
import { flopsOf } from "../../catalog/layer-rules.js";
import { modelShapes } from "../../catalog/model-shapes.js";
import { orOne } from "../../catalog/shape/known.js";
import type { ModelIr } from "../../ir/ir.js";
import { resultsOf } from "../../ir/refs.js";

/**
 * Multiply-adds · 2 of a forward batch below which a second thread costs more than it does. Measured on dense networks.
 */
const WORTH_SHARING = 4e7;
/**
 * Trained weights from which the optimizer's passes over them, which are bound by memory, go faster on several threads.
 */
const MANY_WEIGHTS = 65_536;

/**
 * TensorFlow's threads for a model: 1 where operations are so small that handing them out takes longer than doing them,
 * undefined (TensorFlow's own choice, all cores) for convolutions and everything large. To be known before the library
 * is loaded.
 *
 * @param trains whether the weights change, too
 */
export function threadsFor(model: ModelIr, batchSize: number, trains: boolean): number | undefined {
  if (trains && trainedWeights(model) >= MANY_WEIGHTS) return undefined;
  const layers = new Map(model.layers.map((layer) => [layer.name, layer]));
  const shapes = modelShapes(model);
  let flops = 0;
  for (const node of model.nodes) {
    const layer = layers.get(node.layer)!;
    const applied = appliedIn(layer, node, shapes);
    const { word, inputs } = applied;
    if (word.traits?.includes("convolution")) return undefined;
    // A sequence is read step after step: its products are that much smaller.
    const turns = word.traits?.includes("recurrent") ? orOne(inputs[0]![1]) : 1;
    const results = resultsOf(node).map((ref) => shapes.get(ref)!);
    flops += (flopsOf(applied, results) ?? 0) / turns;
  }
  return flops * batchSize < WORTH_SHARING ? 1 : undefined;
}

const trainedWeights = (model: ModelIr): number =>
  model.layers
    .filter(({ trainable }) => trainable)
    .flatMap(({ weights }) => weights.filter((w) => w.trainable))
    .reduce((n, { shape }) => n + shape.reduce((size, d) => size * d, 1), 0);
