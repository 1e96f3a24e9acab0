import { defineStructure } from "../word.js";

export const phase = defineStructure({
  name: "phase",
  role: "phase",
  places: ["train"],
  keras: null,
  planned: true,
  summary: "A part of the training with its own settings. Not in this version.",
  params: {},
  examples: [],
});
