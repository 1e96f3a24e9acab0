import type { Tensor } from "../../../tensor/ops.js";
import { binary } from "../../../program/broadcast.js";
import { tensorConstant, typed } from "../../../program/emit.js";
import type { Value } from "../../../program/node.js";
import type { RecordingScope, VariableSpec } from "./scope.js";

/**
 * Sums over the steps of a pass, in float64: equal however the pass was cut into calls. Steps with whole batches and
 * the one with what is left have their own, as their means weigh by different numbers of rows.
 */
export type SumPlace = "sums/full" | "sums/short";

export const sumVariables = (numbers: number): readonly (readonly [SumPlace, VariableSpec])[] =>
  (["sums/full", "sums/short"] as const).map((place) => [place, { type: "float64", shape: [numbers] }] as const);

/** Adds a step's scalars. */
export function addToSums(
  scope: RecordingScope,
  place: SumPlace,
  numbers: readonly Tensor[],
  stack: (xs: readonly Tensor[]) => Tensor,
): void {
  scope.update("AssignAddVariableOp", place, [scope.cast(stack(numbers) as Value, "float64")], {
    dtype: typed("float64"),
  });
}

export function zeroSums(scope: RecordingScope, numbers: number): void {
  const zeros = tensorConstant64(scope, numbers);
  for (const [place] of sumVariables(numbers)) scope.assign(place, zeros);
}

/** The sums in two parts of float32 each, which JavaScript can read and add up: exact to 48 bits. */
export function readSums(scope: RecordingScope, place: SumPlace): { readonly high: Value; readonly low: Value } {
  const sum = scope.read(place);
  const high = scope.cast(sum, "float32");
  return { high, low: scope.cast(binary(scope.g, "Sub", sum, scope.cast(high, "float64")), "float32") };
}

const tensorConstant64 = (scope: RecordingScope, length: number): Value =>
  scope.cast(tensorConstant(scope.g, new Float32Array(length), [length], "float32"), "float64");
