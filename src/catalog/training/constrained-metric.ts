import type { Tensor } from "../../tensor/ops.js";
import { int, number, type Param } from "../param.js";
import { defineMetric, type MetricWord } from "../word.js";
import { addCounts, confusionCounts } from "./confusion-counts.js";
import { loggedName } from "./logged-name.js";
import { classId, columnProblem } from "./ratio-metric.js";
import { evenThresholds } from "./thresholds.js";

const CELLS = ["true_positives", "false_positives", "true_negatives", "false_negatives"] as const;

/** Each ratio: its first cell over the sum of both. */
const RATIOS = {
  precision: ["true_positives", "false_positives"],
  recall: ["true_positives", "false_negatives"],
  sensitivity: ["true_positives", "false_negatives"],
  specificity: ["true_negatives", "false_positives"],
} as const;

type Ratio = keyof typeof RATIOS;
type Constrained<K extends Ratio> = Record<K, Param<number>> & {
  num_thresholds: Param<number>;
  class_id: Param<number | null>;
  name: Param<string>;
};

/** The best value of one ratio among the thresholds at which another is at least the one asked for. */
export const defineConstrainedMetric = <K extends Ratio>(
  best: Ratio,
  bound: K,
  about: Pick<MetricWord, "name" | "keras" | "summary">,
): MetricWord<Constrained<K>> =>
  defineMetric<Constrained<K>>({
    ...about,
    params: {
      [bound]: number({ doc: `What ${bound} has to be at least.`, min: 0, max: 1, positional: true }),
      num_thresholds: int({ doc: "Evenly spread thresholds that are tried.", default: 200, min: 1 }),
      class_id: classId,
      name: loggedName(about.name),
    } as Constrained<K>,
    check: (args, output) => columnProblem(args as { class_id: number | null }, output),
    better: "max",
    target: "number",
    state: (args) => CELLS.map((name) => ({ name, shape: [args.num_thresholds as number], initial: 0 })),
    update: (context, state) => {
      const thresholds = evenThresholds(context.args.num_thresholds as number);
      const classId = context.args.class_id as number | null;
      return addCounts(context.ops, state, confusionCounts(context, { thresholds, classId }));
    },
    result: (ops, args, state) => {
      const ratio = (name: Ratio): Tensor => {
        const [part, rest] = RATIOS[name];
        return ops.divNoNan(state[part]!, ops.add(state[part]!, state[rest]!));
      };
      return ops.max(ops.where(ops.greaterEqual(ratio(bound), args[bound] as number), ratio(best), 0));
    },
    examples: [`${about.name}(0.9)`],
  });
