import { times } from "../../tensor/lengths.js";
import type { Ops } from "../../tensor/ops.js";
import { inverse, reducedShape } from "../../tensor/shapes/axes.js";
import { binary, broadcastLike, div, mul, reduce } from "../broadcast.js";
import { cast, constantInts, emit, lengthOf, scalar, sizeOf, typed } from "../emit.js";
import type { Backward, GradientRule, GradientRules } from "../gradient-rule.js";
import type { Graph } from "../graph.js";
import type { Value } from "../node.js";
import { gatheredMean } from "./gathered-mean.js";
import { axesOf, floated, numeric, val } from "./operand.js";
import { arranged, transpose } from "./reshape.js";

type Reduction = Pick<Ops, "sum" | "mean" | "max" | "min" | "prod">;

export function reduction(g: Graph): Reduction {
  const over =
    (op: string): Ops["sum"] =>
    (x, axes, keepDims = false) =>
      reduce(g, op, numeric(g, val(x)), axesOf(val(x), axes), keepDims);
  return {
    sum: over("Sum"),
    mean: (x, axes, keepDims = false) => {
      const [value, over] = [floated(g, val(x)), axesOf(val(x), axes)];
      return gatheredMean(g, value, over, keepDims) ?? reduce(g, "Mean", value, over, keepDims);
    },
    max: over("Max"),
    min: over("Min"),
    prod: over("Prod"),
  };
}

const axesFrom = ({ inputs: [, axes] }: Backward): number[] => constantInts(axes!);

/** The gradient handed to each place that was summed. */
const spread = (b: Backward): Value => {
  const x = b.inputs[0]!;
  const kept = b.dy.shape.length === 0 ? b.dy : arranged(b.g, b.dy, reducedShape(x.shape, axesFrom(b), true));
  return broadcastLike(b.g, kept, x);
};

/** How many places are joined into one, as a float32 scalar. */
function count(g: Graph, x: Value, axes: readonly number[]): Value {
  const open = axes.filter((a) => typeof x.shape[a] !== "number");
  const known = sizeOf(axes.filter((a) => typeof x.shape[a] === "number").map((a) => x.shape[a]!));
  return open.reduce((n, a) => mul(g, n, cast(g, lengthOf(g, x, a), "float32")), scalar(g, known));
}

/** Shared equally among the places that have the extreme value. */
const extreme: GradientRule = (b) => [
  () => {
    const {
      g,
      inputs: [x],
      y,
      dy,
    } = b;
    const axes = axesFrom(b);
    const kept = reducedShape(x!.shape, axes, true);
    const hit = cast(g, binary(g, "Equal", x!, arranged(g, y[0]!, kept), "bool"), "float32");
    return mul(g, hit, div(g, arranged(g, dy, kept), reduce(g, "Sum", hit, axes, true)));
  },
  null,
];

/** The product of all others, by running products from both sides: right where some are 0. */
const product: GradientRule = (b) => [
  () => {
    const {
      g,
      inputs: [x],
      dy,
    } = b;
    const axes = axesFrom(b);
    const others = x!.shape.flatMap((_, i) => (axes.includes(i) ? [] : [i]));
    const order = [...others, ...axes];
    const joined = times(...axes.map((a) => x!.shape[a]!));
    const moved = transpose(g, x!, order);
    const flat = arranged(g, moved, [...others.map((a) => x!.shape[a]!), joined]);
    const rest = mul(
      g,
      running(g, "Cumprod", flat, others.length, { exclusive: true, reverse: false }),
      running(g, "Cumprod", flat, others.length, { exclusive: true, reverse: true }),
    );
    const back = transpose(g, arranged(g, rest, moved.shape), inverse(order));
    return mul(g, back, arranged(g, dy, reducedShape(x!.shape, axes, true)));
  },
  null,
];

/** Running sum or product along an axis. */
export function running(
  g: Graph,
  op: "Cumsum" | "Cumprod",
  x: Value,
  axis: number,
  { exclusive, reverse }: { readonly exclusive: boolean; readonly reverse: boolean },
): Value {
  const attrs = { T: typed(x.dtype), Tidx: typed("int32"), exclusive: { bool: exclusive }, reverse: { bool: reverse } };
  return emit(g, op, [x, scalar(g, axis, "int32")], attrs, { name: "out", type: x.dtype, shape: x.shape });
}

export const reductionGradients: GradientRules = {
  Sum: (b) => [() => spread(b), null],
  Mean: (b) => [
    () => {
      const x = b.inputs[0]!;
      return spread({ ...b, dy: div(b.g, b.dy, count(b.g, x, axesFrom(b))) });
    },
    null,
  ],
  Max: extreme,
  Min: extreme,
  Prod: product,
};
