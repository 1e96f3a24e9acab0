import { squaredHinge as loss } from "../losses/squared-hinge.js";
import { defineMeanOfLoss } from "../training/mean-metric.js";

export const squaredHinge = defineMeanOfLoss(loss, { keras: "SquaredHinge", summary: "The mean squared hinge loss." });
