import { EPSILON } from "../training/epsilon.js";
import { meanOver } from "../training/error-mean.js";
import { reduction } from "../training/loss-params.js";
import { defineLoss } from "../word.js";

export const poisson = defineLoss({
  name: "poisson",
  keras: "Poisson",
  summary: "Mean of p - y·log(p + 1e-7): the likelihood of counts.",
  explain: "For targets that count events; the output must be positive (softplus or exponential).",
  params: { reduction },
  values: meanOver((ops, t, p) => ops.sub(p, ops.mul(t, ops.log(ops.add(p, EPSILON))))),
  target: "number",
  targets: [{ min: 0, outside: "error", then: "a count below 0 has no likelihood" }],
  output: "nonnegative",
  examples: ["poisson"],
});
