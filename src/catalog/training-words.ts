import type { WordCall } from "../ir/value.js";
import type { Ops, Shape, Tensor } from "../tensor/ops.js";
import type { AnyParams, Described } from "./described.js";
import type { ArgsOf, Params } from "./param.js";

export interface LossContext<A> {
  readonly ops: Ops;
  readonly args: A;
  /** float32; class indices of sparse losses are int32. */
  readonly target: Tensor;
  readonly prediction: Tensor;
}

export interface LossWord<P extends Params = AnyParams> extends Described<"loss", P> {
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
  /**
   * Which numbers it is defined for as targets, the first broken rule counts; without it all. Labels are no numbers.
   */
  readonly targets?: readonly TargetRule[];
  /** A label that is no class, and whose rows or positions it leaves out; null: none. */
  ignored?(args: ArgsOf<P>): number | null;
  /**
   * Output range it assumes; `any` where every real is fine. With from_logits the compiler expects no final activation.
   */
  readonly output: "any" | "probability" | "distribution" | "nonnegative";
}

/** Numbers that a loss takes as targets, and what becomes of others. */
export interface TargetRule {
  readonly min?: number;
  readonly max?: number;
  /** One number that is not meant. */
  readonly not?: number;
  /** `error`: the loss loses its meaning. `warning`: it clips or converts, as Keras does. */
  readonly outside: "error" | "warning";
  /** What becomes of others: the end of a sentence. */
  readonly then: string;
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

export interface MetricWord<P extends Params = AnyParams> extends Described<"metric", P> {
  /** Whether more is better; null when neither. For `mode: auto`. */
  readonly better: "max" | "min" | null;
  /**
   * Whether steps that the prediction's mask leaves out do not count. In Keras they count in every metric that is no
   * plain mean.
   */
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

export interface OptimizerWord<P extends Params = AnyParams> extends Described<"optimizer", P> {
  /** Per weight, of these shapes, starting at `initial`. */
  slots(args: ArgsOf<P>, weightShape: readonly number[]): readonly StateSpec[];
  /** Scalars shared by all weights, such as Nadam's product of momenta. */
  scalars?(args: ArgsOf<P>): readonly StateSpec[];
  /** New scalars, computed once a step before any weight. */
  advance?(
    ops: Ops,
    args: ArgsOf<P>,
    step: Tensor,
    scalars: Readonly<Record<string, Tensor>>,
  ): Readonly<Record<string, Tensor>>;
  /**
   * New weight and slots by Keras's formula. Clipping, weight decay and averaging happen around it, once for all
   * optimizers.
   */
  update(step: OptimizerStep<ArgsOf<P>>): { readonly weight: Tensor; readonly slots: Readonly<Record<string, Tensor>> };
  /** Rules between parameters; a sentence when broken. */
  check?(args: ArgsOf<P>): string | null;
  /** Decoupled weight decay is part of it (AdamW): for the lint. */
  readonly decoupledDecay?: boolean;
}

export interface ScheduleWord<P extends Params = AnyParams> extends Described<"schedule", P> {
  /** Rules between parameters; a sentence when broken. */
  check?(args: ArgsOf<P>): string | null;
  /** The learning rate of an optimizer step, counted from 0. */
  rate(args: ArgsOf<P>, step: number): number;
}
