import { defineStructure } from "../word.js";

export const allow = defineStructure({
  name: "allow",
  role: "allow",
  places: ["file", "model", "block", "data", "train"],
  keras: null,
  summary: "Silences one warning, with the reason, to the end of its braces. Errors cannot be allowed.",
  params: {},
  examples: ['allow dropout_on_output "a Monte Carlo estimate is wanted"'],
});
