import { bool, number } from "../param.js";
import { binaryCrossentropyValues, smoothBinary } from "../training/binary-crossentropy-values.js";
import { floats } from "../training/error-mean.js";
import { fromLogits, labelSmoothing, lossAxis, reduction } from "../training/loss-params.js";
import { missingAxis } from "../training/missing-axis.js";
import { defineLoss } from "../word.js";

export const binaryFocalCrossentropy = defineLoss({
  name: "binary_focal_crossentropy",
  keras: "BinaryFocalCrossentropy",
  summary: "Binary cross entropy times (1 - probability of the right label)^gamma.",
  explain: "Rows that are already right count little, so that rare and hard ones lead. For strongly imbalanced labels.",
  reference: "Lin et al. 2017, arXiv:1708.02002",
  params: {
    apply_class_balancing: bool({ doc: "Weigh label 1 by alpha and label 0 by 1 - alpha.", default: false }),
    alpha: number({ doc: "Weight of label 1, where balancing is on.", default: 0.25, min: 0, max: 1 }),
    gamma: number({ doc: "Focus: 0 is plain cross entropy.", default: 2, min: 0 }),
    from_logits: fromLogits,
    label_smoothing: labelSmoothing,
    axis: lossAxis,
    reduction,
  },
  values: ({ ops, args, target, prediction }) => {
    const [labels, scores] = floats(ops, target, prediction);
    const t = smoothBinary(ops, labels, args.label_smoothing);
    const p = args.from_logits ? ops.sigmoid(scores) : scores;
    const rest = ops.sub(1, t);
    const right = ops.add(ops.mul(t, p), ops.mul(rest, ops.sub(1, p)));
    const focal = ops.mul(ops.pow(ops.sub(1, right), args.gamma), binaryCrossentropyValues(ops, t, p, false));
    const balance = ops.add(ops.mul(t, args.alpha), ops.mul(rest, 1 - args.alpha));
    return ops.mean(args.apply_class_balancing ? ops.mul(balance, focal) : focal, [args.axis]);
  },
  fits: ({ axis }, output) => missingAxis(axis, output),
  target: "number",
  targets: [
    { min: 0, max: 1, outside: "error", then: "beyond them it falls without end, and drives the output to its border" },
  ],
  output: "probability",
  examples: ["binary_focal_crossentropy", "binary_focal_crossentropy(gamma=1.5)"],
});
