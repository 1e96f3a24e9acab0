import type { ConvOptions, Ops, Padding } from "../../tensor/ops.js";
import { depthwiseShape } from "../../tensor/shapes/windows.js";
import { mul } from "../broadcast.js";
import { emit, ints, isKnown, shapeOf, tensorConstant, typed } from "../emit.js";
import type { GradientRules } from "../gradient-rule.js";
import type { Attrs, Graph } from "../graph.js";
import type { Value } from "../node.js";
import { conv } from "./convolution.js";
import { dilatedFilter, throughBatches } from "./dilation.js";
import { val } from "./operand.js";
import { arranged, expandDims } from "./reshape.js";
import { flat, framed, isOne, paddingAttrs, widened } from "./spatial.js";

type DepthwiseOptions = Omit<ConvOptions, "groups">;

export const depthwiseConvolutions = (g: Graph): Pick<Ops, "depthwiseConv"> => ({
  depthwiseConv: (x, filter, options) => depthwise(g, val(x), val(filter), options),
});

function depthwise(g: Graph, x: Value, filter: Value, { strides, padding, dilations }: DepthwiseOptions): Value {
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
    return flat(g, x, (v) => plain(g, v, wide, [strides[0]!, strides[0]!], widened(padding)));
  }
  const [down, across] = strides;
  if (down !== across) return conv(g, x, fullFilter(g, filter), { strides, padding, dilations: [1, 1] });
  const attrs: Attrs = {
    T: typed("float32"),
    strides: framed(strides),
    dilations: framed([1, 1]),
    data_format: { string: "NHWC" },
    ...paddingAttrs(padding),
  };
  const shape = depthwiseShape(x.shape, filter.shape, { strides, padding, dilations: [1, 1] });
  return emit(g, "DepthwiseConv2dNative", [x, filter], attrs, { name: "output", type: "float32", shape });
}

/** TensorFlow's kernel wants equal strides: a full convolution whose filter is zero between different channels. */
function fullFilter(g: Graph, filter: Value): Value {
  const [height, width, channels, multiplier] = filter.shape as readonly [number, number, number, number];
  const eye = Float32Array.from({ length: channels * channels }, (_, i) => (i % (channels + 1) === 0 ? 1 : 0));
  const diagonal = tensorConstant(g, eye, [1, 1, channels, channels, 1], "float32");
  return arranged(g, mul(g, expandDims(g, filter, 3), diagonal), [height, width, channels, channels * multiplier]);
}

export const depthwiseGradients: GradientRules = {
  DepthwiseConv2dNative: ({ g, node, inputs: [x, filter], dy }) => [
    () =>
      emit(g, "DepthwiseConv2dNativeBackpropInput", [shapeOf(g, x!), filter!, dy], node.attrs, {
        name: "output",
        type: "float32",
        shape: x!.shape,
      }),
    () => {
      const sizes = ints(g, filter!.shape as readonly number[]);
      return emit(g, "DepthwiseConv2dNativeBackpropFilter", [x!, sizes, dy], node.attrs, {
        name: "output",
        type: "float32",
        shape: filter!.shape,
      });
    },
  ],
};
