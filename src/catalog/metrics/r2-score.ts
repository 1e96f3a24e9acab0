import type { Tensor } from "../../tensor/ops.js";
import { choice, int } from "../param.js";
import { elementCount } from "../training/element-count.js";
import { floats } from "../training/error-mean.js";
import { loggedName } from "../training/logged-name.js";
import { defineMetric } from "../word.js";

export const r2Score = defineMetric({
  name: "r2_score",
  keras: "R2Score",
  summary: "The share of the target's variance that the prediction explains; 1 is perfect, 0 no better than the mean.",
  params: {
    class_aggregation: choice(["uniform_average", "variance_weighted_average"], {
      doc: "How several outputs become one number.",
      default: "uniform_average",
    }),
    num_regressors: int({ doc: "Number of predictors, for the adjusted score; 0: the plain one.", default: 0, min: 0 }),
    name: loggedName("r2_score"),
  },
  check: (_, output) =>
    output.length === 2 ? null : "r2_score needs an output of rows and values, without further axes",
  better: "max",
  target: "number",
  state: (_, output) => [
    { name: "num_samples", shape: [], initial: 0 },
    ...["squared_sum", "sum", "residual", "count"].map((name) => ({
      name,
      shape: [output.at(-1) as number],
      initial: 0,
    })),
  ],
  update: ({ ops, target, prediction, weight }, state) => {
    const [t, p] = floats(ops, target, prediction);
    const w = ops.broadcastLike(weight ? ops.expandDims(weight, 1) : ops.scalar(1), t);
    const add = (name: string, x: Tensor): Tensor => ops.add(state[name]!, ops.sum(x, [0]));
    return {
      num_samples: ops.add(state["num_samples"]!, elementCount(ops, t)),
      squared_sum: add("squared_sum", ops.mul(t, ops.mul(t, w))),
      sum: add("sum", ops.mul(t, w)),
      residual: add("residual", ops.mul(ops.square(ops.sub(t, p)), w)),
      count: add("count", w),
    };
  },
  result: (ops, { class_aggregation, num_regressors }, state) => {
    const mean = ops.div(state["sum"]!, state["count"]!);
    const total = ops.sub(state["squared_sum"]!, ops.mul(state["sum"]!, mean));
    const infinite = ops.and(ops.equal(total, 0), ops.greater(state["residual"]!, 0)); // Keras: 0 there
    const scores = ops.where(infinite, 0, ops.sub(1, ops.div(state["residual"]!, total)));
    const score =
      class_aggregation === "uniform_average"
        ? ops.mean(scores)
        : ops.div(ops.sum(ops.mul(total, scores)), ops.sum(total));
    if (num_regressors === 0) return score;
    const last = ops.sub(state["num_samples"]!, 1); // as many predictors as rows or more: the plain score
    const adjusted = ops.sub(1, ops.div(ops.mul(ops.sub(1, score), last), ops.sub(last, num_regressors)));
    return ops.where(ops.less(num_regressors, last), adjusted, score);
  },
  examples: ["r2_score"],
});
