import { hinge as loss } from "../losses/hinge.js";
import { defineMeanOfLoss } from "../training/mean-metric.js";

export const hinge = defineMeanOfLoss(loss, { keras: "Hinge", summary: "The mean hinge loss." });
