import type { ConvOptions, Ops, Padding, Shape } from "../../tensor/ops.js";
import { convShape } from "../../tensor/shapes/windows.js";
import { emit, ints, isKnown, shapeOf, typed } from "../emit.js";
import type { Backward, GradientRules } from "../gradient-rule.js";
import type { Attrs, Graph, Output } from "../graph.js";
import type { Value } from "../node.js";
import { dilatedFilter, throughBatches } from "./dilation.js";
import { val } from "./operand.js";
import { expandDims } from "./reshape.js";
import { concat, pad, split } from "./slicing.js";
import { flat, framed, isOne, paddingAttrs, widened } from "./spatial.js";

export const convolutions = (g: Graph): Pick<Ops, "conv"> => ({
  conv: (x, filter, options) => conv(g, val(x), val(filter), options),
});

export function conv(g: Graph, x: Value, filter: Value, options: ConvOptions): Value {
  const { strides, padding, dilations } = options;
  const groups = options.groups ?? 1;
  if (groups !== 1) {
    const filters = split(g, filter, groups, filter.shape.length - 1);
    const parts = split(g, x, groups, x.shape.length - 1);
    return concat(
      g,
      parts.map((part, i) => conv(g, part, filters[i]!, { ...options, groups: 1 })),
      x.shape.length - 1,
    );
  }
  if (isOne(dilations)) return plain(g, x, filter, strides, padding);
  if (isOne(strides) && isKnown(x.shape.slice(1, -1))) {
    const valid = (v: Value): Value => plain(g, v, filter, strides, "valid");
    const kernels = filter.shape.slice(0, strides.length) as number[];
    return throughBatches(g, x, { kernels, dilations, padding }, valid);
  }
  return plain(g, x, dilatedFilter(g, filter, dilations), strides, padding);
}

function plain(g: Graph, x: Value, filter: Value, strides: readonly number[], padding: Padding): Value {
  if (strides.length === 1) {
    const wide = expandDims(g, filter, 0);
    return flat(g, x, (v) => plain(g, v, wide, [1, strides[0]!], widened(padding)));
  }
  if (strides.length === 3 && typeof padding !== "string")
    return plain(g, pad(g, x, [[0, 0], ...padding, [0, 0]]), filter, strides, "valid");
  const shape = convShape(x.shape, filter.shape, { strides, padding, dilations: strides.map(() => 1) });
  return forward(g, x, filter, convAttrs(strides, padding), shape);
}

/** The attributes of Conv2D or Conv3D and their gradient ops. */
export function convAttrs(strides: readonly number[], padding: Padding): Attrs {
  const two = strides.length === 2;
  const { padding: name, explicit_paddings } = paddingAttrs(padding);
  return {
    T: typed("float32"),
    strides: framed(strides),
    dilations: framed(strides.map(() => 1)),
    padding: name,
    data_format: { string: two ? "NHWC" : "NDHWC" },
    ...(two ? { explicit_paddings, use_cudnn_on_gpu: { bool: true } } : {}),
  };
}

const isTwo = (attrs: Attrs): boolean => "use_cudnn_on_gpu" in attrs;

const withoutSizes = (attrs: Attrs): Attrs =>
  Object.fromEntries(Object.entries(attrs).filter(([name]) => name !== "Tshape"));

const forward = (g: Graph, x: Value, filter: Value, attrs: Attrs, shape: Shape): Value =>
  emit(g, isTwo(attrs) ? "Conv2D" : "Conv3D", [x, filter], withoutSizes(attrs), {
    name: "output",
    type: "float32",
    shape,
  });

/** What a convolution's gradient by its input is made of; `sizes`: the input's shape as a vector. */
export interface ByInput {
  readonly sizes: Value;
  readonly filter: Value;
  readonly dy: Value;
}

/** The gradient of a convolution by its input, which is also the transposed convolution. */
export function byInput(g: Graph, { sizes, filter, dy }: ByInput, attrs: Attrs, shape: Shape): Value {
  const result: Output = { name: "output", type: "float32", shape };
  return isTwo(attrs)
    ? emit(g, "Conv2DBackpropInput", [sizes, filter, dy], attrs, result)
    : emit(g, "Conv3DBackpropInputV2", [sizes, filter, dy], { ...attrs, Tshape: typed("int32") }, result);
}

const byFilter = (g: Graph, x: Value, filter: Value, dy: Value, attrs: Attrs): Value =>
  emit(
    g,
    isTwo(attrs) ? "Conv2DBackpropFilter" : "Conv3DBackpropFilterV2",
    [x, ints(g, filter.shape as readonly number[]), dy],
    withoutSizes(attrs),
    { name: "output", type: "float32", shape: filter.shape },
  );

const convolved = ({ g, node, inputs: [x, filter], dy }: Backward): (() => Value)[] => [
  () => byInput(g, { sizes: shapeOf(g, x!), filter: filter!, dy }, node.attrs, x!.shape),
  () => byFilter(g, x!, filter!, dy, node.attrs),
];

/**
 * Of sizes, filter and the small tensor: what was the result of the convolution is now the input, and the other way
 * round.
 */
const transposed = ({ g, node, inputs: [, filter, small], dy }: Backward): ((() => Value) | null)[] => [
  null,
  () => byFilter(g, dy, filter!, small!, node.attrs),
  () => forward(g, dy, filter!, node.attrs, small!.shape),
];

export const convolutionGradients: GradientRules = {
  Conv2D: convolved,
  Conv3D: convolved,
  Conv2DBackpropInput: transposed,
  Conv3DBackpropInputV2: transposed,
};
