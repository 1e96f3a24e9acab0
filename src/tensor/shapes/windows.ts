import { floorDivided, minus, plus, times } from "../lengths.js";
import type { ConvOptions, ConvTransposeOptions, Dim, Padding, PoolOptions, Shape } from "../ops.js";
import { ShapeError, shown } from "./shape-error.js";

export type Pads = readonly (readonly [number, number])[];

/** Positions that a dilated kernel spans: (size - 1) · dilation + 1. */
export const span = (size: number, dilation: number): number => (size - 1) * dilation + 1;

/**
 * TensorFlow's `same`: as much as gives ⌈size / stride⌉ results, the odd one after. Null where it depends on a length
 * that is open.
 */
export function samePad(size: Dim, kernel: number, stride: number): readonly [number, number] | null {
  const reached = plus(times(minus(floorDivided(plus(size, stride - 1), stride), 1), stride), kernel);
  const missing = minus(reached, size);
  if (typeof missing !== "number") return null;
  const total = Math.max(missing, 0);
  return [Math.floor(total / 2), total - Math.floor(total / 2)];
}

/**
 * Zeros before and after each spatial axis; `kernels` are the lengths that a filter spans. Null where they depend on a
 * length that is open: only `same` with strides does.
 */
export function explicitPads(
  sizes: readonly Dim[],
  kernels: readonly number[],
  strides: readonly number[],
  padding: Padding,
): Pads | null {
  const pads = sizes.map((size, i) =>
    padding === "same"
      ? samePad(size, kernels[i]!, strides[i]!)
      : padding === "valid"
        ? ([0, 0] as const)
        : padding[i]!,
  );
  return pads.every((p) => p !== null) ? pads : null;
}

/** How often a window that spans `kernel` places stands on an axis with that padding; 0 or below: it does not fit. */
export const windowPlaces = (
  size: Dim,
  kernel: number,
  stride: number,
  padding: "same" | "valid" | readonly [number, number],
): Dim =>
  padding === "same"
    ? floorDivided(plus(size, stride - 1), stride)
    : plus(floorDivided(plus(size, ...(padding === "valid" ? [] : padding), -kernel), stride), 1);

/** Places of windows on all spatial axes. */
export const allPlaces = (
  sizes: readonly Dim[],
  kernels: readonly number[],
  strides: readonly number[],
  padding: Padding,
): readonly Dim[] =>
  sizes.map((size, i) => {
    const found = windowPlaces(size, kernels[i]!, strides[i]!, typeof padding === "string" ? padding : padding[i]!);
    if (typeof found === "number" && found < 1)
      throw new ShapeError(`a window of ${kernels[i]} places does not fit into an axis of ${size ?? "rows"}`);
    return found;
  });

/** [N, …spatial, C] as its spatial lengths; the rank has to be that of the window. */
export function spatialOf(x: Shape, rank: number): readonly Dim[] {
  if (x.length !== rank + 2)
    throw new ShapeError(`a window over ${rank} axes needs a tensor of ${rank + 2} axes, not ${shown(x)}`);
  return x.slice(1, -1);
}

const knownFilter = (filter: Shape): readonly number[] => {
  if (!filter.every((d) => typeof d === "number"))
    throw new ShapeError(`a filter has known lengths, not ${shown(filter)}`);
  return filter;
};

const channelsFit = (x: Shape, filter: Shape, wanted: Dim): void => {
  if (x.at(-1) !== wanted)
    throw new ShapeError(
      `a filter ${shown(filter)} does not go over the ${x.at(-1) ?? "rows"} channels of ${shown(x)}`,
    );
};

/** Of `Ops.conv`. */
export function convShape(x: Shape, filter: Shape, { strides, padding, dilations, groups = 1 }: ConvOptions): Shape {
  const known = knownFilter(filter);
  const rank = known.length - 2;
  channelsFit(x, filter, known[rank]! * groups);
  if (known[rank + 1]! % groups !== 0)
    throw new ShapeError(`the ${known[rank + 1]} filters of ${shown(filter)} are not ${groups} equal groups`);
  const spans = strides.map((_, i) => span(known[i]!, dilations[i]!));
  return [x[0]!, ...allPlaces(spatialOf(x, rank), spans, strides, padding), known[rank + 1]!];
}

/** Of `Ops.convTranspose`. */
export function convTransposeShape(x: Shape, filter: Shape, { outputSize }: ConvTransposeOptions): Shape {
  const known = knownFilter(filter);
  const rank = known.length - 2;
  channelsFit(x, filter, known[rank + 1]!);
  spatialOf(x, rank);
  return [x[0]!, ...outputSize, known[rank]!];
}

/** Of `Ops.depthwiseConv`. */
export function depthwiseShape(x: Shape, filter: Shape, options: Omit<ConvOptions, "groups">): Shape {
  const known = knownFilter(filter);
  const rank = known.length - 2;
  channelsFit(x, filter, known[rank]!);
  const { strides, padding, dilations } = options;
  const spans = strides.map((_, i) => span(known[i]!, dilations[i]!));
  return [x[0]!, ...allPlaces(spatialOf(x, rank), spans, strides, padding), known[rank]! * known[rank + 1]!];
}

/** Of `Ops.maxPool` and `Ops.avgPool`. */
export const poolShape = (x: Shape, { size, strides, padding }: PoolOptions): Shape => [
  x[0]!,
  ...allPlaces(spatialOf(x, size.length), size, strides, padding),
  x.at(-1)!,
];
