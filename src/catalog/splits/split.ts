import { bool, int, label, number } from "../param.js";
import { defineSplit } from "../word.js";

export const split = defineSplit({
  name: "split",
  keras: null,
  summary: "A share of all rows, set aside: at random by a seed, by class shares, or the last ones by an order.",
  explain:
    "The test rows are drawn first, and the sets are disjoint. stratify keeps each class's share, which small or " +
    "imbalanced data need. " +
    ("For rows in time use order: the last rows of that column (or `row`: as they stand) are set aside, so that " +
      "the future is not learned."),
  params: {
    fraction: number({ doc: "Share of all rows, between 0 and 1.", above: 0, below: 1, positional: true }),
    seed: int({ doc: "Draws the rows; the same seed gives the same rows.", default: 0, min: 0 }),
    stratify: bool({ doc: "Keep each class's share.", default: false }),
    order: label({
      doc: "Column whose last rows are taken instead of random ones; `row`: by position.",
      default: null,
    }),
  },
  examples: ["split(0.2)", "split(0.2, seed=1, stratify)", "split(0.2, order=time)"],
});
