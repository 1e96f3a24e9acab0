import { axesProblem } from "../normalizing/axes-of.js";
import { gammaBetaParams, gammaBetaWeights } from "../normalizing/gamma-beta.js";
import { moments, normalized } from "../../tensor/normalized.js";
import { int } from "../param.js";
import { normalizeAxis } from "../shape/axis.js";
import { known } from "../shape/known.js";
import type { Shape } from "../../tensor/ops.js";
import { defineLayer } from "../word.js";

export const groupNormalization = defineLayer({
  name: "group_normalization",
  keras: "GroupNormalization",
  aliases: ["group_norm"],
  summary: "Centres and scales each row's channels in groups, over all positions.",
  explain:
    "Independent of the batch: for images in small batches. -1 groups make every channel its own (instance " +
    "normalization).",
  reference: "Wu and He, Group normalization, 2018",
  params: {
    groups: int({
      doc: "Number of groups, a divisor of the channels; -1: one a channel.",
      default: 32,
      min: -1,
      positional: true,
    }),
    axis: int({ doc: "The channels' axis; the rows are axis 0.", default: -1 }),
    ...gammaBetaParams,
  },
  traits: ["normalization"],
  check: ({ groups }) => (groups === 0 ? "needs at least one group, or -1 for one a channel" : null),
  shape: ({ axis, groups }, [x]) => {
    const problem = axesProblem(axis, x);
    if (problem) return problem;
    const channels = known(x.at(axis));
    return groups === -1 || channels % groups === 0
      ? x
      : {
          problem: `cannot make ${groups} equal groups of ${channels} channels`,
          hint: `Choose a number of groups that divides ${channels}.`,
        };
  },
  weights: (a, [x]) => gammaBetaWeights(a, [known(x.at(a.axis))]),
  forward: ({ ops, args, inputs, weights }) => {
    const x = inputs[0];
    const channel = normalizeAxis(args.axis, x.shape.length)!;
    const channels = known(x.shape[channel]);
    const groups = args.groups === -1 ? channels : args.groups;
    // [N, …, channels, …] → [N, …, groups, channels / groups, …]
    const split = (shape: Shape) => [
      ...shape.slice(0, channel),
      groups,
      channels / groups,
      ...shape.slice(channel + 1),
    ];
    const grouped = ops.reshape(x, split(x.shape));
    const others = grouped.shape.map((_, i) => i).filter((i) => i > 0 && i !== channel);
    const along = (name: string) => (weights[name] ? ops.reshape(weights[name], split(x.shape.map(() => 1))) : null);
    const affine = { epsilon: args.epsilon, gamma: along("gamma"), beta: along("beta") };
    return ops.reshape(normalized(ops, grouped, moments(ops, grouped, others), affine), x.shape);
  },
  examples: ["group_normalization 8", "group_normalization groups=-1"],
});
