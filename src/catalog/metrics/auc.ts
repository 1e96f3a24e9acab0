import type { Tensor } from "../../tensor/ops.js";
import { bool, choice, int, valueOf } from "../param.js";
import { areaUnder, interpolatedPrecisionRecall } from "../training/area-under-curve.js";
import { addCounts, confusionCounts } from "../training/confusion-counts.js";
import { loggedName } from "../training/logged-name.js";
import { curveThresholds } from "../training/thresholds.js";
import { defineMetric } from "../word.js";

export const auc = defineMetric({
  name: "auc",
  keras: "AUC",
  summary: "Area under the ROC curve, or under the precision-recall curve, from counts at 200 thresholds.",
  explain:
    "How well the output ranks positives above negatives, whatever the threshold. On strongly imbalanced data " +
    "curve=PR tells more. " +
    "The value is exact up to the spacing of the thresholds.",
  params: {
    num_thresholds: int({ doc: "Points of the curve, the two ends included.", default: 200, min: 2, positional: true }),
    curve: choice(["ROC", "PR", "PRGAIN"], { doc: "Which curve.", default: "ROC", positional: true }),
    summation_method: choice(["interpolation", "minoring", "majoring"], {
      doc: "Height of a strip: mean, lower or upper end.",
      default: "interpolation",
    }),
    name: loggedName("auc"),
    thresholds: valueOf<readonly number[] | null>(
      { type: "list", of: { type: "number", min: 0, max: 1 } },
      { doc: "Thresholds between the ends, in place of evenly spread ones.", default: null },
    ),
    multi_label: bool({
      doc: "Not supported yet: the mean over labels; use one auc for all outputs together.",
      default: false,
    }),
    from_logits: bool({ doc: "The prediction is scores before the sigmoid.", default: false }),
  },
  check: ({ multi_label }) =>
    multi_label ? "multi_label is not supported yet; without it all outputs count together" : null,
  better: "max",
  target: "number",
  state: ({ num_thresholds, thresholds }) =>
    ["true_positives", "false_positives", "true_negatives", "false_negatives"].map((name) => ({
      name,
      shape: [thresholds ? thresholds.length + 2 : num_thresholds],
      initial: 0,
    })),
  update: (context, state) => {
    const { ops, args } = context;
    const prediction = args.from_logits ? ops.sigmoid(context.prediction) : context.prediction;
    const thresholds = curveThresholds(args.num_thresholds, args.thresholds);
    return addCounts(ops, state, confusionCounts({ ...context, prediction }, { thresholds }));
  },
  result: (ops, { curve, summation_method }, state) => {
    const tp = state["true_positives"]!;
    const fp = state["false_positives"]!;
    const tn = state["true_negatives"]!;
    const fn = state["false_negatives"]!;
    if (curve === "PR" && summation_method === "interpolation") return interpolatedPrecisionRecall(ops, tp, fp, fn);
    const share = (part: Tensor, rest: Tensor): Tensor => ops.divNoNan(part, ops.add(part, rest));
    const recall = share(tp, fn);
    if (curve === "ROC") return areaUnder(ops, share(fp, tn), recall, summation_method);
    if (curve === "PR") return areaUnder(ops, recall, share(tp, fp), summation_method);
    const scale = ops.divNoNan(ops.add(tp, fn), ops.add(tn, fp));
    const gain = (wrong: Tensor): Tensor => ops.sub(1, ops.mul(scale, ops.divNoNan(wrong, tp)));
    const none = ops.equal(tp, 0);
    const x = ops.maximum(ops.where(none, 0, gain(fn)), 0);
    return areaUnder(ops, x, ops.where(none, 1, gain(fp)), summation_method);
  },
  examples: ["auc", "auc(curve=PR, name=prc)", "auc(num_thresholds=500, from_logits)"],
});
