import { constantData } from "../../../program/emit.js";
import type { Value } from "../../../program/node.js";
import { minus, plus, times } from "../../../tensor/lengths.js";
import type { Padding, Shape } from "../../../tensor/ops.js";
import { explicitPads } from "../../../tensor/shapes/windows.js";
import type { OnnxAttributes, OnnxBuilder } from "./builder.js";
import {
  intsOf,
  stringOf,
  Untranslatable,
  type Translate,
  type Translation,
  type TranslationTable,
} from "./translation.js";

/** Channels last to channels first, and back: ONNX's convolutions and pools know the latter only. */
const first = (rank: number): readonly number[] => [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, i) => i + 1)];
const last = (rank: number): readonly number[] => [0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1];

/** The spatial part of an attribute that frames it with the batch's and the channels' 1. */
const spatial = (values: readonly number[]): readonly number[] => values.slice(1, -1);
const lengths = (x: Value): Shape => x.shape.slice(1, -1);

function paddingOf({ node }: Translation): Padding {
  const name = stringOf(node, "padding");
  if (name !== "EXPLICIT") return name === "SAME" ? "same" : "valid";
  const pairs = intsOf(node, "explicit_paddings").slice(2, -2);
  return pairs.flatMap((before, i) => (i % 2 === 0 ? [[before, pairs[i + 1]!] as const] : []));
}

/** Strides and zeros around, for windows of these sizes over `sizes`. Null: the zeros depend on an open length. */
function placed(t: Translation, sizes: Shape, kernels: readonly number[]) {
  const strides = spatial(intsOf(t.node, "strides"));
  const pads = explicitPads(sizes, kernels, strides, paddingOf(t));
  const around: OnnxAttributes =
    pads === null
      ? { auto_pad: { string: "SAME_UPPER" } }
      : { pads: { ints: [...pads.map(([p]) => p), ...pads.map(([, p]) => p)] } };
  return { strides, pads, attributes: { kernel_shape: { ints: kernels }, strides: { ints: strides }, ...around } };
}

/** A filter [...size, a, b] as [b, a, ...size]; a constant one is rearranged here. */
function filterFirst({ b, node, x }: Translation, index: number): string {
  const { shape } = node.inputs[index]!;
  const rank = shape.length;
  const order = [rank - 1, rank - 2, ...Array(rank - 2).keys()];
  const data = constantData(node.inputs[index]!);
  if (!(data instanceof Float32Array)) return b.transpose(x(index), order);
  return floats(
    b,
    order.map((a) => shape[a] as number),
    permuted(data, shape as readonly number[], order),
  );
}

const floats = (b: OnnxBuilder, shape: readonly number[], data: Float32Array): string =>
  b.tensor("float32", shape, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));

function permuted(data: Float32Array, shape: readonly number[], order: readonly number[]): Float32Array {
  const strides = shape.map((_, i) => shape.slice(i + 1).reduce((n, d) => n * d, 1));
  const [sizes, steps] = [order.map((a) => shape[a]!), order.map((a) => strides[a]!)];
  const result = new Float32Array(data.length);
  const place = sizes.map(() => 0);
  for (let i = 0, from = 0; i < result.length; i++) {
    result[i] = data[from]!;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      from += steps[axis]!;
      if (++place[axis]! < sizes[axis]!) break;
      from -= steps[axis]! * sizes[axis]!;
      place[axis] = 0;
    }
  }
  return result;
}

const around = (t: Translation, index: number, f: (x: string) => string): string => {
  const rank = t.node.inputs[index]!.shape.length;
  return t.b.transpose(f(t.b.transpose(t.x(index), first(rank))), last(rank));
};

const convolution: Translate = (t) => {
  const [x, filter] = t.node.inputs as readonly [Value, Value];
  const { attributes } = placed(t, lengths(x), filter.shape.slice(0, -2) as readonly number[]);
  return around(t, 0, (v) => t.b.add("Conv", [v, filterFirst(t, 1)], attributes));
};

/** One filter a channel: as many groups. [h, w, C, M] → [C·M, 1, h, w]. */
const depthwise: Translate = (t) => {
  const [x, filter] = t.node.inputs as readonly [Value, Value];
  const [height, width, channels, multiplier] = filter.shape as readonly [number, number, number, number];
  const { attributes } = placed(t, lengths(x), [height, width]);
  const target = [channels * multiplier, 1, height, width];
  const data = constantData(filter);
  const weights =
    data instanceof Float32Array
      ? floats(t.b, target, permuted(data, [height, width, channels, multiplier], [2, 3, 0, 1]))
      : t.b.reshape(t.b.transpose(t.x(1), [2, 3, 0, 1]), target);
  return around(t, 0, (v) => t.b.add("Conv", [v, weights], { ...attributes, group: { int: channels } }));
};

/** The gradient of a convolution by its input: sizes, filter, and the small tensor that becomes large. */
const transposed: Translate = (t) => {
  const { node } = t;
  const [, filter, small] = node.inputs as readonly [Value, Value, Value];
  const result = node.outputs[0]!.shape.slice(1, -1);
  const kernels = filter.shape.slice(0, -2) as readonly number[];
  const { attributes, strides, pads } = placed(t, result, kernels);
  // What strides did not reach on the way down is added at the end.
  const rest = result.map((n, i) => {
    const around = pads === null ? null : pads[i]![0] + pads[i]![1];
    const reached =
      around === null ? null : plus(times(minus(lengths(small)[i]!, 1), strides[i]!), kernels[i]!, -around);
    const missing = reached === null ? null : minus(n, reached);
    if (typeof missing !== "number") throw new Untranslatable(`${node.op} of an open length`);
    return missing;
  });
  return around(t, 2, (v) =>
    t.b.add("ConvTranspose", [v, filterFirst(t, 1)], { ...attributes, output_padding: { ints: rest } }),
  );
};

const pool =
  (op: "MaxPool" | "AveragePool"): Translate =>
  (t) => {
    const { attributes } = placed(t, lengths(t.node.inputs[0]!), spatial(intsOf(t.node, "ksize")));
    return around(t, 0, (v) => t.b.add(op, [v], attributes)); // padding does not count in the mean by default
  };

/** Convolutions and pools. */
export const windowTable: TranslationTable = {
  Conv2D: convolution,
  Conv3D: convolution,
  Conv2DBackpropInput: transposed,
  Conv3DBackpropInputV2: transposed,
  DepthwiseConv2dNative: depthwise,
  MaxPool: pool("MaxPool"),
  AvgPool: pool("AveragePool"),
  AvgPool3D: pool("AveragePool"),
};
