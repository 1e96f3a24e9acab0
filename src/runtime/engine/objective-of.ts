import type { StageIr } from "../../ir/ir.js";
import type { Objective } from "./engine.js";

/** What a stage says an engine optimizes and measures. */
export const objectiveOf = ({ optimizer, loss, loss_weights: lossWeights, metrics }: StageIr): Objective => ({
  optimizer,
  loss,
  lossWeights,
  metrics,
});
