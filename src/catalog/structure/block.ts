import { defineStructure } from "../word.js";

export const block = defineStructure({
  name: "block",
  role: "block",
  places: ["file"],
  keras: null,
  summary: "A template of layers with parameters, expanded where its name is used; each use has weights of its own.",
  params: {},
  examples: ["block unit(width, rate=0.2) { dense width relu; dropout rate }"],
});
