import { shapeOfInput } from "../../catalog/model-shapes.js";
import { exportCodes } from "../../diagnostics/codes/export.js";
import type { Ir, LayerIr } from "../../ir/ir.js";
import { declareLengths, lengthOf, scalar, tensorConstant, typed } from "../../program/emit.js";
import { Graph, output } from "../../program/graph.js";
import type { Node, Value } from "../../program/node.js";
import { recordOps } from "../../program/record-ops.js";
import type { WeightValues } from "../engine/model-weights.js";
import { NotRecorded, runModel } from "../graph/build/run-model.js";
import { exportFailure } from "./export-failure.js";

/**
 * A trained model as one graph for any number of rows, and of steps where the spec leaves them open: weights are
 * constants, inputs and outputs have the spec's names.
 */
export interface InferenceGraph {
  readonly inputs: Readonly<Record<string, Value>>;
  readonly outputs: Readonly<Record<string, Value>>;
  /** The layer whose computation a node belongs to; null for inputs and weights. */
  layerOf(node: Node): LayerIr | null;
}

/** Largest protobuf message, less what the graph around the weights takes. */
const LARGEST = 2 ** 31 - 2 ** 24;

/**
 * Records the forward pass in inference.
 *
 * @param weights by `layer/weight`
 * @throws Failure when the weights pass 2 GB, or a layer cannot be recorded for open lengths
 */
export function inferenceGraph({ model, seed }: Ir, weights: WeightValues): InferenceGraph {
  const bytes = Object.values(weights).reduce((n, { data }) => n + 4 * data.length, 0);
  if (bytes > LARGEST)
    throw exportFailure("export/too-large", exportCodes["export/too-large"].message({ bytes, limit: LARGEST }));
  const g = new Graph();
  const inputs: Record<string, Value> = {};
  for (const input of model.inputs) {
    const type = input.dtype === "int32" ? "int32" : "float32";
    const shape = shapeOfInput(input);
    const placeholder = g.add("Placeholder", [], { dtype: typed(type), shape: { shape } }, [
      { name: "output", type, shape },
    ]);
    inputs[input.name] = output(placeholder);
    declareLengths(g, output(placeholder));
  }
  const values: Record<string, Value> = {};
  for (const [name, { data, shape }] of Object.entries(weights))
    values[name] = tensorConstant(g, data, shape, "float32");
  const starts: { readonly from: number; readonly layer: LayerIr }[] = [];
  // Layers that are random even in inference draw as in the first step, like in `regnet predict`.
  const ops = recordOps(g, { step: scalar(g, 0, "int32"), rows: lengthOf(g, Object.values(inputs)[0]!, 0) });
  try {
    const entered = (layer: LayerIr): void => void starts.push({ from: g.nodes.length, layer });
    const run = runModel(ops, model, { inputs, weights: values, training: false, seed, entered });
    const outputs = Object.entries(run.outputs).map(([name, { value }]) => [name, named(g, value as Value)] as const);
    return {
      inputs,
      outputs: Object.fromEntries(outputs),
      layerOf: (node) => starts.findLast(({ from }) => node.id >= from)?.layer ?? null,
    };
  } catch (error) {
    if (error instanceof NotRecorded)
      throw exportFailure("export/not-recorded", exportCodes["export/not-recorded"].message({ cause: error.message }));
    throw error;
  }
}

/** A node of its own for each output, so that an input or another output can be one too. */
const named = (g: Graph, value: Value): Value =>
  output(
    g.add("Identity", [value], { T: typed(value.dtype) }, [{ name: "output", type: value.dtype, shape: value.shape }]),
  );
