import { minus, plus, times } from "../../tensor/lengths.js";
import type { ConvTransposeOptions, Dim, Ops } from "../../tensor/ops.js";
import { ShapeError, shown } from "../../tensor/shapes/shape-error.js";
import { convTransposeShape, explicitPads, windowPlaces } from "../../tensor/shapes/windows.js";
import { shapeVector } from "../emit.js";
import type { Graph } from "../graph.js";
import type { Value } from "../node.js";
import { byInput, convAttrs } from "./convolution.js";
import { dilatedFilter } from "./dilation.js";
import { val } from "./operand.js";
import { expandDims } from "./reshape.js";
import { pad, slice } from "./slicing.js";
import { flat, widened } from "./spatial.js";

export const transposedConvolutions = (g: Graph): Pick<Ops, "convTranspose"> => ({
  convTranspose: (x, filter, options) => {
    convTransposeShape(x.shape, filter.shape, options);
    const kernel = dilatedFilter(g, val(filter), options.dilations);
    return plain(g, val(x), kernel, options);
  },
});

type Options = Omit<ConvTransposeOptions, "dilations">;

function plain(g: Graph, x: Value, filter: Value, { strides, padding, outputSize }: Options): Value {
  if (strides.length === 1) {
    const wide = expandDims(g, filter, 0);
    const options = { strides: [1, strides[0]!], padding: widened(padding), outputSize: [1, outputSize[0]!] };
    return flat(g, x, (v) => plain(g, v, wide, options));
  }
  const sizes = x.shape.slice(1, -1);
  const kernels = filter.shape.slice(0, strides.length) as readonly number[];
  // One op where a convolution of a tensor of the wished size has just these places.
  const named = strides.length === 2 || typeof padding === "string";
  const along = (i: number) => (typeof padding === "string" ? padding : padding[i]!);
  const fits = named && sizes.every((n, i) => windowPlaces(outputSize[i]!, kernels[i]!, strides[i]!, along(i)) === n);
  if (fits) return whole(g, x, filter, { strides, padding, outputSize });
  const pads = explicitPads(outputSize, kernels, strides, padding);
  if (pads === null) throw new ShapeError(`a transposed convolution of ${shown(x.shape)} needs known lengths`);
  const full = sizes.map((n, i) => plus(times(minus(n, 1), strides[i]!), kernels[i]!));
  return window(
    g,
    whole(g, x, filter, { strides, padding: "valid", outputSize: full }),
    pads.map(([before]) => before),
    outputSize,
  );
}

function whole(g: Graph, x: Value, filter: Value, { strides, padding, outputSize }: Options): Value {
  const shape = [x.shape[0]!, ...outputSize, filter.shape.at(-2)!];
  return byInput(g, { sizes: shapeVector(g, shape, x), filter, dy: x }, convAttrs(strides, padding), shape);
}

/** `size` places from `begin` on; zeros where the tensor has ended. */
function window(g: Graph, x: Value, begin: readonly number[], size: readonly Dim[]): Value {
  const missing = x.shape.slice(1, -1).map((n, i) => {
    const [wanted, found] = [size[i]!, minus(size[i]!, minus(n, begin[i]!))];
    if (typeof found !== "number") throw new ShapeError(`a transposed convolution to ${wanted} needs known lengths`);
    return typeof wanted === "number" ? Math.min(Math.max(found, 0), wanted) : Math.max(found, 0);
  });
  const there = size.map((n, i) => minus(n, missing[i]!));
  const cut = slice(g, x, [0, ...begin, 0], [-1, ...there, -1]);
  return pad(g, cut, [[0, 0], ...missing.map((n) => [0, n] as const), [0, 0]]);
}
