import * as tf from "@tensorflow/tfjs";
import { applyLayer, masksAfter, type Application } from "../../catalog/apply-layer.js";
import { isProblem, shapesOf, weightsOf, type Applied } from "../../catalog/layer-rules.js";
import { wordNamed } from "../../catalog/lookup.js";
import type { LayerWord } from "../../catalog/word.js";
import type { NodeIr } from "../../ir/ir.js";
import { namedOf, positionalOf } from "../../ir/refs.js";
import type { Args } from "../../ir/value.js";
import { named, unnamed } from "../../tensor/lengths.js";
import type { Ops, Shape, Tensor } from "../../tensor/ops.js";
import { deriveSeed } from "../../tensor/random.js";
import { eagerOps, KerasConstraint, KerasInitializer, KerasRegularizer } from "./keras-values.js";
import { quietCpu } from "./quiet-cpu.js";

/** What a step of training or evaluation hands to regnet's layers, beside TensorFlow.js's own call arguments. */
export interface StepContext {
  readonly ops: Ops;
  readonly training: boolean;
  addLoss(value: tf.Tensor): void;
  assign(variable: tf.LayerVariable, value: tf.Tensor): void;
  /** What this step has assigned already: a shared layer's second use goes on from its first. */
  assigned(variable: tf.LayerVariable): tf.Tensor | undefined;
}

export interface RegnetLayerConfig {
  readonly name?: string;
  readonly word: string;
  /** Complete, by Keras name. */
  readonly args: Args;
  readonly trainable?: boolean;
  /** Of the layer's randomness; without one it follows from the layer's name and the next. */
  readonly seed?: number | null;
  /** The training's seed: what everything random that names no seed follows from. Default 0. */
  readonly rootSeed?: number;
}

/** A tensor with Keras's mask, null for none. */
export interface TracedTensor {
  readonly value: tf.Tensor;
  readonly mask: tf.Tensor | null;
}

quietCpu(tf);

type Kwargs = Record<string, unknown>;
const list = <T>(x: T | T[]): T[] => (Array.isArray(x) ? x : [x]);
/** TensorFlow.js does not tell open lengths apart: those of one axis are taken for the same. */
const listOfShapes = (shape: tf.Shape | tf.Shape[]): readonly Shape[] =>
  ((Array.isArray(shape[0]) ? shape : [shape]) as tf.Shape[]).map((x) => named(x, (axis) => `axis${axis}`));

/**
 * The one layer class behind `layers.*`: runs any catalogue word's forward pass, with Keras's weights, masks and
 * penalties.
 */
export class RegnetLayer extends tf.layers.Layer {
  static readonly className = "RegnetLayer";
  readonly word: LayerWord;
  readonly args: Args;
  readonly seed: number;
  readonly rootSeed: number;
  /** Arguments of the call that goes on. */
  #call: Kwargs = {};
  readonly #weights = new Map<string, tf.LayerVariable>();

  constructor(private readonly config: RegnetLayerConfig) {
    super({
      name: config.name ?? uniqueName(config.word),
      ...(config.trainable === undefined ? {} : { trainable: config.trainable }),
    });
    this.word = wordNamed("layer", config.word);
    this.args = config.args;
    this.rootSeed = config.rootSeed ?? 0;
    this.seed =
      config.seed ?? (config.args["seed"] as number | null | undefined) ?? deriveSeed(this.rootSeed, this.name);
    this.supportsMasking = true;
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    for (const spec of weightsOf(this.#appliedTo(inputShape))) {
      const own = spec.initializer.args["seed"];
      const seed = typeof own === "number" ? own : deriveSeed(this.rootSeed, `${this.name}/${spec.name}`);
      const regularizer = spec.regularizer ? KerasRegularizer.of(spec.regularizer) : undefined;
      const constraint = spec.constraint ? KerasConstraint.of(spec.constraint) : undefined;
      const initializer = KerasInitializer.of(spec.initializer, seed);
      this.#weights.set(
        spec.name,
        this.addWeight(
          spec.name,
          [...spec.shape],
          "float32",
          initializer,
          regularizer,
          spec.trainable ?? true,
          constraint,
        ),
      );
    }
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    const shapes = shapesOf(this.#appliedTo(inputShape));
    if (isProblem(shapes)) throw new Error(`${this.name} ${shapes.problem}${shapes.hint ? `: ${shapes.hint}` : ""}`);
    const all = shapes.map((shape) => [...unnamed(shape)]);
    return all.length === 1 ? all[0]! : all;
  }

  /** TensorFlow.js asks for shapes without the arguments of the call: those of the symbolic call that goes on. */
  override apply(
    inputs: Parameters<tf.layers.Layer["apply"]>[0],
    kwargs?: Kwargs,
  ): ReturnType<tf.layers.Layer["apply"]> {
    const before = this.#call;
    this.#call = kwargs ?? {};
    try {
      return super.apply(inputs, kwargs);
    } finally {
      this.#call = before;
    }
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Kwargs): tf.Tensor | tf.Tensor[] {
    const all = list(inputs);
    const masks = list((kwargs["mask"] ?? null) as tf.Tensor | null | (tf.Tensor | null)[]);
    const run = (): tf.Tensor[] => {
      const traced = all.map((value, i) => ({ value, mask: masks[i] ?? null }));
      return this.applied(traced, kwargs).map(({ value }) => value);
    };
    // A step tidies up as a whole, after it has used the penalties and state that come out beside the result.
    const results = kwargs["regnet"] ? run() : tf.tidy(run);
    return results.length === 1 ? results[0]! : results;
  }

  /** One a result, null where there is none. TensorFlow.js's executor gives the first to all results. */
  override computeMask(inputs: tf.Tensor | tf.Tensor[], mask?: tf.Tensor | tf.Tensor[]): tf.Tensor | tf.Tensor[] {
    const masks = list<tf.Tensor | null>(mask ?? null);
    const traced = list(inputs).map((value, i) => ({ value, mask: masks[i] ?? null }));
    const call = { named: this.#call["named"] as NodeIr["named"] };
    const applied = { word: this.word, args: this.args, ops: eagerOps, inputs: positionalOf(call, traced) };
    const made = masksAfter(applied, this.#results(list(inputs))) as unknown as tf.Tensor[];
    return made.length === 1 ? made[0]! : made;
  }

  /** How many results there are: by the call that goes on, or as when the model was built. */
  #results(inputs: readonly tf.Tensor[]): number {
    const shapes = shapesOf(this.#appliedTo(inputs.map(({ shape }) => shape)));
    return isProblem(shapes) ? (this.inboundNodes[0]?.outputTensors.length ?? 1) : shapes.length;
  }

  /** Values and masks behind the layer, in a step or outside of one. */
  applied(inputs: readonly TracedTensor[], kwargs: Kwargs): readonly TracedTensor[] {
    const call = { named: kwargs["named"] as NodeIr["named"] };
    return applyLayer({
      ...this.#application(kwargs),
      inputs: positionalOf(call, inputs),
      named: namedOf(call, inputs),
    }) as unknown as readonly TracedTensor[];
  }

  #appliedTo(inputShape: tf.Shape | tf.Shape[]): Applied {
    const all = listOfShapes(inputShape);
    const call = { named: this.#call["named"] as NodeIr["named"] };
    return {
      word: this.word,
      args: { ...this.args, ...callArguments(this.word, this.#call) },
      inputs: positionalOf(call, all),
      named: namedOf(call, all),
    };
  }

  #application(kwargs: Kwargs): Omit<Application, "inputs" | "named"> {
    const step = kwargs["regnet"] as StepContext | undefined;
    const training = (kwargs["training"] as boolean | undefined) ?? false;
    const needsStep = (what: string): never => {
      throw new Error(
        `${this.name} has ${what}, which TensorFlow.js's own fit leaves out: train it with fit of regnet/layers`,
      );
    };
    return {
      ops: step?.ops ?? eagerOps,
      word: this.word,
      args: { ...this.args, ...callArguments(this.word, kwargs) },
      weights: Object.fromEntries(
        [...this.#weights].map(([name, weight]) => [name, step?.assigned(weight) ?? weight.read()]),
      ),
      training,
      trainable: this.trainable,
      assign: (weight, value) => {
        const variable = this.#weights.get(weight);
        if (!variable) throw new Error(`${this.name} has no weight named ${weight}`);
        if (!training) return;
        if (!step) return needsStep("state");
        step.assign(variable, asTf(value));
      },
      addLoss: (value) =>
        step ? step.addLoss(asTf(value)) : training ? needsStep("a penalty on activities") : undefined,
      seed: this.seed,
      application: (kwargs["application"] as number | undefined) ?? 0,
    };
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      word: this.config.word,
      args: this.config.args as unknown as tf.serialization.ConfigDict,
      seed: this.seed,
      ...(this.rootSeed === 0 ? {} : { rootSeed: this.rootSeed }),
    };
  }
}
tf.serialization.registerClass(RegnetLayer);

const asTf = (x: Tensor): tf.Tensor => x as unknown as tf.Tensor;

/** Call arguments by Keras name, out of TensorFlow.js's `kwargs`. */
const callArguments = (word: LayerWord, kwargs: Kwargs): Args =>
  Object.fromEntries(
    Object.keys(word.callParams ?? {})
      .filter((name) => kwargs[name] !== undefined)
      .map((name) => [name, kwargs[name] as never]),
  );

const counts = new Map<string, number>();
/** `dropout`, `dropout_1`, … for layers made by hand without a name. */
function uniqueName(word: string): string {
  const n = counts.get(word) ?? 0;
  counts.set(word, n + 1);
  return n === 0 ? word : `${word}_${n}`;
}
