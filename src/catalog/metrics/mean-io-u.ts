import type { Shape } from "../../tensor/ops.js";
import { bool, int } from "../param.js";
import { iouResult, iouState, iouUpdate } from "../training/iou.js";
import { loggedName } from "../training/logged-name.js";
import { defineMetric, type LossWord } from "../word.js";

/** Places of targets and predictions are compared one by one: both have to be class numbers in the end. */
function classNumbers(
  { sparse_y_true, sparse_y_pred }: { readonly sparse_y_true: boolean; readonly sparse_y_pred: boolean },
  output: Shape,
  target: LossWord["target"],
): string | null {
  const scores = output.at(-1) !== 1;
  if (scores && target !== "index" && sparse_y_true && !sparse_y_pred)
    return "the targets of this loss have a value for each class, and not its number: write sparse_y_true=false";
  if (scores && target === "index" && sparse_y_pred)
    return "the output has a value for each class, and not its number: write sparse_y_pred=false";
  if (scores && !sparse_y_true && sparse_y_pred)
    return "the targets become class numbers, and the output keeps a value for each class: write sparse_y_pred=false";
  return target === "index" && !sparse_y_true
    ? "the targets of this loss are class numbers already: leave sparse_y_true=false out"
    : null;
}

export const meanIoU = defineMetric({
  name: "mean_io_u",
  keras: "MeanIoU",
  aliases: ["mean_iou"],
  summary: "Mean over the classes of intersection / union, for segmentation.",
  explain: "With a softmax output over classes write sparse_y_pred=false; one-hot targets need sparse_y_true=false.",
  params: {
    num_classes: int({ doc: "Number of classes.", min: 1, positional: true }),
    name: loggedName("mean_io_u"),
    ignore_class: int({ doc: "Positions of this class do not count.", default: null }),
    sparse_y_true: bool({ doc: "Targets are class numbers, not one-hot.", default: true }),
    sparse_y_pred: bool({ doc: "Predictions are class numbers, not scores of classes.", default: true }),
  },
  check: classNumbers,
  better: "max",
  target: "any",
  state: ({ num_classes }) => iouState(num_classes),
  update: ({ ops, args, target, prediction, weight }, state) => {
    const t = args.sparse_y_true ? target : ops.argMax(target, -1);
    const p = args.sparse_y_pred ? prediction : ops.argMax(prediction, -1);
    return iouUpdate({ ops, target: t, prediction: p, weight }, state, args.num_classes, args.ignore_class);
  },
  result: (ops, { num_classes }, state) =>
    iouResult(
      ops,
      state,
      num_classes,
      Array.from({ length: num_classes }, (_, c) => c),
    ),
  examples: ["mean_io_u(3, sparse_y_pred=false)"],
});
