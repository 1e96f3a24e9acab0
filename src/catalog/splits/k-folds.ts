import { bool, int } from "../param.js";
import { defineSplit } from "../word.js";

export const kFolds = defineSplit({
  name: "k_folds",
  keras: null,
  summary: "Cross-validation: n trainings, each with another n-th of the rows for validation.",
  planned: true,
  params: {
    n: int({ doc: "Number of folds.", min: 2, positional: true }),
    seed: int({ doc: "Draws the rows of the folds.", default: 0, min: 0 }),
    stratify: bool({ doc: "Keep each class's share.", default: false }),
  },
  examples: ["k_folds(4)"],
});
