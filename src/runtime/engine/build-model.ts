import * as tf from "@tensorflow/tfjs";
import { appliedIn } from "../../catalog/applied-node.js";
import { camelCase, holdsLayers, layerCall, type LayerCall, type Purpose } from "../../catalog/layer-call.js";
import { findWord, wordNamed } from "../../catalog/lookup.js";
import { modelShapes } from "../../catalog/model-shapes.js";
import type { Kind } from "../../catalog/param.js";
import type { Ir, LayerIr, ModelIr, NodeIr } from "../../ir/ir.js";
import { resultsOf } from "../../ir/refs.js";
import { isWordCall, type Value, type WordCall } from "../../ir/value.js";
import { KerasConstraint, KerasInitializer, KerasRegularizer } from "./keras-values.js";
import { RegnetLayer } from "./layer.js";
import { rememberWord } from "./run-graph.js";

/**
 * A TensorFlow.js model from the IR, by executing the calls that the TypeScript target prints. A layer that is applied
 * several times is one layer object.
 */
export function buildModel(ir: ModelIr | Ir, purpose: Purpose = "run"): tf.LayersModel {
  const model = "model" in ir ? ir.model : ir;
  const seed = "model" in ir ? ir.seed : 0;
  const tensors = new Map<string, tf.SymbolicTensor>();
  const shapes = modelShapes(model);
  for (const input of model.inputs) {
    tensors.set(input.name, tf.input({ shape: [...input.shape], dtype: input.dtype, name: input.name }));
  }
  const layers = new Map<string, tf.layers.Layer>();
  const described = new Map(model.layers.map((layer) => [layer.name, layer]));
  for (const node of model.nodes) {
    const layer = described.get(node.layer)!;
    const made = layers.get(layer.name);
    const object = made ?? makeLayer(layer, layerCall(layer, appliedIn(layer, node, shapes), seed, purpose));
    layers.set(layer.name, object);
    const results = applied(
      object,
      node,
      node.inputs.map((ref) => tensors.get(ref)!),
    );
    resultsOf(node).forEach((ref, i) => tensors.set(ref, results[i]!));
  }
  return tf.model({
    inputs: model.inputs.map((input) => tensors.get(input.name)!),
    outputs: model.outputs.map((output) => tensors.get(output.tensor)!),
    name: model.name,
  });
}

function applied(layer: tf.layers.Layer, node: NodeIr, inputs: tf.SymbolicTensor[]): tf.SymbolicTensor[] {
  const call = node.named ? { ...node.call, named: node.named } : node.call;
  const result = layer.apply(inputs.length === 1 ? inputs[0]! : inputs, call) as
    tf.SymbolicTensor | tf.SymbolicTensor[];
  return Array.isArray(result) ? result : [result];
}

type Factory = (options: Record<string, unknown>) => tf.layers.Layer;

function makeLayer(ir: LayerIr, call: LayerCall): tf.layers.Layer {
  const given = Object.fromEntries(call.args);
  if (call.from === "tf") {
    const factory = (tf.layers as unknown as Record<string, Factory | undefined>)[call.factory];
    if (!factory) throw new Error(`tf.layers has no ${call.factory}`);
    const layer = factory(Object.fromEntries(call.args.map(([name, value]) => [name, tfValue(value)])));
    rememberWord(layer, ir);
    return layer;
  }
  const seed = given["seed"];
  return new RegnetLayer({
    name: ir.name,
    word: ir.word,
    args: withSeeds(ir, call),
    trainable: ir.trainable,
    ...(typeof seed === "number" ? (holdsLayers(wordNamed("layer", ir.word)) ? { rootSeed: seed } : { seed }) : {}),
  });
}

/** The complete arguments with the seeds that the call writes out. */
function withSeeds(ir: LayerIr, call: LayerCall): LayerIr["args"] {
  const said = new Map(call.args);
  const params = wordNamed("layer", ir.word).params as Readonly<Record<string, { readonly kind: Kind }>>;
  return Object.fromEntries(
    Object.keys({ ...params, ...ir.args }).map((name) => {
      const value = said.get(camelCase(name));
      const seeded =
        name === "seed" ? typeof value === "number" : isWordCall(value) && typeof value.args["seed"] === "number";
      return [name, seeded ? value! : (ir.args[name] ?? null)];
    }),
  );
}

/** Words in arguments of `tf.layers.*` as the objects they stand for. */
function tfValue(value: Value): unknown {
  if (!isWordCall(value)) return value;
  const kind = familyOf(value);
  if (kind === "initializer") return KerasInitializer.of(value, (value.args["seed"] as number | null | undefined) ?? 0);
  return kind === "regularizer" ? KerasRegularizer.of(value) : KerasConstraint.of(value);
}

function familyOf(call: WordCall): "initializer" | "regularizer" | "constraint" {
  const family = (["initializer", "regularizer", "constraint"] as const).find(
    (f) => findWord(f, call.word)?.name === call.word,
  );
  if (!family) throw new Error(`${call.word} is no initializer, regularizer or constraint`);
  return family;
}
