import { isWordCall, type Args, type WordCall } from "../ir/value.js";
import type { DType, Ops, Tensor } from "../tensor/ops.js";
import { deriveSeed } from "../tensor/random.js";
import { useOfRows } from "../tensor/rows-apart.js";
import { shapeOnly } from "../tensor/shape-ops.js";
import { wordNamed } from "./lookup.js";
import type { Effects, ForwardContext, InnerCall, LayerWord, Named, Traced } from "./word.js";

/** One application of a layer on an engine. */
export interface Application {
  readonly ops: Ops;
  readonly word: LayerWord;
  /** The layer's arguments, and over them those of the call. */
  readonly args: Args;
  readonly inputs: readonly Traced[];
  readonly named?: Named<Traced>;
  /** By the names the word gives them. */
  readonly weights: Readonly<Record<string, Tensor>>;
  readonly training: boolean;
  readonly trainable: boolean;
  /** What the layer draws follows from it. */
  readonly seed: number;
  /** How often the layer was applied before in this pass: one applied twice draws twice. */
  readonly application: number;
  assign(weight: string, value: Tensor): void;
  addLoss(value: Tensor): void;
}

/**
 * Applies a layer: its forward pass, the penalty on its activities, and the masks behind it. The one place in which
 * that happens, for every engine and for layers among a layer's arguments.
 */
export function applyLayer(a: Application): readonly Traced[] {
  const context = contextOf(a);
  const values = a.word.forward(context);
  const penalized = "activity_regularizer" in a.word.params ? a.args["activity_regularizer"] : null;
  if (isWordCall(penalized)) for (const value of values) a.addLoss(penaltyPerRow(a.ops, penalized, value));
  const masks = a.word.masks.values(context);
  return values.map((value, i) => ({ value, mask: masks[i] ?? null }));
}

/** The masks behind a layer that something else has run, which has so many results. */
export function masksAfter(
  { word, args, ops, inputs }: Pick<Application, "word" | "args" | "ops" | "inputs">,
  results: number,
): readonly (Tensor | null)[] {
  const made = word.masks.values({ ops, args, ...apart(inputs), named: {} });
  return Array.from({ length: results }, (_, i) => made[i] ?? null);
}

/** Keras: of each row of the batch. */
const penaltyPerRow = (ops: Ops, penalty: WordCall, value: Tensor): Tensor =>
  ops.div(wordNamed("regularizer", penalty.word).penalty(ops, penalty.args, value), ops.dimension(value, 0));

// Whoever applies a layer has counted its tensors: the lists are as long as the arity says.
const apart = (inputs: readonly Traced[]): Pick<ForwardContext<Args>, "inputs" | "masks"> => ({
  inputs: inputs.map((t) => t.value) as never,
  masks: inputs.map((t) => t.mask) as never,
});

function contextOf(a: Application): ForwardContext<Args> {
  const { ops } = a;
  // A layer among the arguments that is applied again goes on from the state that it left.
  let within = a;
  const assign = (weight: string, value: Tensor): void => {
    within = { ...within, weights: { ...within.weights, [weight]: value } };
    a.assign(weight, value);
  };
  return {
    ops,
    args: a.args,
    ...apart(a.inputs),
    named: a.named ?? {},
    weights: a.weights,
    training: a.training,
    trainable: a.trainable,
    seed: a.application === 0 ? a.seed : deriveSeed(a.seed, `@${a.application + 1}`),
    assign: (weight, value) => a.assign(weight, value),
    addLoss: (value) => a.addLoss(value),
    activate: (activation, x) => wordNamed("activation", activation.word).apply(ops, activation.args, x),
    apply: (layer, inputs, how) => applyInner({ ...within, assign }, layer, inputs, how),
    effects: (layer, inputs, how) => effectsOf(within, layer, inputs, how),
  };
}

/** A layer among the arguments: it sees the outer layer's weights under its prefix by their own names. */
function applyInner(
  outer: Application,
  layer: WordCall,
  inputs: readonly Traced[],
  { prefix = "", named, training = outer.training, draw = 0 }: InnerCall = {},
): readonly Traced[] {
  const own = layer.args["seed"];
  const seed = typeof own === "number" ? own : deriveSeed(outer.seed, prefix);
  return applyLayer({
    ...outer,
    word: wordNamed("layer", layer.word),
    args: layer.args,
    inputs,
    named: named ?? {},
    weights: Object.fromEntries(
      Object.entries(outer.weights).flatMap(([name, value]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
      ),
    ),
    training,
    seed: draw === 0 ? seed : deriveSeed(seed, `#${draw}`),
    assign: (weight, value) => outer.assign(`${prefix}${weight}`, value),
  });
}

/** Looked at by running it on shapes, for any number of rows. */
function effectsOf(
  outer: Application,
  layer: WordCall,
  inputs: readonly Traced[],
  how: InnerCall | undefined,
): Effects {
  const shape = (x: Tensor): Tensor => shapeOnly(x.shape, x.dtype as DType);
  const ofRows = (x: Tensor): Tensor => shapeOnly([null, ...x.shape.slice(1)], x.dtype as DType);
  const traced = inputs.map(({ value, mask }) => ({ value: ofRows(value), mask: mask && ofRows(mask) }));
  const weights = Object.fromEntries(Object.entries(outer.weights).map(([name, w]) => [name, shape(w)]));
  const counted = { calls: 0 };
  const count = (): void => void counted.calls++;
  const { mixed, drawn } = useOfRows((ops) => {
    applyInner({ ...outer, ops, weights, assign: count, addLoss: count }, layer, traced, how);
  });
  return { mixesRows: mixed, counts: drawn || counted.calls > 0 };
}
