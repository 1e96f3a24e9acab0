import type { ConvTransposeOptions, Ops, Padding } from "../../tensor/ops.js";
import { shapeVector } from "../emit.js";
import type { Graph } from "../graph.js";
import type { Value } from "../node.js";
import { byInput, convAttrs } from "./convolution.js";
import { dilatedFilter } from "./dilation.js";
import { val } from "./operand.js";
import { expandDims } from "./reshape.js";
import { pad, slice } from "./slicing.js";
import { explicitPads, flat, spatialOf, widened, windows } from "./spatial.js";

export const transposedConvolutions = (g: Graph): Pick<Ops, "convTranspose"> => ({
  convTranspose: (x, filter, options) => convTranspose(g, val(x), val(filter), options),
});

function convTranspose(g: Graph, x: Value, filter: Value, options: ConvTransposeOptions): Value {
  const kernel = dilatedFilter(g, filter, options.dilations);
  return plain(g, x, kernel, options.strides, options.padding, options.outputSize);
}

function plain(
  g: Graph,
  x: Value,
  filter: Value,
  strides: readonly number[],
  padding: Padding,
  outputSize: readonly number[],
): Value {
  if (strides.length === 1) {
    const wide = expandDims(g, filter, 0);
    return flat(g, x, (v) => plain(g, v, wide, [1, strides[0]!], widened(padding), [1, outputSize[0]!]));
  }
  const sizes = spatialOf(x);
  const kernels = filter.shape.slice(0, strides.length) as readonly number[];
  const pads = explicitPads(outputSize, kernels, strides, padding);
  // One op where a convolution of a tensor of the wished size has just these places.
  const named = strides.length === 2 || typeof padding === "string";
  const fits = named && sizes.every((n, i) => windows(outputSize[i]!, pads[i]!, kernels[i]!, strides[i]!) === n);
  if (fits) return whole(g, x, filter, strides, padding, outputSize);
  const full = sizes.map((n, i) => (n - 1) * strides[i]! + kernels[i]!);
  return window(
    g,
    whole(g, x, filter, strides, "valid", full),
    pads.map(([before]) => before),
    outputSize,
  );
}

function whole(
  g: Graph,
  x: Value,
  filter: Value,
  strides: readonly number[],
  padding: Padding,
  sizes: readonly number[],
): Value {
  const shape = [x.shape[0]!, ...sizes, filter.shape.at(-2)!];
  return byInput(g, shapeVector(g, shape, x), filter, x, convAttrs(strides, padding), shape);
}

/** `size` places from `begin` on; zeros where the tensor has ended. */
function window(g: Graph, x: Value, begin: readonly number[], size: readonly number[]): Value {
  const there = spatialOf(x).map((n, i) => Math.max(Math.min(n - begin[i]!, size[i]!), 0));
  const cut = slice(g, x, [0, ...begin, 0], [-1, ...there, -1]);
  return pad(g, cut, [[0, 0], ...there.map((n, i) => [0, size[i]! - n] as const), [0, 0]]);
}
