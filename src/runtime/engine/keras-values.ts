import * as tf from "@tensorflow/tfjs";
import { wordNamed } from "../../catalog/lookup.js";
import type { WordCall } from "../../ir/value.js";
import { random } from "../../tensor/random.js";
import { tfjsOps } from "./tfjs-ops.js";

/** Operations outside a training step, where nothing is random. */
export const eagerOps = tfjsOps(tf, { step: () => 0 });

// The base classes are what `tf.layers.*` tests its arguments against, and the package does not export them.
type TfInitializer = ReturnType<typeof tf.initializers.zeros>;
type TfRegularizer = ReturnType<typeof tf.regularizers.l2>;
type TfConstraint = ReturnType<typeof tf.constraints.nonNeg>;
const baseOf = <T extends object>(instance: T): new () => T =>
  Object.getPrototypeOf(instance.constructor) as new () => T;
const InitializerBase: new () => TfInitializer = baseOf(tf.initializers.zeros());
const RegularizerBase: new () => TfRegularizer = baseOf(tf.regularizers.l2());
const ConstraintBase: new () => TfConstraint = baseOf(tf.constraints.nonNeg());

export interface InitializerConfig extends tf.serialization.ConfigDict {
  readonly word: string;
  readonly args: tf.serialization.ConfigDict;
  readonly seed: number;
}
export interface ValueConfig extends tf.serialization.ConfigDict {
  readonly word: string;
  readonly args: tf.serialization.ConfigDict;
}

const plain = (args: WordCall["args"]): tf.serialization.ConfigDict => args as unknown as tf.serialization.ConfigDict;
const asCall = (config: ValueConfig): WordCall => ({
  word: config.word,
  args: config.args,
});

/** A catalogue initializer for `tf.layers.*`: values drawn in JavaScript from its seed, so equal on every engine. */
export class KerasInitializer extends InitializerBase {
  static readonly className = "RegnetInitializer";
  constructor(private readonly config: InitializerConfig) {
    super();
  }
  static of = (call: WordCall, seed: number): KerasInitializer =>
    new KerasInitializer({ word: call.word, args: plain(call.args), seed });
  get call(): WordCall {
    return asCall(this.config);
  }
  override apply(shape: (number | null)[]): tf.Tensor {
    const sizes = shape as number[];
    return tf.tensor(
      wordNamed("initializer", this.config.word).values(this.config.args, sizes, random(this.config.seed)),
      sizes,
    );
  }
  override getConfig(): InitializerConfig {
    return this.config;
  }
}

/** A catalogue regularizer for `tf.layers.*`. */
export class KerasRegularizer extends RegularizerBase {
  static readonly className = "RegnetRegularizer";
  constructor(private readonly config: ValueConfig) {
    super();
  }
  static of = (call: WordCall): KerasRegularizer => new KerasRegularizer({ word: call.word, args: plain(call.args) });
  get call(): WordCall {
    return asCall(this.config);
  }
  override apply(x: tf.Tensor): tf.Scalar {
    return tf.tidy(
      () => wordNamed("regularizer", this.config.word).penalty(eagerOps, this.config.args, x) as unknown as tf.Scalar,
    );
  }
  override getConfig(): ValueConfig {
    return this.config;
  }
}

/** A catalogue constraint for `tf.layers.*`. */
export class KerasConstraint extends ConstraintBase {
  static readonly className = "RegnetConstraint";
  constructor(private readonly config: ValueConfig) {
    super();
  }
  static of = (call: WordCall): KerasConstraint => new KerasConstraint({ word: call.word, args: plain(call.args) });
  get call(): WordCall {
    return asCall(this.config);
  }
  override apply(w: tf.Tensor): tf.Tensor {
    return tf.tidy(
      () => wordNamed("constraint", this.config.word).project(eagerOps, this.config.args, w) as unknown as tf.Tensor,
    );
  }
  override getConfig(): ValueConfig {
    return this.config;
  }
}

for (const kind of [KerasInitializer, KerasRegularizer, KerasConstraint])
  tf.serialization.registerClass(
    kind as unknown as tf.serialization.SerializableConstructor<tf.serialization.Serializable>,
  );
