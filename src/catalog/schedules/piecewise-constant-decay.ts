import { valueOf } from "../param.js";
import { defineSchedule } from "../word.js";

export const piecewiseConstantDecay = defineSchedule({
  name: "piecewise_constant_decay",
  keras: "PiecewiseConstantDecay",
  summary: "values[0] up to and including step boundaries[0], then values[1], and so on.",
  explain: "Boundaries count steps (batches); a table by epochs is the callback learning_rate_scheduler.",
  params: {
    boundaries: valueOf<readonly number[]>(
      { type: "list", of: { type: "number", min: 0 } },
      { doc: "Last steps of the values but the last.", positional: true },
    ),
    values: valueOf<readonly number[]>(
      { type: "list", of: { type: "number", min: 0 } },
      { doc: "Rates; one more than boundaries.", positional: true },
    ),
  },
  check: ({ boundaries, values }) =>
    boundaries.length === 0
      ? "boundaries is empty: write the rate itself instead of a schedule"
      : boundaries.length !== values.length - 1
        ? `${boundaries.length} boundaries need ${boundaries.length + 1} values, and there are ${values.length}`
        : boundaries.some((b, i) => i > 0 && b <= boundaries[i - 1]!)
          ? "boundaries must rise"
          : null,
  rate: ({ boundaries, values }, step) => {
    const place = boundaries.findIndex((b) => step <= b);
    return values.at(place)!; // -1, past all of them: the last
  },
  examples: ["piecewise_constant_decay([1000, 2000], [0.1, 0.01, 0.001])"],
});
