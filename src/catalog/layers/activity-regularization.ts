import { number } from "../param.js";
import { defineLayer } from "../word.js";

export const activityRegularization = defineLayer({
  name: "activity_regularization",
  keras: "ActivityRegularization",
  summary: "Adds l1 · Σ|x| + l2 · Σx² of what passes through it to the loss, per row.",
  explain:
    "Penalizes activities, not weights: l1 makes a hidden layer's output sparse (few units speak at once), l2 " +
    "keeps it small. Counted in " +
    "validation too, as in Keras.",
  params: {
    l1: number({ doc: "Factor of the sum of absolute values.", default: 0, min: 0 }),
    l2: number({ doc: "Factor of the sum of squares.", default: 0, min: 0 }),
  },
  shape: (_args, [x]) => x,
  forward: ({ ops, args: { l1, l2 }, inputs: [x], addLoss }) => {
    const rows = ops.dimension(x, 0);
    if (l1 > 0) addLoss(ops.div(ops.mul(ops.sum(ops.abs(x)), l1), rows));
    if (l2 > 0) addLoss(ops.div(ops.mul(ops.sum(ops.square(x)), l2), rows));
    return x;
  },
  examples: ["activity_regularization l1=1e-4", "activity_regularization l1=1e-5 l2=1e-4"],
});
