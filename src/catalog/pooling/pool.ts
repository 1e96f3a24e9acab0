import type { Shape } from "../../tensor/ops.js";
import { choice, size, type ArgsOf } from "../param.js";
import { isNone, volume } from "../shape/known.js";
import { shapeText } from "../shape/shape-text.js";
import { spatialProblem } from "../shape/spatial-input.js";
import { windowOutput } from "../shape/window-output.js";
import { dataFormat } from "../convolution/conv-params.js";
import type { ForwardContext, ShapeProblem } from "../word.js";

const strides = (rank: number) =>
  size(rank, { doc: "Positions the window moves at each step; none: its own size.", default: null });

const padding = () =>
  choice(["valid", "same"], {
    doc: "`valid` drops what no whole window covers, `same` lets the last window reach over the edge.",
    default: "valid",
    positional: true,
  });

const doc = "Positions a window covers, of which one value is kept; 2 halves the size.";

/** Parameters of max pooling in Keras's order. */
export const maxPoolParams = (rank: number) => ({
  pool_size: size(rank, { doc, default: 2, positional: true }),
  strides: strides(rank),
  padding: padding(),
  data_format: dataFormat(),
});

/** Parameters of average pooling: Keras has no default for its `pool_size`. */
export const averagePoolParams = (rank: number) => ({
  ...maxPoolParams(rank),
  pool_size: size(rank, { doc, positional: true }),
});

export type PoolArgs = ArgsOf<ReturnType<typeof maxPoolParams>>;

const window = (a: PoolArgs) => ({ size: a.pool_size, strides: a.strides ?? a.pool_size, padding: a.padding });

/** What all pooling over windows shares. */
export const poolRules = {
  renamed: {
    pool_length: "pool_size",
    stride: "strides",
    border_mode: "padding",
    dim_ordering: "data_format",
  },
  mask: "stop" as const,
  shape(a: PoolArgs, [x]: readonly Shape[]): Shape | ShapeProblem {
    const problem = spatialProblem(x!, a.pool_size.length);
    if (problem) return problem;
    const w = window(a);
    const out = w.size.map((n, i) => windowOutput(x![i + 1]!, { size: n, stride: w.strides[i]!, padding: w.padding }));
    return out.some(isNone)
      ? {
          problem: `its window of ${w.size.join("x")} is larger than the input ${shapeText(x!)}`,
          hint: "Use a smaller pool_size, padding `same`, or one pooling layer less.",
        }
      : [x![0]!, ...out, x!.at(-1)!];
  },
  flops: (a: PoolArgs, _: readonly Shape[], out: Shape): number => volume(out.slice(1)) * volume(a.pool_size),
};

export const maxPoolForward = ({ ops, args, inputs }: ForwardContext<PoolArgs>) => ops.maxPool(inputs[0], window(args));

/** Positions that padding added do not count (Keras's rule on every back end). */
export const averagePoolForward = ({ ops, args, inputs }: ForwardContext<PoolArgs>) =>
  ops.avgPool(inputs[0], window(args));
