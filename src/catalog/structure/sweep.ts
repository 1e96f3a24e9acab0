import { defineStructure } from "../word.js";

export const sweep = defineStructure({
  name: "sweep",
  role: "sweep",
  places: ["file"],
  keras: null,
  planned: true,
  summary: "A search over values of the spec's names. Not in this version.",
  params: {},
  examples: [],
});
