import type { Ops, Tensor } from "../tensor/ops.js";
import type { Random } from "../tensor/random.js";
import type { AnyParams, Described } from "./described.js";
import type { ArgsOf, Params } from "./param.js";

export interface ActivationWord<P extends Params = AnyParams> extends Described<"activation", P> {
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

export interface InitializerWord<P extends Params = AnyParams> extends Described<"initializer", P> {
  /** Row-major float32 values; drawn in JavaScript, so equal on every engine. */
  values(args: ArgsOf<P>, shape: readonly number[], random: Random): Float32Array;
  /** A sentence when this shape cannot be initialised so. */
  check?(args: ArgsOf<P>, shape: readonly number[]): string | null;
}

export interface RegularizerWord<P extends Params = AnyParams> extends Described<"regularizer", P> {
  /** A scalar; for activities of the whole batch (Keras divides by its rows elsewhere). */
  penalty(ops: Ops, args: ArgsOf<P>, weight: Tensor): Tensor;
  check?(args: ArgsOf<P>, shape: readonly number[]): string | null;
  /** Its coefficients where it is a sum of absolute values and squares: what `+` can add. */
  l1l2?(args: ArgsOf<P>): { readonly l1: number; readonly l2: number };
}

export interface ConstraintWord<P extends Params = AnyParams> extends Described<"constraint", P> {
  /** The nearest allowed weight, applied after every optimizer step. */
  project(ops: Ops, args: ArgsOf<P>, weight: Tensor): Tensor;
}
