import { klDivergence as loss } from "../losses/kl-divergence.js";
import { defineMeanOfLoss } from "../training/mean-metric.js";

export const klDivergence = defineMeanOfLoss(loss, {
  keras: "KLDivergence",
  summary: "The mean divergence of the prediction from the target distribution.",
});
