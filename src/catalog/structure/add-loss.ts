import { defineStructure } from "../word.js";

export const addLoss = defineStructure({
  name: "add_loss",
  role: "add_loss",
  places: ["model", "block"],
  keras: null,
  planned: true,
  summary: "A penalty computed by a formula. Not in this version.",
  params: {},
  examples: [],
});
