import { number } from "../param.js";
import { fAverage, fProblem, fResult, fState, fThreshold, fUpdate } from "../training/f-score.js";
import { loggedName } from "../training/logged-name.js";
import { defineMetric } from "../word.js";

export const fbetaScore = defineMetric({
  name: "fbeta_score",
  keras: "FBetaScore",
  summary: "Weighted harmonic mean of precision and recall; recall counts beta² times.",
  params: {
    average: fAverage,
    beta: number({ doc: "Above 1 recall counts more, below 1 precision.", default: 1, above: 0, positional: true }),
    threshold: fThreshold,
    name: loggedName("fbeta_score"),
  },
  check: fProblem,
  better: "max",
  target: "onehot",
  state: fState,
  update: fUpdate,
  result: (ops, { average, beta }, state) => fResult(ops, average, beta, state),
  examples: ["fbeta_score(macro, 2)"],
});
