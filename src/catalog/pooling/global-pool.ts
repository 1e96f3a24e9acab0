import type { Shape } from "../../tensor/ops.js";
import { bool, type ArgsOf } from "../param.js";
import { volume } from "../shape/known.js";
import { spatialProblem } from "../shape/spatial-input.js";
import { dataFormat } from "../convolution/conv-params.js";
import type { ForwardContext, ShapeProblem } from "../word.js";

/** Parameters of global pooling in Keras's order. */
export const globalPoolParams = () => ({
  data_format: dataFormat(),
  keepdims: bool({ doc: "Keeps the pooled axes, with length 1.", default: false }),
});

export type GlobalPoolArgs = ArgsOf<ReturnType<typeof globalPoolParams>>;

/** The spatial axes of `rank` dimensions. */
const axes = (rank: number): readonly number[] => Array.from({ length: rank }, (_, i) => i + 1);

/** What global pooling over `rank` dimensions shares. */
export const globalPoolRules = (rank: number) => ({
  renamed: { dim_ordering: "data_format" },
  mask: "stop" as const,
  shape: ({ keepdims }: GlobalPoolArgs, [x]: readonly Shape[]): Shape | ShapeProblem =>
    spatialProblem(x!, rank) ?? [x![0]!, ...(keepdims ? axes(rank).map(() => 1) : []), x!.at(-1)!],
  flops: (_: GlobalPoolArgs, [x]: readonly Shape[]): number => volume(x!.slice(1)),
});

export const globalMax =
  (rank: number) =>
  ({ ops, args, inputs }: ForwardContext<GlobalPoolArgs>) =>
    ops.max(inputs[0], axes(rank), args.keepdims);

export const globalMean =
  (rank: number) =>
  ({ ops, args, inputs }: ForwardContext<GlobalPoolArgs>) =>
    ops.mean(inputs[0], axes(rank), args.keepdims);
