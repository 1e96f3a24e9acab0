import type { Args, WordCall } from "../ir/value.js";
import type { DType, Ops, Shape, Tensor } from "../tensor/ops.js";
import type { Random } from "../tensor/random.js";
import type { ArgsOf, Params } from "./param.js";

/**
 * What a word of the vocabulary is. One word is one file, which states everything regnet knows about it; checker,
 * formatter of docs, emitters, model builder, training and the editor derive from these records and name no word.
 */
export type Word =
  | LayerWord
  | ActivationWord
  | InitializerWord
  | RegularizerWord
  | ConstraintWord
  | LossWord
  | MetricWord
  | OptimizerWord
  | ScheduleWord
  | CallbackWord
  | StructureWord
  | PlainWord;

export type Family = Word["family"];

interface Described<F extends string, P extends Params> {
  readonly family: F;
  /** Keras's name in snake_case. */
  readonly name: string;
  /** The Keras class (or function) it stands for, null where Keras has none. Old or class spellings are recognised by it. */
  readonly keras: string | null;
  /** Short forms of the same word: `batch_norm`. */
  readonly aliases?: readonly string[];
  /** One sentence. */
  readonly summary: string;
  /** When to use it, what to watch for; a paragraph. */
  readonly explain?: string;
  /** Paper or formula source. */
  readonly reference?: string;
  readonly params: P;
  /** As they would be written in a spec, each a whole statement or value; run by the tests. */
  readonly examples: readonly string[];
  /** Names of earlier Keras versions and what they became: `{ p: "rate" }`. */
  readonly renamed?: Readonly<Record<string, string>>;
}

// ---- layers ------------------------------------------------------------------------------------------------------------

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

export interface LayerWord<P extends Params = any> extends Described<"layer", P> { // eslint-disable-line @typescript-eslint/no-explicit-any
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
 * How a layer is said in TensorFlow.js. Argument names are the camelCase of Keras's unless renamed. An argument equal to
 * Keras's default is left out unless it `differs`.
 */
export interface TfjsLayer<P extends Params = any> { // eslint-disable-line @typescript-eslint/no-explicit-any
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
   * False where tf.layers means the same, but TensorFlow.js computes a wrong gradient, or on one of its back ends a wrong number. Then regnet runs its
   * own layer; an exported model keeps the other, as it has nothing else.
   */
  exact?(args: ArgsOf<P>, inputs: readonly Shape[]): boolean;
}

// ---- values ------------------------------------------------------------------------------------------------------------

export interface ActivationWord<P extends Params = any> extends Described<"activation", P> { // eslint-disable-line @typescript-eslint/no-explicit-any
  apply(ops: Ops, args: ArgsOf<P>, x: Tensor): Tensor;
  /** The tfjs activation identifier with exactly this meaning, if any: of the activation with all its arguments at their defaults. */
  readonly tfjs?: string;
  /** What its values can be: for the agreement of losses and outputs. */
  readonly range?: "probability" | "distribution" | "nonnegative" | "real";
}

export interface InitializerWord<P extends Params = any> extends Described<"initializer", P> { // eslint-disable-line @typescript-eslint/no-explicit-any
  /** Row-major float32 values; drawn in JavaScript, so equal on every engine. */
  values(args: ArgsOf<P>, shape: readonly number[], random: Random): Float32Array;
  /** A sentence when this shape cannot be initialised so. */
  check?(args: ArgsOf<P>, shape: readonly number[]): string | null;
}

export interface RegularizerWord<P extends Params = any> extends Described<"regularizer", P> { // eslint-disable-line @typescript-eslint/no-explicit-any
  /** A scalar; for activities of the whole batch (Keras divides by its rows elsewhere). */
  penalty(ops: Ops, args: ArgsOf<P>, weight: Tensor): Tensor;
  check?(args: ArgsOf<P>, shape: readonly number[]): string | null;
  /** Its coefficients where it is a sum of absolute values and squares: what `+` can add. */
  l1l2?(args: ArgsOf<P>): { readonly l1: number; readonly l2: number };
}

export interface ConstraintWord<P extends Params = any> extends Described<"constraint", P> { // eslint-disable-line @typescript-eslint/no-explicit-any
  /** The nearest allowed weight, applied after every optimizer step. */
  project(ops: Ops, args: ArgsOf<P>, weight: Tensor): Tensor;
}

export interface LossContext<A> {
  readonly ops: Ops;
  readonly args: A;
  /** float32; class indices of sparse losses are int32. */
  readonly target: Tensor;
  readonly prediction: Tensor;
}

export interface LossWord<P extends Params = any> extends Described<"loss", P> { // eslint-disable-line @typescript-eslint/no-explicit-any
  /** One value per row, or per position of a row: Keras's unreduced loss. */
  values(context: LossContext<ArgsOf<P>>): Tensor;
  /** Which of `values` count (bool, of their shape), where the loss itself leaves some out; null: all. */
  mask?(context: LossContext<ArgsOf<P>>): Tensor | null;
  /** Rules between parameters; a sentence when broken. */
  check?(args: ArgsOf<P>): string | null;
  /** A sentence where it cannot stand on an output of this shape. */
  fits?(args: ArgsOf<P>, output: Shape): string | null;
  /** What it needs of the target and the output it stands on. */
  readonly target: "number" | "index" | "onehot" | "sign";
  /** Output range it assumes; `any` where every real is fine. With from_logits the compiler expects no final activation. */
  readonly output: "any" | "probability" | "distribution" | "nonnegative";
}

export interface MetricContext<A> extends LossContext<A> {
  /** [N] row weights, null: all 1. */
  readonly weight: Tensor | null;
}

export interface StateSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** Every element's value at the start of an epoch. */
  readonly initial: number;
}

export interface MetricWord<P extends Params = any> extends Described<"metric", P> { // eslint-disable-line @typescript-eslint/no-explicit-any
  /** Whether more is better; null when neither. For `mode: auto`. */
  readonly better: "max" | "min" | null;
  /** Whether steps that the prediction's mask leaves out do not count. In Keras they count in every metric that is no plain mean. */
  readonly masked?: boolean;
  readonly target: "number" | "index" | "onehot" | "sign" | "any";
  /** Keras resolves `accuracy` and `crossentropy` by the shapes: the word meant, for these. */
  resolve?(args: ArgsOf<P>, output: Shape, loss: WordCall | null, target: "number" | "index" | "onehot"): WordCall;
  /** Rules between parameters, with the output's shape, and with what the targets are; a sentence when broken. */
  check?(args: ArgsOf<P>, output: Shape, target: LossWord["target"]): string | null;
  state(args: ArgsOf<P>, output: Shape): readonly StateSpec[];
  /** State after one more batch; keys as in `state`. */
  update(context: MetricContext<ArgsOf<P>>, state: Readonly<Record<string, Tensor>>): Readonly<Record<string, Tensor>>;
  /** A float32 scalar. */
  result(ops: Ops, args: ArgsOf<P>, state: Readonly<Record<string, Tensor>>): Tensor;
}

export interface OptimizerStep<A> {
  readonly ops: Ops;
  readonly args: A;
  /** float32 scalars: the rate of this step, and its number from 1. */
  readonly learningRate: Tensor;
  readonly step: Tensor;
  readonly weight: Tensor;
  readonly gradient: Tensor;
  readonly slots: Readonly<Record<string, Tensor>>;
  /** State of the optimizer as a whole (`scalars`), as it was before this step. */
  readonly scalars: Readonly<Record<string, Tensor>>;
}

export interface OptimizerWord<P extends Params = any> extends Described<"optimizer", P> { // eslint-disable-line @typescript-eslint/no-explicit-any
  /** Per weight, of these shapes, starting at `initial`. */
  slots(args: ArgsOf<P>, weightShape: readonly number[]): readonly StateSpec[];
  /** Scalars shared by all weights, such as Nadam's product of momenta. */
  scalars?(args: ArgsOf<P>): readonly StateSpec[];
  /** New scalars, computed once a step before any weight. */
  advance?(ops: Ops, args: ArgsOf<P>, step: Tensor, scalars: Readonly<Record<string, Tensor>>): Readonly<Record<string, Tensor>>;
  /** New weight and slots by Keras's formula. Clipping, weight decay and averaging happen around it, once for all optimizers. */
  update(step: OptimizerStep<ArgsOf<P>>): { readonly weight: Tensor; readonly slots: Readonly<Record<string, Tensor>> };
  /** Rules between parameters; a sentence when broken. */
  check?(args: ArgsOf<P>): string | null;
  /** Decoupled weight decay is part of it (AdamW): for the lint. */
  readonly decoupledDecay?: boolean;
}

export interface ScheduleWord<P extends Params = any> extends Described<"schedule", P> { // eslint-disable-line @typescript-eslint/no-explicit-any
  /** Rules between parameters; a sentence when broken. */
  check?(args: ArgsOf<P>): string | null;
  /** The learning rate of an optimizer step, counted from 0. */
  rate(args: ArgsOf<P>, step: number): number;
}

// ---- callbacks ---------------------------------------------------------------------------------------------------------

/** Logged values of one epoch by name: loss, val_loss, accuracy, … */
export type Logs = Readonly<Record<string, number>>;

/** What a callback knows of the run. */
export interface EpochEnd {
  /** From 0. */
  readonly epoch: number;
  readonly logs: Logs;
  /** Whether more is better, by the metric behind the name; null when unknown. */
  direction(monitor: string): "max" | "min" | null;
  readonly learningRate: number;
}

/** What a callback wants done; carried out by the training loop in the order of the callbacks. */
export type Action =
  | { readonly do: "stop"; readonly reason: string }
  /** Remember the weights as they are, under the callback's own name. */
  | { readonly do: "keep" }
  /** Put the remembered weights back when training ends (for whatever reason). */
  | { readonly do: "restore" }
  | { readonly do: "learning_rate"; readonly value: number }
  | { readonly do: "save"; readonly path: string; readonly weightsOnly: boolean }
  /** Put text into a file of the run folder at byte `at` (0: it begins anew); what stands beyond was written by a run that was cut off. */
  | { readonly do: "append"; readonly path: string; readonly text: string; readonly at: number }
  | { readonly do: "say"; readonly message: string };

/** A pure state machine: its state is plain JSON, so a resumed run goes on exactly. */
export interface CallbackWord<P extends Params = any, S = any> extends Described<"callback", P> { // eslint-disable-line @typescript-eslint/no-explicit-any
  start(args: ArgsOf<P>): S;
  /** Before an epoch: schedules. */
  epochBegin?(args: ArgsOf<P>, state: S, epoch: number, learningRate: number): { readonly state: S; readonly actions: readonly Action[] };
  epochEnd?(args: ArgsOf<P>, state: S, end: EpochEnd): { readonly state: S; readonly actions: readonly Action[] };
  /** After the last epoch, whatever ended it. */
  trainEnd?(args: ArgsOf<P>, state: S): { readonly state: S; readonly actions: readonly Action[] };
  /** It sets the learning rate, so the optimizer's has to be a plain number. */
  readonly setsRate?: true;
  /** The log names it reads. */
  monitors?(args: ArgsOf<P>): readonly string[];
  /** Extra check with the training around it. */
  check?(args: ArgsOf<P>, training: { readonly epochs: number }): string | null;
}

// ---- structure -----------------------------------------------------------------------------------------------------------

/** Where a structure word may stand. */
export type Place = "file" | "model" | "block" | "data" | "train";

/** `model`, `block`, `repeat`, `data`, …: words the compiler gives a meaning to by their `role`, never by their name. */
export interface StructureWord<P extends Params = Params> extends Described<"structure", P> {
  readonly role: string;
  readonly places: readonly Place[];
  /** Understood, but not in this version: reported as such, never given another meaning. */
  readonly planned?: true;
  /** Arguments that Keras's call takes and this word does not: what to write instead, as the end of a sentence. */
  readonly elsewhere?: Readonly<Record<string, string>>;
}

/** Words of small families that carry only arguments: splits, sources. */
export interface PlainWord<P extends Params = Params> extends Described<"source" | "split", P> {
  readonly planned?: true;
}

// ---- definers: identity functions that infer the parameter types -----------------------------------------------------------

type Define<W, K extends keyof W = never> = Omit<W, "family" | K>;

export const defineLayer = <const P extends Params>(w: Define<LayerWord<P>>): LayerWord<P> => ({ family: "layer", ...w });
export const defineActivation = <const P extends Params>(w: Define<ActivationWord<P>>): ActivationWord<P> => ({ family: "activation", ...w });
export const defineInitializer = <const P extends Params>(w: Define<InitializerWord<P>>): InitializerWord<P> => ({ family: "initializer", ...w });
export const defineRegularizer = <const P extends Params>(w: Define<RegularizerWord<P>>): RegularizerWord<P> => ({ family: "regularizer", ...w });
export const defineConstraint = <const P extends Params>(w: Define<ConstraintWord<P>>): ConstraintWord<P> => ({ family: "constraint", ...w });
export const defineLoss = <const P extends Params>(w: Define<LossWord<P>>): LossWord<P> => ({ family: "loss", ...w });
export const defineMetric = <const P extends Params>(w: Define<MetricWord<P>>): MetricWord<P> => ({ family: "metric", ...w });
export const defineOptimizer = <const P extends Params>(w: Define<OptimizerWord<P>>): OptimizerWord<P> => ({ family: "optimizer", ...w });
export const defineSchedule = <const P extends Params>(w: Define<ScheduleWord<P>>): ScheduleWord<P> => ({ family: "schedule", ...w });
export const defineCallback = <const P extends Params, S>(w: Define<CallbackWord<P, S>>): CallbackWord<P, S> => ({ family: "callback", ...w });
export const defineStructure = <const P extends Params>(w: Define<StructureWord<P>>): StructureWord<P> => ({ family: "structure", ...w });
export const defineSplit = <const P extends Params>(w: Define<PlainWord<P>>): PlainWord<P> => ({ family: "split", ...w });
export const defineSource = <const P extends Params>(w: Define<PlainWord<P>>): PlainWord<P> => ({ family: "source", ...w });

export type { Args };
