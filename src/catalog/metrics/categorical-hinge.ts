import { categoricalHinge as loss } from "../losses/categorical-hinge.js";
import { defineMeanOfLoss } from "../training/mean-metric.js";

export const categoricalHinge = defineMeanOfLoss(loss, {
  keras: "CategoricalHinge",
  summary: "The mean categorical hinge loss.",
});
