import { bool, int, valueOf } from "../param.js";
import { iouResult, iouState, iouUpdate } from "../training/iou.js";
import { loggedName } from "../training/logged-name.js";
import { defineMetric } from "../word.js";

export const oneHotIoU = defineMetric({
  name: "one_hot_io_u",
  keras: "OneHotIoU",
  aliases: ["one_hot_iou"],
  summary: "Mean over the given classes of intersection / union, with one-hot targets.",
  params: {
    num_classes: int({ doc: "Number of classes.", min: 1, positional: true }),
    target_class_ids: valueOf<readonly number[]>(
      { type: "list", of: { type: "int", min: 0 } },
      { doc: "Classes that count.", positional: true },
    ),
    name: loggedName("one_hot_io_u"),
    ignore_class: int({ doc: "Positions of this class do not count.", default: null }),
    sparse_y_pred: bool({ doc: "Predictions are class numbers, not scores of classes.", default: false }),
  },
  check: ({ num_classes, target_class_ids }) =>
    target_class_ids.some((id) => id >= num_classes)
      ? `target_class_ids has a class outside the ${num_classes}, which count from 0`
      : null,
  better: "max",
  target: "onehot",
  state: ({ num_classes }) => iouState(num_classes),
  update: ({ ops, args, target, prediction, weight }, state) => {
    const predicted = args.sparse_y_pred ? prediction : ops.argMax(prediction, -1);
    const batch = { ops, target: ops.argMax(target, -1), prediction: predicted, weight };
    return iouUpdate(batch, state, args.num_classes, args.ignore_class);
  },
  result: (ops, { num_classes, target_class_ids }, state) => iouResult(ops, state, num_classes, target_class_ids),
  examples: ["one_hot_io_u(3, [0, 2])"],
});
