import { defineStructure } from "../word.js";

export const freeze = defineStructure({
  name: "freeze",
  role: "freeze",
  places: ["train"],
  keras: null,
  planned: true,
  summary: "Layers that do not learn for a while. Not in this version.",
  params: {},
  examples: [],
});
