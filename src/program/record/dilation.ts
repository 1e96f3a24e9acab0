import { quotient, times } from "../../tensor/lengths.js";
import type { Padding } from "../../tensor/ops.js";
import { allPlaces, explicitPads, span, type Pads } from "../../tensor/shapes/windows.js";
import type { Graph } from "../graph.js";
import { constantInts, emit, ints, pairs, sizeOf, typed } from "../emit.js";
import type { GradientRules } from "../gradient-rule.js";
import type { Value } from "../node.js";
import { arranged } from "./reshape.js";
import { pad, slice } from "./slicing.js";

/** [k, …, C, F] → [(k - 1)·d + 1, …, C, F] with zeros between: right with any stride, and slow. */
export function dilatedFilter(g: Graph, filter: Value, dilations: readonly number[]): Value {
  return dilations.reduce((kernel, d, axis) => {
    const shape = kernel.shape as readonly number[];
    const k = shape[axis]!;
    if (d === 1 || k === 1) return kernel;
    const before = sizeOf(shape.slice(0, axis));
    const after = sizeOf(shape.slice(axis + 1));
    const spaced = pad(g, arranged(g, kernel, [before, k, 1, after]), [
      [0, 0],
      [0, 0],
      [0, d - 1],
      [0, 0],
    ]);
    const cut = slice(g, arranged(g, spaced, [before, k * d, after]), [0, 0, 0], [before, span(k, d), after]);
    return arranged(g, cut, [...shape.slice(0, axis), span(k, d), ...shape.slice(axis + 1)]);
  }, filter);
}

/** Windows with strides of 1, by axis. */
interface DilatedWindows {
  readonly kernels: readonly number[];
  readonly dilations: readonly number[];
  readonly padding: Padding;
}

/**
 * A dilated convolution with strides of 1: every d-th place of the input becomes a batch of its own, which is convolved
 * with the filter as it is. TensorFlow's CPU kernels have no gradient of dilated filters everywhere. The lengths of the
 * input are known.
 */
export function throughBatches(
  g: Graph,
  x: Value,
  { kernels, dilations, padding }: DilatedWindows,
  valid: (x: Value) => Value,
): Value {
  const sizes = x.shape.slice(1, -1) as number[];
  const spans = kernels.map((k, i) => span(k, dilations[i]!));
  const ones = kernels.map(() => 1);
  const pads = explicitPads(sizes, spans, ones, padding)!;
  const places = allPlaces(sizes, spans, ones, padding);
  const filled: Pads = sizes.map((n, i) => {
    const whole = n + pads[i]![0] + pads[i]![1];
    return [pads[i]![0], pads[i]![1] + Math.ceil(whole / dilations[i]!) * dilations[i]! - whole];
  });
  const y = valid(spaceToBatch(g, x, dilations, filled));
  const back = batchToSpace(
    g,
    y,
    dilations,
    kernels.map(() => [0, 0] as const),
  );
  return slice(g, back, [0, ...kernels.map(() => 0), 0], [-1, ...places, -1]);
}

const attrs = (x: Value) => ({ T: typed(x.dtype), Tblock_shape: typed("int32") });

function spaceToBatch(g: Graph, x: Value, block: readonly number[], paddings: Pads): Value {
  const sizes = x.shape.slice(1, -1) as number[];
  const spatial = sizes.map((n, i) => (n + paddings[i]![0] + paddings[i]![1]) / block[i]!);
  const rows = times(x.shape[0]!, sizeOf(block));
  const inputs = [x, ints(g, block), pairs(g, paddings)];
  return emit(
    g,
    "SpaceToBatchND",
    inputs,
    { ...attrs(x), Tpaddings: typed("int32") },
    { name: "output", type: x.dtype, shape: [rows, ...spatial, x.shape.at(-1)!] },
  );
}

function batchToSpace(g: Graph, x: Value, block: readonly number[], crops: Pads): Value {
  const sizes = x.shape.slice(1, -1) as number[];
  const spatial = sizes.map((n, i) => n * block[i]! - crops[i]![0] - crops[i]![1]);
  const rows = quotient(x.shape[0]!, sizeOf(block))!;
  const inputs = [x, ints(g, block), pairs(g, crops)];
  return emit(
    g,
    "BatchToSpaceND",
    inputs,
    { ...attrs(x), Tcrops: typed("int32") },
    { name: "output", type: x.dtype, shape: [rows, ...spatial, x.shape.at(-1)!] },
  );
}

const asPairs = (values: readonly number[]): Pads =>
  Array.from({ length: values.length / 2 }, (_, i) => [values[2 * i]!, values[2 * i + 1]!]);

export const dilationGradients: GradientRules = {
  SpaceToBatchND: ({ g, inputs: [, block, paddings], dy }) => [
    () => batchToSpace(g, dy, constantInts(block!), asPairs(constantInts(paddings!))),
    null,
    null,
  ],
  BatchToSpaceND: ({ g, inputs: [, block, crops], dy }) => [
    () => spaceToBatch(g, dy, constantInts(block!), asPairs(constantInts(crops!))),
    null,
    null,
  ],
};
