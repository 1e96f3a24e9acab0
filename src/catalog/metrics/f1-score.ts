import { fAverage, fProblem, fResult, fState, fThreshold, fUpdate } from "../training/f-score.js";
import { loggedName } from "../training/logged-name.js";
import { defineMetric } from "../word.js";

export const f1Score = defineMetric({
  name: "f1_score",
  keras: "F1Score",
  summary: "Harmonic mean of precision and recall, from the whole epoch's counts.",
  explain: "Targets are one-hot (or labels 0 and 1 per output).",
  params: { average: fAverage, threshold: fThreshold, name: loggedName("f1_score") },
  check: fProblem,
  better: "max",
  target: "onehot",
  state: fState,
  update: fUpdate,
  result: (ops, { average }, state) => fResult(ops, average, 1, state),
  examples: ["f1_score(macro)", "f1_score(average=weighted, threshold=0.5)"],
});
