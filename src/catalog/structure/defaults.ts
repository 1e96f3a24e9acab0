import { defineStructure } from "../word.js";

export const defaults = defineStructure({
  name: "defaults",
  role: "defaults",
  places: ["file", "model", "block"],
  keras: null,
  summary: "Arguments for the layers below it, to the end of its braces: for all that have them, or for one word.",
  params: {},
  examples: ["defaults { regularizer: l2(1e-5) }", "defaults dropout { rate: 0.3 }"],
});
