import { applyLayer, type Application } from "../../../catalog/apply-layer.js";
import { wordNamed } from "../../../catalog/lookup.js";
import type { Traced } from "../../../catalog/word.js";
import type { LayerIr, ModelIr, NodeIr } from "../../../ir/ir.js";
import { namedOf, positionalOf, resultsOf } from "../../../ir/refs.js";
import type { Ops, Tensor } from "../../../tensor/ops.js";
import { deriveSeed } from "../../../tensor/random.js";

type Tensors = Readonly<Record<string, Tensor>>;

export interface ModelRun {
  /** By output name. */
  readonly outputs: Readonly<Record<string, Traced>>;
  /** Penalties of activities. */
  readonly activity: readonly Tensor[];
  /** New values of state, by `layer/weight`; the last one counts. */
  readonly assigned: ReadonlyMap<string, Tensor>;
}

/** A layer asks for something that a graph cannot hold. The message names it. */
export class NotRecorded extends Error {
  override readonly name = "NotRecorded";
}

/** A forward pass that is asked for. */
export interface Pass {
  /** By input name. */
  readonly inputs: Tensors;
  /** By `layer/weight`. */
  readonly weights: Tensors;
  readonly training: boolean;
  /** The IR's. */
  readonly seed: number;
  /** Told of each layer before it is applied. */
  readonly entered?: (layer: LayerIr) => void;
}

/**
 * The forward pass of a checked model over any op set: each application of a layer in the IR's order, with masks,
 * penalties of activities, state and the seeds of random layers as the layers engine has them.
 */
export function runModel(ops: Ops, model: ModelIr, pass: Pass): ModelRun {
  const layers = new Map(model.layers.map((layer) => [layer.name, layer]));
  const applications = new Map<string, number>();
  const run = { activity: [] as Tensor[], assigned: new Map<string, Tensor>() };
  const known = new Map<string, Traced>(
    model.inputs.map(({ name }) => [name, { value: pass.inputs[name]!, mask: null }]),
  );
  for (const node of model.nodes) {
    const layer = layers.get(node.layer)!;
    pass.entered?.(layer);
    const application = applications.get(layer.name) ?? 0;
    applications.set(layer.name, application + 1);
    const inputs = node.inputs.map((ref) => known.get(ref)!);
    const call = { ops, application, inputs: positionalOf(node, inputs), named: namedOf(node, inputs) };
    const results = attempted(layer, () => applyLayer({ ...call, ...layerOf(layer, node, pass, run) }));
    resultsOf(node).forEach((ref, i) => known.set(ref, results[i]!));
  }
  return {
    outputs: Object.fromEntries(model.outputs.map(({ name, tensor }) => [name, known.get(tensor)!])),
    ...run,
  };
}

/** Names the layer in what the recorder says against it. */
function attempted<T>(layer: LayerIr, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new NotRecorded(
      `${layer.name} (${layer.word}) cannot be compiled into a graph: ` +
        `${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

/** The layer of an application, with its weights and where what it makes beside its results goes. */
function layerOf(
  layer: LayerIr,
  node: NodeIr,
  { weights, training, seed }: Pass,
  { activity, assigned }: { readonly activity: Tensor[]; readonly assigned: Map<string, Tensor> },
): Omit<Application, "ops" | "application" | "inputs" | "named"> {
  const said = node.call["training"];
  const trains = typeof said === "boolean" ? said : training;
  const own = layer.args["seed"];
  return {
    word: wordNamed("layer", layer.word),
    args: { ...layer.args, ...node.call },
    // State that an earlier use of the layer assigned in this step is where this use goes on.
    weights: Object.fromEntries(
      layer.weights.map((w) => [
        w.name,
        assigned.get(`${layer.name}/${w.name}`) ?? weights[`${layer.name}/${w.name}`]!,
      ]),
    ),
    training: trains,
    trainable: layer.trainable,
    assign: (weight, value) => void (trains && assigned.set(`${layer.name}/${weight}`, value)),
    addLoss: (value) => void activity.push(value),
    seed: typeof own === "number" ? own : deriveSeed(seed, layer.name),
  };
}
