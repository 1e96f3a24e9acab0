import * as tf from "@tensorflow/tfjs";
import { wordNamed } from "../../catalog/lookup.js";
import { maskAfter } from "../../catalog/mask-after.js";
import type { ForwardContext, LayerWord } from "../../catalog/word.js";
import { isWordCall, type Args, type WordCall } from "../../ir/value.js";
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
  /** Of the layer's randomness; without one it follows from the layer's name. */
  readonly seed?: number | null;
}

quietCpu(tf);

type Kwargs = Record<string, unknown>;
const list = <T>(x: T | T[]): T[] => (Array.isArray(x) ? x : [x]);
/** TensorFlow.js does not tell open lengths apart: those of one axis are taken for the same. */
const shapesOf = (shape: tf.Shape | tf.Shape[]): readonly Shape[] =>
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
  readonly #weights = new Map<string, tf.LayerVariable>();

  constructor(private readonly config: RegnetLayerConfig) {
    super({
      name: config.name ?? uniqueName(config.word),
      ...(config.trainable === undefined ? {} : { trainable: config.trainable }),
    });
    this.word = wordNamed("layer", config.word);
    this.args = config.args;
    this.seed = config.seed ?? (config.args["seed"] as number | null | undefined) ?? deriveSeed(0, this.name);
    this.supportsMasking = true;
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    for (const spec of this.word.weights?.(this.args, shapesOf(inputShape)) ?? []) {
      const own = spec.initializer.args["seed"];
      const seed = typeof own === "number" ? own : deriveSeed(0, `${this.name}/${spec.name}`);
      const regularizer = spec.regularizer ? KerasRegularizer.of(spec.regularizer) : undefined;
      const constraint = spec.constraint ? KerasConstraint.of(spec.constraint) : undefined;
      const initializer = KerasInitializer.of(spec.initializer, seed);
      this.#weights.set(
        spec.name,
        this.addWeight(
          spec.name,
          [...spec.shape],
          "float32",
          initializer as never,
          regularizer as never,
          spec.trainable ?? true,
          constraint as never,
        ),
      );
    }
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const shape = this.word.shape(this.args, shapesOf(inputShape));
    if ("problem" in shape) throw new Error(`${this.name} ${shape.problem}${shape.hint ? `: ${shape.hint}` : ""}`);
    return [...unnamed(shape)];
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Kwargs): tf.Tensor {
    const run = (): tf.Tensor => {
      const context = this.#context(list(inputs), kwargs);
      const output = this.word.forward(context);
      const penalized = this.word.params["activity_regularizer"] ? this.args["activity_regularizer"] : null;
      if (isWordCall(penalized)) {
        const { ops } = context;
        const penalty = wordNamed("regularizer", penalized.word).penalty(ops, penalized.args, output);
        context.addLoss(ops.div(penalty, ops.dimension(output, 0))); // Keras: per row of the batch
      }
      return asTf(output);
    };
    // A step tidies up as a whole, after it has used the penalties and state that come out beside the result.
    return kwargs["regnet"] ? run() : tf.tidy(run);
  }

  override computeMask(inputs: tf.Tensor | tf.Tensor[], mask?: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return this.maskOf(list(inputs), list(mask ?? null) as (tf.Tensor | null)[], {}) as tf.Tensor;
  }

  /** Keras's mask of the result, null for none. */
  maskOf(inputs: tf.Tensor[], masks: readonly (tf.Tensor | null)[], kwargs: Kwargs): tf.Tensor | null {
    return maskAfter(this.word, this.#context(inputs, { ...kwargs, mask: masks })) as unknown as tf.Tensor | null;
  }

  #context(inputs: tf.Tensor[], kwargs: Kwargs): ForwardContext<Args> {
    const step = kwargs["regnet"] as StepContext | undefined;
    const training = (kwargs["training"] as boolean | undefined) ?? false;
    const application = (kwargs["application"] as number | undefined) ?? 0;
    const masks = list((kwargs["mask"] ?? null) as tf.Tensor | null | (tf.Tensor | null)[]);
    const needsStep = (what: string): never => {
      throw new Error(
        `${this.name} has ${what}, which TensorFlow.js's own fit leaves out: train it with fit of regnet/layers`,
      );
    };
    const ops = step?.ops ?? eagerOps;
    return {
      ops,
      args: { ...this.args, ...callArguments(this.word, kwargs) },
      inputs,
      masks: inputs.map((_, i) => masks[i] ?? null),
      weights: Object.fromEntries(
        [...this.#weights].map(([name, weight]) => [name, step?.assigned(weight) ?? weight.read()]),
      ),
      training,
      trainable: this.trainable,
      assign: (weight, value) => {
        const variable = this.#weights.get(weight);
        if (!variable) throw new Error(`${this.name} has no weight named ${weight}`);
        if (training) step ? step.assign(variable, asTf(value)) : needsStep("state");
      },
      addLoss: (value) =>
        step ? step.addLoss(asTf(value)) : training ? needsStep("a penalty on activities") : undefined,
      activate: (activation, x) => activate(ops, activation, x),
      // A layer applied twice draws twice.
      seed: application === 0 ? this.seed : deriveSeed(this.seed, `@${application + 1}`),
    };
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      word: this.config.word,
      args: this.config.args as unknown as tf.serialization.ConfigDict,
      seed: this.seed,
    };
  }
}
tf.serialization.registerClass(
  RegnetLayer as unknown as tf.serialization.SerializableConstructor<tf.serialization.Serializable>,
);

const asTf = (x: Tensor): tf.Tensor => x as unknown as tf.Tensor;

const activate = (ops: Ops, activation: WordCall, x: Tensor): Tensor =>
  wordNamed("activation", activation.word).apply(ops, activation.args, x);

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
