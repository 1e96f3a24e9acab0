import { defineStructure } from "../word.js";

export const output = defineStructure({
  name: "output",
  role: "output",
  places: ["model", "block"],
  keras: null,
  summary: "The results of a model or block, by their names. Without it the last layer's result is the output.",
  params: {},
  examples: ["output priority, department"],
});
