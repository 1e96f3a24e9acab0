import { number, valueOf } from "../param.js";
import { iouResult, iouState, iouUpdate } from "../training/iou.js";
import { loggedName } from "../training/logged-name.js";
import { defineMetric } from "../word.js";

export const binaryIoU = defineMetric({
  name: "binary_io_u",
  keras: "BinaryIoU",
  aliases: ["binary_iou"],
  summary:
    "Intersection / union of the classes 0 and 1 (mean of those asked for), for segmentation with a sigmoid output.",
  params: {
    target_class_ids: valueOf<readonly number[]>(
      { type: "list", of: { type: "int", min: 0, max: 1 } },
      { doc: "Classes that count.", default: [0, 1] },
    ),
    threshold: number({ doc: "Outputs from here on are class 1.", default: 0.5 }),
    name: loggedName("binary_io_u"),
  },
  better: "max",
  target: "number",
  state: () => iouState(2),
  update: ({ ops, args, target, prediction, weight }, state) => {
    const predicted = ops.cast(ops.greaterEqual(prediction, args.threshold), "float32");
    return iouUpdate({ ops, target, prediction: predicted, weight }, state, 2, null);
  },
  result: (ops, { target_class_ids }, state) => iouResult(ops, state, 2, target_class_ids),
  examples: ["binary_io_u", "binary_io_u(target_class_ids=[1], threshold=0.3)"],
});
