import type { TrainingIr } from "../../ir/ir.js";
import type { Objective } from "./engine.js";

/** What a train block says an engine optimizes and measures. */
export const objectiveOf = ({ optimizer, loss, loss_weights: lossWeights, metrics }: TrainingIr): Objective => ({
  optimizer,
  loss,
  lossWeights,
  metrics,
});
