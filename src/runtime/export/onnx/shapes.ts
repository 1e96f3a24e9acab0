import { constantData } from "../../../program/emit.js";
import type { OnnxBuilder } from "./builder.js";
import { known, openShape, type Translate, type Translation, type TranslationTable } from "./translation.js";

/** A shape input as ONNX wants it: 64 bits. */
const shapeInput = ({ b, node, x, numbers }: Translation, index: number): string =>
  constantData(node.inputs[index]!) === null ? b.cast(x(index), "int64") : b.ints(numbers(index));

/** Begin and end of each of these axes, with steps. */
interface Cut {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly axes: readonly number[];
  readonly steps: readonly number[];
}

const cut = (b: OnnxBuilder, x: string, { starts, ends, axes, steps }: Cut): string =>
  b.add("Slice", [x, b.ints(starts), b.ints(ends), b.ints(axes), b.ints(steps)]);

/** Begins that are known, and sizes that are found when the program runs. */
const window = ({ b, node, x }: Translation, begin: readonly number[]): string => {
  const ends = b.add("Add", [b.ints(begin), b.cast(x(2), "int64")]);
  return b.add("Slice", [x(0), b.ints(begin), ends, b.ints([...node.inputs[0]!.shape.keys()])]);
};

/** Amounts [axes, 2] that are found when the program runs. */
const paddedBy = ({ b, x }: Translation, value: string): string => {
  const sides = b.transpose(b.cast(x(1), "int64"), [1, 0]);
  return b.add("Pad", [x(0), b.reshape(sides, [-1]), value]);
};

/** ONNX lists all that is before, then all that is after. */
const padded = (b: OnnxBuilder, x: string, pairs: readonly number[], value: string): string =>
  b.add("Pad", [x, b.ints([...pairs.filter((_, i) => i % 2 === 0), ...pairs.filter((_, i) => i % 2 === 1)]), value]);

const filled = (t: Translation, value: string): string =>
  constantData(t.node.inputs[1]!) === null ? paddedBy(t, value) : padded(t.b, t.x(0), t.numbers(1), value);

const repeated: Translate = (t) => t.b.add("Expand", [t.x(0), shapeInput(t, 1)]);

const numberType = (type: string): "float32" | "int32" | "bool" =>
  type === "int32" || type === "bool" ? type : "float32";

/** What moves, cuts, joins and repeats. */
export const shapeTable: TranslationTable = {
  Shape: ({ b, x }) => b.cast(b.add("Shape", [x(0)]), "int32"),
  Reshape: (t) =>
    constantData(t.node.inputs[1]!) === null
      ? t.b.add("Reshape", [t.x(0), shapeInput(t, 1)])
      : t.b.reshape(t.x(0), t.numbers(1)),
  Transpose: ({ b, x, numbers }) => b.transpose(x(0), numbers(1)),
  ConcatV2: ({ b, node, x, numbers }) => {
    const last = node.inputs.length - 1;
    return b.add(
      "Concat",
      node.inputs.slice(0, last).map((_, i) => x(i)),
      { axis: { int: numbers(last)[0]! } },
    );
  },
  Pack: ({ b, node, x }) => {
    const axis = (node.attrs["axis"] as { readonly int: number }).int;
    const pieces = node.inputs.map((_, i) => b.add("Unsqueeze", [x(i), b.ints([axis])]));
    return b.add("Concat", pieces, { axis: { int: axis } });
  },
  Unpack: ({ b, node, x }) => {
    const { int: axis } = node.attrs["axis"] as { readonly int: number };
    const parts =
      node.outputs.length === 1 ? [x(0)] : b.addAll("Split", [x(0)], node.outputs.length, { axis: { int: axis } });
    return parts.map((part) => b.add("Squeeze", [part, b.ints([axis])]));
  },
  Split: ({ b, node, x, numbers }) => b.addAll("Split", [x(1)], node.outputs.length, { axis: { int: numbers(0)[0]! } }),
  Slice: (t) => {
    const { b, node, x, numbers } = t;
    const begin = numbers(1);
    if (constantData(node.inputs[2]!) === null) return window(t, begin);
    const size = numbers(2);
    return cut(b, x(0), {
      starts: begin,
      ends: size.map((n, i) => (n === -1 ? Infinity : begin[i]! + n)),
      axes: [...begin.keys()],
      steps: begin.map(() => 1),
    });
  },
  Pad: (t) => filled(t, t.b.number(0, numberType(t.node.inputs[0]!.dtype))),
  PadV2: (t) => filled(t, t.x(2)),
  Tile: ({ b, x, numbers }) => b.add("Tile", [x(0), b.ints(numbers(1))]),
  BroadcastTo: repeated,
  Fill: (t) => t.b.add("Expand", [t.x(1), shapeInput(t, 0)]),
  ReverseV2: ({ b, x, numbers }) => {
    const axes = numbers(1);
    return cut(b, x(0), {
      starts: axes.map(() => -1),
      ends: axes.map(() => -Infinity),
      axes,
      steps: axes.map(() => -1),
    });
  },
  Range: ({ b, x }) => b.add("Range", [x(0), x(1), x(2)]),
  GatherV2: ({ b, x, numbers }) => b.add("Gather", [x(0), x(1)], { axis: { int: numbers(2)[0]! } }),
  // Not ONNX's OneHot, which counts negative indices from the end.
  OneHot: ({ b, x, node }) => {
    const depth = known({ ...node.inputs[0]!, shape: node.outputs[0]!.shape }, node.outputs[0]!.shape.length - 1);
    const places = b.add("Range", [b.number(0, "int32"), b.number(depth, "int32"), b.number(1, "int32")]);
    return b.cast(b.add("Equal", [b.add("Unsqueeze", [x(0), b.ints([-1])]), places]), "float32");
  },
  // [N, H, W, C] → [d·e·N, H/d, W/e, C]: each place of a block to a batch of its own.
  SpaceToBatchND: ({ b, node, x, numbers }) => {
    const [block, pads] = [numbers(1), numbers(2)];
    const input = node.inputs[0]!;
    const filled = pads.some((p) => p !== 0) ? padded(b, x(0), [0, 0, ...pads, 0, 0], b.number(0)) : x(0);
    const spatial = block.map((d, i) => [(known(input, i + 1) + pads[2 * i]! + pads[2 * i + 1]!) / d, d] as const);
    const open = b.reshape(filled, [-1, ...spatial.flat(), known(input, block.length + 1)]);
    const axes = block.map((_, i) => i);
    const moved = b.transpose(open, [
      ...axes.map((i) => 2 * i + 2),
      0,
      ...axes.map((i) => 2 * i + 1),
      2 * block.length + 1,
    ]);
    return b.reshape(moved, openShape([null, ...node.outputs[0]!.shape.slice(1)]));
  },
  BatchToSpaceND: ({ b, node, x, numbers }) => {
    const [block, crops] = [numbers(1), numbers(2)];
    const input = node.inputs[0]!;
    const lengths = block.map((_, i) => known(input, i + 1));
    const n = block.length;
    const open = b.reshape(x(0), [...block, -1, ...lengths, known(input, n + 1)]);
    const moved = b.transpose(open, [n, ...block.flatMap((_, i) => [n + 1 + i, i]), 2 * n + 1]);
    const whole = lengths.map((d, i) => d * block[i]!);
    const joined = b.reshape(moved, [-1, ...whole, known(input, n + 1)]);
    if (crops.every((c) => c === 0)) return joined;
    const axes = block.map((_, i) => i + 1);
    return cut(b, joined, {
      starts: block.map((_, i) => crops[2 * i]!),
      ends: whole.map((d, i) => d - crops[2 * i + 1]!),
      axes,
      steps: axes.map(() => 1),
    });
  },
};
