import { maskAfter } from "../../../catalog/mask-after.js";
import { wordNamed } from "../../../catalog/lookup.js";
import type { ForwardContext } from "../../../catalog/word.js";
import type { Args, LayerIr, ModelIr, NodeIr } from "../../../ir/ir.js";
import { isWordCall, type WordCall } from "../../../ir/value.js";
import type { Ops, Tensor } from "../../../tensor/ops.js";
import { deriveSeed } from "../../../tensor/random.js";

type Tensors = Readonly<Record<string, Tensor>>;

export interface Traced {
  readonly value: Tensor;
  /** Keras's mask, null for none. */
  readonly mask: Tensor | null;
}

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

/**
 * The forward pass of a checked model over any op set: each application of a layer in the IR's order, with masks,
 * penalties of activities, state and the seeds of random layers as the layers engine has them.
 *
 * @param inputs by input name
 * @param weights by `layer/weight`
 * @param seed the IR's
 * @param entered told of each layer before it is applied
 */
export function runModel(
  ops: Ops,
  model: ModelIr,
  seed: number,
  inputs: Tensors,
  weights: Tensors,
  training: boolean,
  entered?: (layer: LayerIr) => void,
): ModelRun {
  const layers = new Map(model.layers.map((layer) => [layer.name, layer]));
  const applications = new Map<string, number>();
  const activity: Tensor[] = [];
  const assigned = new Map<string, Tensor>();
  const known = new Map<string, Traced>(model.inputs.map(({ name }) => [name, { value: inputs[name]!, mask: null }]));
  for (const node of model.nodes) {
    const layer = layers.get(node.layer)!;
    entered?.(layer);
    const application = applications.get(layer.name) ?? 0;
    applications.set(layer.name, application + 1);
    const traced = node.inputs.map((ref) => known.get(ref)!);
    const word = wordNamed("layer", layer.word);
    const context = contextOf(
      ops,
      layer,
      node,
      traced,
      training,
      weights,
      seedOf(layer, seed, application),
      activity,
      assigned,
    );
    const value = attempted(layer, () => word.forward(context));
    const penalized = "activity_regularizer" in word.params ? layer.args["activity_regularizer"] : null;
    if (isWordCall(penalized)) {
      const penalty = wordNamed("regularizer", penalized.word).penalty(ops, penalized.args, value);
      activity.push(ops.div(penalty, ops.dimension(value, 0))); // Keras: per row of the batch
    }
    known.set(node.name, { value, mask: maskAfter(word, context) });
  }
  return {
    outputs: Object.fromEntries(model.outputs.map(({ name, tensor }) => [name, known.get(tensor)!])),
    activity,
    assigned,
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

function contextOf(
  ops: Ops,
  layer: LayerIr,
  node: NodeIr,
  inputs: readonly Traced[],
  training: boolean,
  weights: Tensors,
  seed: number,
  activity: Tensor[],
  assigned: Map<string, Tensor>,
): ForwardContext<Args> {
  const said = node.call["training"];
  const trains = typeof said === "boolean" ? said : training;
  return {
    ops,
    args: { ...layer.args, ...node.call },
    inputs: inputs.map((t) => t.value),
    masks: inputs.map((t) => t.mask),
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
    activate: (activation: WordCall, x) => wordNamed("activation", activation.word).apply(ops, activation.args, x),
    seed,
  };
}

/** A layer's own seed, else one derived from its name; a layer applied twice draws twice. */
function seedOf(layer: LayerIr, seed: number, application: number): number {
  const own = layer.args["seed"];
  const first = typeof own === "number" ? own : deriveSeed(seed, layer.name);
  return application === 0 ? first : deriveSeed(first, `@${application + 1}`);
}
