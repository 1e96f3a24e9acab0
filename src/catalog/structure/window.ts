import { defineStructure } from "../word.js";

export const window = defineStructure({
  name: "window",
  role: "window",
  places: ["data"],
  keras: null,
  planned: true,
  summary: "Windows over rows in time. Not in this version.",
  params: {},
  examples: [],
});
