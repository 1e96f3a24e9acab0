import * as tf from "@tensorflow/tfjs";
import type { LayerWord } from "../../src/catalog/word.js";
import { buildModel } from "../../src/runtime/engine/build-model.js";
import type { StepContext } from "../../src/runtime/engine/layer.js";
import { modelWeights, setWeights } from "../../src/runtime/engine/model-weights.js";
import { runGraph, type GraphResult } from "../../src/runtime/engine/run-graph.js";
import { modelOf } from "./case-model.js";
import { movable, opsFor, read, slopes, tensor, tidied, type Result } from "./eager.js";
import type { LayerCase } from "./layer-case.js";

/**
 * The case as the layers engine runs it: a model of TensorFlow.js, of its own layers where the word says that they do
 * the same.
 */
export function runLayersEngine(word: LayerWord, c: LayerCase): Result {
  const { ir, weights } = modelOf(word, c);
  const model = buildModel(ir);
  try {
    setWeights(model, weights);
    return tidied(() => resultOf(model, c));
  } finally {
    model.dispose();
  }
}

function resultOf(model: tf.LayersModel, c: LayerCase): Result {
  const all = modelWeights(model);
  const masks = c.inputs.map((_, i) => (c.masks?.[i] ? tensor(c.masks[i]) : null));
  const xs = c.inputs.map(tensor);
  const run = (inputs: readonly tf.Tensor[]): GraphResult & Pick<Result, "assigned" | "losses"> => {
    const assigned: Record<string, tf.Tensor> = {};
    const losses: tf.Tensor[] = [];
    const step: StepContext = {
      ops: opsFor(c),
      training: c.training ?? false,
      addLoss: (value) => void losses.push(value),
      assign: (variable, value) =>
        void (assigned[all.find((w) => w.layerVariable === variable)!.name.slice("it/".length)] = value),
      assigned: () => undefined,
    };
    const result = runGraph(model, inputs, step, masks);
    const values = Object.fromEntries(Object.entries(assigned).map(([name, value]) => [name, read(value)]));
    return { ...result, assigned: values, losses: losses.map(read) };
  };
  const { outputs, masks: outMasks, assigned, losses } = run(xs);
  const floats = outputs.every((y) => y.dtype === "float32");
  const given = movable(c);
  const variables = all.filter((w) => w.trainable && !c.weights.find((x) => w.name === `it/${x.name}`)!.state);
  return {
    outputs: outputs.map(read),
    masks: outMasks.map((m) => m && read(m)),
    assigned,
    losses,
    gradients: !floats
      ? []
      : slopes(
          given,
          (of) => run(c.inputs.map((x, i) => (given.includes(x) ? of(x) : xs[i]!))).outputs,
          variables.map((w) => w.variable),
        ),
  };
}
