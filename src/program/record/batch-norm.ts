import { batchNormed, type Basic } from "../../tensor/normalized.js";
import type { Ops } from "../../tensor/ops.js";
import { broadcastLike } from "../broadcast.js";
import { isKnown, scalar, sizeOf, tensorConstant, typed } from "../emit.js";
import type { Backward, GradientRules } from "../gradient-rule.js";
import { output, type Graph } from "../graph.js";
import type { Value } from "../node.js";
import { floated, val } from "./operand.js";
import { reshape } from "./reshape.js";

/** @param ops the other operations, for graphs that have no kernel of their own for it: XLA fuses what they record */
export const batchNorms = (g: Graph, ops: Basic): Pick<Ops, "batchNorm"> => ({
  batchNorm: (x, { epsilon, gamma, beta }) => {
    const value = floated(g, val(x));
    if (g.kernels === "xla" || !isKnown(value.shape)) return batchNormed(ops, x, { epsilon, gamma, beta });
    return fused(g, value, epsilon, gamma && val(gamma), beta && val(beta));
  },
});

/**
 * TensorFlow's one op. Of its outputs the variance is the unbiased one, which Keras does not use; the biased one is
 * what it keeps for its gradient, on the CPU.
 */
function fused(
  g: Graph,
  x: Value,
  epsilon: number,
  gamma: Value | null,
  beta: Value | null,
): ReturnType<Ops["batchNorm"]> {
  const channels = x.shape.at(-1) as number;
  const each = (weight: Value | null, otherwise: number): Value =>
    weight ??
    broadcastLike(g, scalar(g, otherwise), tensorConstant(g, new Float32Array(channels), [channels], "float32"));
  const none = tensorConstant(g, new Float32Array(0), [0], "float32");
  const image = asImage(g, x);
  const vector = { type: "float32", shape: [channels] } as const;
  const node = g.pure(
    "FusedBatchNormV3",
    [image, each(gamma, 1), each(beta, 0), none, none],
    { ...attrs(epsilon), exponential_avg_factor: { float: 1 } },
    [
      { name: "y", type: "float32", shape: image.shape },
      { name: "batch_mean", ...vector },
      { name: "batch_variance", ...vector },
      { name: "reserve_space_1", ...vector },
      { name: "reserve_space_2", ...vector },
      { name: "reserve_space_3", type: "float32", shape: [0] },
    ],
  );
  return { value: reshape(g, output(node, 0), x.shape), mean: output(node, 1), variance: output(node, 4) };
}

/** [N, …, C] as [N, height, width, C], which is the one form that the op knows everywhere. */
const asImage = (g: Graph, x: Value): Value =>
  x.shape.length === 4 ? x : reshape(g, x, [sizeOf(x.shape.slice(0, -1)), 1, 1, x.shape.at(-1)!]);

const attrs = (epsilon: number) =>
  ({
    T: typed("float32"),
    U: typed("float32"),
    epsilon: { float: epsilon },
    data_format: { string: "NHWC" },
    is_training: { bool: true },
  }) as const;

export const batchNormGradients: GradientRules = {
  FusedBatchNormV3: ({ g, node, inputs: [x, scale], y, dys: [dy] }: Backward) => {
    if (!dy) throw new Error("mean and variance of a batch carry no gradient");
    const { epsilon } = node.attrs as { readonly epsilon: { readonly float: number } };
    const vector = { type: "float32", shape: scale!.shape } as const;
    const back = g.pure("FusedBatchNormGradV3", [dy, x!, scale!, y[3]!, y[4]!, y[5]!], attrs(epsilon.float), [
      { name: "x_backprop", type: "float32", shape: x!.shape },
      { name: "scale_backprop", ...vector },
      { name: "offset_backprop", ...vector },
      { name: "reserve_space_4", type: "float32", shape: [0] },
      { name: "reserve_space_5", type: "float32", shape: [0] },
    ]);
    return [() => output(back, 0), () => output(back, 1), () => output(back, 2), null, null];
  },
};
