import { poisson as loss } from "../losses/poisson.js";
import { defineMeanOfLoss } from "../training/mean-metric.js";

export const poisson = defineMeanOfLoss(loss, { keras: "Poisson", summary: "The mean Poisson loss." });
