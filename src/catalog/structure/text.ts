import { defineStructure } from "../word.js";

export const text = defineStructure({
  name: "text",
  role: "text",
  places: ["data"],
  keras: null,
  planned: true,
  summary: "Columns of text that become tokens. Not in this version.",
  params: {},
  examples: [],
});
