import { bool, choice, int, number } from "../param.js";

/** How the values of a loss become one number. Keras's `none` is left out: a loss is one number here. */
const REDUCTIONS = ["sum_over_batch_size", "sum", "mean", "mean_with_sample_weight"] as const;
export type Reduction = (typeof REDUCTIONS)[number];

/** Every loss's last parameter. */
export const reduction = choice(REDUCTIONS, {
  doc: "How the values of the rows become one number; sum_over_batch_size and mean divide by their number.",
  default: "sum_over_batch_size",
});

export const fromLogits = bool({
  doc: "The prediction is scores before the final sigmoid or softmax.",
  default: false,
});

export const labelSmoothing = number({
  doc: "Moves this share of each label towards the uniform one.",
  default: 0,
  min: 0,
  max: 1,
});

export const lossAxis = int({ doc: "The axis the loss is computed over.", default: -1 });
