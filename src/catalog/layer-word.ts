import type { Args, WordCall } from "../ir/value.js";
import type { DType, Ops, Shape, Tensor } from "../tensor/ops.js";
import type { AnyParams, Described } from "./described.js";
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
  /** The input's shape behind that statement. */
  readonly mended?: Shape;
  /** What comes out whatever enters: its rank is right where a length is wrong. */
  readonly anyway?: readonly Shape[];
}

/**
 * The tensors that a call hands over, by arity: exactly one unless the word says otherwise. What is at hand at a place
 * is a shape, a dtype, a mask or the tensor itself.
 */
export type Inputs<A extends Arity, T> = A extends readonly [1, 1]
  ? readonly [T]
  : A extends readonly [2, 2]
    ? readonly [T, T]
    : A extends readonly [2, number]
      ? readonly [T, T, ...T[]]
      : readonly [T, ...T[]];

/** The least and the greatest number of tensors. */
export type Arity = readonly [number, number];

/** Something of each tensor among the arguments of a call (`initial_state=[h, c]`), by parameter; absent: not given. */
export type Named<T> = Readonly<Record<string, readonly T[] | undefined>>;

/** What rules about layers among a layer's own arguments (`bidirectional lstm(32)`) give: those of their words. */
export interface InnerRules {
  shapes(layer: WordCall, inputs: readonly Shape[], named?: Named<Shape>): readonly Shape[] | ShapeProblem;
  dtypes(layer: WordCall, inputs: readonly DType[]): readonly DType[];
  /** Their names begin with `prefix`. */
  weights(layer: WordCall, inputs: readonly Shape[], prefix?: string): readonly WeightSpec[];
  flops(layer: WordCall, inputs: readonly Shape[]): number;
  traits(layer: WordCall): readonly Trait[];
  /** Why a layer cannot read a mask of this shape with its input. */
  masked(layer: WordCall, input: Shape, mask: Shape): ShapeProblem | null;
}

/** What a rule about shapes can ask beside arguments and inputs. */
export interface CallRules {
  readonly named: Named<Shape>;
  readonly inner: InnerRules;
}

/** A tensor with Keras's mask, null for none. */
export interface Traced {
  readonly value: Tensor;
  readonly mask: Tensor | null;
}

/** What a layer's forward pass gets. */
export interface ForwardContext<A, I extends Arity = Arity> {
  readonly ops: Ops;
  /** The layer's, and those of the call. */
  readonly args: A;
  readonly inputs: Inputs<I, Tensor>;
  /** Keras masks of the inputs, bool [N, steps], null where there is none. */
  readonly masks: Inputs<I, Tensor | null>;
  /** Tensors among the arguments of the call. */
  readonly named: Named<Traced>;
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
  /**
   * Applies a layer among the arguments; its weights are the own ones under `prefix`, and what it draws follows from
   * the prefix, too.
   */
  apply(layer: WordCall, inputs: readonly Traced[], how?: InnerCall): readonly Traced[];
  /** What such an application would do, without doing it. */
  effects(layer: WordCall, inputs: readonly Traced[], how?: InnerCall): Effects;
}

/** What an application of a layer does beside giving results. */
export interface Effects {
  /** What comes of a row depends, or may depend, on other rows. */
  readonly mixesRows: boolean;
  /** It draws, changes state or adds to the loss: how often it is applied makes a difference. */
  readonly counts: boolean;
}

export interface InnerCall {
  readonly prefix?: string;
  readonly named?: Named<Traced>;
  /** Default: as the outer layer. */
  readonly training?: boolean;
  /** Which of several applications of it in this pass: each draws for itself. Default 0. */
  readonly draw?: number;
}

/** What a mask is made of. */
export type MaskContext<A, I extends Arity = Arity> = Pick<
  ForwardContext<A, I>,
  "ops" | "args" | "inputs" | "masks" | "named"
>;

/** Masks that a layer makes of a result; null: none. */
export interface MaskRule<A, I extends Arity = Arity> {
  /** Known before the model runs. */
  shape(args: A, inputs: Inputs<I, Shape>, masks: Inputs<I, Shape | null>): Shape | null;
  values(context: MaskContext<A, I>): Tensor | null;
}

export type Trait =
  /** Zeroes or disturbs activities in training. */
  | "dropout"
  | "noise"
  | "normalization"
  /** Does otherwise in training, so that a call may say whether it is one of training: `from x, training=false`. */
  | "training_mode"
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

/** What a layer's file states whatever the number of its results. */
interface LayerBase<P extends Params, I extends Arity> extends Described<"layer", P> {
  readonly traits?: readonly Trait[];
  /** How many tensors it takes; [2, Infinity] for merges. Default [1, 1]. */
  readonly arity?: I;
  /** Arguments of the call (after `from`), beside the inputs. */
  readonly callParams?: Params;
  /** Which weights `regularizer:` means: names of regularizer parameters, e.g. ["kernel_regularizer"]. */
  readonly regularizes?: readonly string[];
  /** Rules between parameters; a sentence when broken. */
  check?(args: ArgsOf<P>): string | null;
  /** dtype its input must have, when it matters: an input that feeds only such layers takes it. */
  readonly takes?: DType;
  weights?(args: ArgsOf<P>, inputs: Inputs<I, Shape>, call: CallRules): readonly WeightSpec[];
  /** Why it cannot read a mask of this shape with its input. */
  masked?(input: Shape, mask: Shape, args: ArgsOf<P>, inner: InnerRules): ShapeProblem | null;
  /** The tf.layers factory that honours this word exactly as Keras does; absent where there is none. */
  readonly tfjs?: TfjsLayer<P, I>;
}

/** A layer with one result, as nearly all have: how its file states it. */
export interface OneResult<P extends Params, I extends Arity> extends LayerBase<P, I> {
  /** With the batch first. */
  shape(args: ArgsOf<P>, inputs: Inputs<I, Shape>, call: CallRules): Shape | ShapeProblem;
  /** Default: float32 where it has weights, else that of the first input. */
  dtype?(args: ArgsOf<P>, inputs: Inputs<I, DType>, inner: InnerRules): DType;
  forward(context: ForwardContext<ArgsOf<P>, I>): Tensor;
  /** What becomes of a mask: `pass` (default) hands the first on, `stop` ends it, a rule makes one. */
  readonly mask?: "pass" | "stop" | MaskRule<ArgsOf<P>, I>;
  /** Multiply-adds · 2 of one row. */
  flops?(args: ArgsOf<P>, inputs: Inputs<I, Shape>, output: Shape, call: CallRules): number;
}

/** A layer whose arguments decide how many results it has: how its file states it. */
export interface SeveralResults<P extends Params, I extends Arity> extends LayerBase<P, I> {
  /** One a result, with the batch first. */
  shapes(args: ArgsOf<P>, inputs: Inputs<I, Shape>, call: CallRules): readonly Shape[] | ShapeProblem;
  /** Default: as of a layer with one result, for all of them. */
  dtypes?(args: ArgsOf<P>, inputs: Inputs<I, DType>, inner: InnerRules): readonly DType[];
  forward(context: ForwardContext<ArgsOf<P>, I>): readonly Tensor[];
  readonly masks: MasksRule<ArgsOf<P>, I>;
  flops?(args: ArgsOf<P>, inputs: Inputs<I, Shape>, outputs: readonly Shape[], call: CallRules): number;
}

/** The masks of all results, in their order. A list that is too short leaves the rest without one. */
export interface MasksRule<A, I extends Arity = Arity> {
  shapes(args: A, inputs: Inputs<I, Shape>, masks: Inputs<I, Shape | null>): readonly (Shape | null)[];
  values(context: MaskContext<A, I>): readonly (Tensor | null)[];
}

/**
 * What the rest of regnet knows of a layer: a list for everything that a result has. Its rules are asked through
 * `layer-rules.ts` and `apply-layer.ts` alone, which hand them what they may ask for.
 */
export interface LayerWord<P extends Params = AnyParams> extends LayerBase<P, Arity> {
  readonly arity: Arity;
  /** Whatever the arguments, there is one result. */
  readonly single: boolean;
  shapes(args: ArgsOf<P>, inputs: readonly Shape[], call: CallRules): readonly Shape[] | ShapeProblem;
  dtypes(args: ArgsOf<P>, inputs: readonly DType[], inner: InnerRules): readonly DType[] | null;
  forward(context: ForwardContext<ArgsOf<P>>): readonly Tensor[];
  readonly masks: MasksRule<ArgsOf<P>>;
  flops(args: ArgsOf<P>, inputs: readonly Shape[], outputs: readonly Shape[], call: CallRules): number | null;
}

/**
 * How a layer is said in TensorFlow.js. Argument names are the camelCase of Keras's unless renamed. An argument equal
 * to Keras's default is left out unless it `differs`.
 */
export interface TfjsLayer<P extends Params = AnyParams, I extends Arity = Arity> {
  /** `dense` for `tf.layers.dense`. */
  readonly factory: string;
  readonly rename?: Readonly<Record<string, string>>;
  /** Parameters whose tfjs default is not Keras's: written even when the user did not. */
  readonly differs?: readonly string[];
  /**
   * Why regnet always takes its own layer: what the factory does otherwise than Keras, as it follows on its name, such
   * as "drops the penalties on its weights". Absent: `unlike` decides.
   */
  readonly unused?: string;
  /** The same where these arguments decide; null: tf.layers does exactly what Keras does. */
  unlike?(args: ArgsOf<P>, inputs: Inputs<I, Shape>): string | null;
  /** Arguments that tf.layers does not take as Keras does, as it takes them. */
  said?(args: ArgsOf<P>, inputs: Inputs<I, Shape>): Args;
  /**
   * False where tf.layers means the same, but TensorFlow.js computes a wrong gradient, or on one of its back ends a
   * wrong number. Then regnet runs its own layer; an exported model keeps the other, as it has nothing else.
   */
  exact?(args: ArgsOf<P>, inputs: Inputs<I, Shape>): boolean;
}
