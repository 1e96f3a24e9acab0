import type { Ops, Tensor } from "../tensor/ops.js";
import type { Random } from "../tensor/random.js";
import type { Described } from "./described.js";
import type { ArgsOf, Params } from "./param.js";

export interface ActivationWord<P extends Params = any> extends Described<"activation", P> {
  // eslint-disable-line @typescript-eslint/no-explicit-any
  apply(ops: Ops, args: ArgsOf<P>, x: Tensor): Tensor;
  /**
   * The tfjs activation identifier with exactly this meaning, if any: of the activation with all its arguments at their
   * defaults.
   */
  readonly tfjs?: string;
  /** What its values can be: for the agreement of losses and outputs. */
  readonly range?: "probability" | "distribution" | "nonnegative" | "real";
  /** Whole numbers stay whole: it chooses among its input and whole numbers. Of any other the result is float32. */
  readonly keepsWhole?: true;
}

export interface InitializerWord<P extends Params = any> extends Described<"initializer", P> {
  // eslint-disable-line @typescript-eslint/no-explicit-any
  /** Row-major float32 values; drawn in JavaScript, so equal on every engine. */
  values(args: ArgsOf<P>, shape: readonly number[], random: Random): Float32Array;
  /** A sentence when this shape cannot be initialised so. */
  check?(args: ArgsOf<P>, shape: readonly number[]): string | null;
}

export interface RegularizerWord<P extends Params = any> extends Described<"regularizer", P> {
  // eslint-disable-line @typescript-eslint/no-explicit-any
  /** A scalar; for activities of the whole batch (Keras divides by its rows elsewhere). */
  penalty(ops: Ops, args: ArgsOf<P>, weight: Tensor): Tensor;
  check?(args: ArgsOf<P>, shape: readonly number[]): string | null;
  /** Its coefficients where it is a sum of absolute values and squares: what `+` can add. */
  l1l2?(args: ArgsOf<P>): { readonly l1: number; readonly l2: number };
}

export interface ConstraintWord<P extends Params = any> extends Described<"constraint", P> {
  // eslint-disable-line @typescript-eslint/no-explicit-any
  /** The nearest allowed weight, applied after every optimizer step. */
  project(ops: Ops, args: ArgsOf<P>, weight: Tensor): Tensor;
}
