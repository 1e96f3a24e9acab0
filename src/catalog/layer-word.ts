import type { Args, WordCall } from "../ir/value.js";
import type { DType, Ops, Shape, Tensor } from "../tensor/ops.js";
import type { Described } from "./described.js";
import type { ArgsOf, Params } from "./param.js";

export interface WeightSpec {
  /** Keras's weight name. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly initializer: WordCall;
  readonly regularizer?: WordCall | null;
  readonly constraint?: WordCall | null;
  /** False for state (moving means). Default true. */
  readonly trainable?: boolean;
}

/** Why a shape rule cannot give a shape; a plain sentence without the layer's name, and what to do. */
export interface ShapeProblem {
  readonly problem: string;
  readonly hint?: string;
  /** A statement that would mend it when written above: `flatten`. */
  readonly insertBefore?: string;
}

/** What a layer's forward pass gets. */
export interface ForwardContext<A> {
  readonly ops: Ops;
  readonly args: A;
  readonly inputs: readonly Tensor[];
  /** Keras masks of the inputs, bool [N, steps], null where there is none. */
  readonly masks: readonly (Tensor | null)[];
  readonly weights: Readonly<Record<string, Tensor>>;
  readonly training: boolean;
  /** False for a frozen layer: batch normalization then infers even in training. Default true. */
  readonly trainable?: boolean;
  /** New value of a state weight, taken over after the step. Only in training. */
  assign(weight: string, value: Tensor): void;
  /** A penalty of activities, already divided by the rows of the batch as Keras does. */
  addLoss(value: Tensor): void;
  /** The layer's activation argument applied. */
  activate(activation: WordCall, x: Tensor): Tensor;
  /** Seed for the layer's randomness: its own argument, else derived by the compiler. */
  readonly seed: number;
}

/** What a mask is made of. */
export type MaskContext<A> = Pick<ForwardContext<A>, "ops" | "args" | "inputs" | "masks">;

/** A mask that a layer makes; null: none. */
export interface MaskRule<A> {
  /** Known before the model runs. */
  shape(args: A, inputs: readonly Shape[], masks: readonly (Shape | null)[]): Shape | null;
  values(context: MaskContext<A>): Tensor | null;
}

export type Trait =
  /** Zeroes or disturbs activities in training. */
  | "dropout"
  | "noise"
  | "normalization"
  /** Takes several tensors and braces. */
  | "merge"
  /** Output value depends only on the same position of the input. */
  | "elementwise"
  | "convolution"
  /** Its gradient is missing or wrong on the wasm back end, as those of convolutions and embeddings are. */
  | "beyond_wasm"
  | "recurrent"
  | "embedding"
  | "augmentation";

export interface LayerWord<P extends Params = any> extends Described<"layer", P> {
  // eslint-disable-line @typescript-eslint/no-explicit-any
  readonly traits?: readonly Trait[];
  /** How many tensors it takes; [2, Infinity] for merges. Default [1, 1]. */
  readonly arity?: readonly [number, number];
  /** Arguments of the call (after `from`), beside the inputs. */
  readonly callParams?: Params;
  /** Which weights `regularizer:` means: names of regularizer parameters, e.g. ["kernel_regularizer"]. */
  readonly regularizes?: readonly string[];
  /** Rules between parameters; a sentence when broken. */
  check?(args: ArgsOf<P>): string | null;
  /** Shapes with the batch first. One result. */
  shape(args: ArgsOf<P>, inputs: readonly Shape[]): Shape | ShapeProblem;
  /** Default: that of the first input. */
  dtype?(args: ArgsOf<P>, inputs: readonly DType[]): DType;
  /** dtype its input must have, when it matters: an input that feeds only such layers takes it. */
  readonly takes?: DType;
  weights?(args: ArgsOf<P>, inputs: readonly Shape[]): readonly WeightSpec[];
  forward(context: ForwardContext<ArgsOf<P>>): Tensor;
  /** What becomes of a mask: `pass` (default) hands the first on, `stop` ends it, a rule makes one. */
  readonly mask?: "pass" | "stop" | MaskRule<ArgsOf<P>>;
  /** Why it cannot read a mask of this shape with its input. */
  masked?(input: Shape, mask: Shape): ShapeProblem | null;
  /** Multiply-adds · 2 of one row. */
  flops?(args: ArgsOf<P>, inputs: readonly Shape[], output: Shape): number;
  /** The tf.layers factory that honours this word exactly as Keras does; absent where there is none. */
  readonly tfjs?: TfjsLayer<P>;
}

/**
 * How a layer is said in TensorFlow.js. Argument names are the camelCase of Keras's unless renamed. An argument equal
 * to Keras's default is left out unless it `differs`.
 */
export interface TfjsLayer<P extends Params = any> {
  // eslint-disable-line @typescript-eslint/no-explicit-any
  /** `dense` for `tf.layers.dense`. */
  readonly factory: string;
  readonly rename?: Readonly<Record<string, string>>;
  /** Parameters whose tfjs default is not Keras's: written even when the user did not. */
  readonly differs?: readonly string[];
  /** False where tfjs would drop or change what these arguments say; then regnet's own layer is used. */
  faithful?(args: ArgsOf<P>, inputs: readonly Shape[]): boolean;
  /** Arguments that tf.layers does not take as Keras does, as it takes them. */
  said?(args: ArgsOf<P>, inputs: readonly Shape[]): Args;
  /**
   * False where tf.layers means the same, but TensorFlow.js computes a wrong gradient, or on one of its back ends a
   * wrong number. Then regnet runs its own layer; an exported model keeps the other, as it has nothing else.
   */
  exact?(args: ArgsOf<P>, inputs: readonly Shape[]): boolean;
}
