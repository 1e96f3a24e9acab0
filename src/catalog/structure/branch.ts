import { defineStructure } from "../word.js";

export const branch = defineStructure({
  name: "branch",
  role: "branch",
  places: ["model", "block"],
  keras: null,
  summary: "A path of its own from what enters it; inside a merge's braces one of the merged paths.",
  params: {},
  examples: ["branch { dense 64 relu }", "branch from x as y { dense 64 relu }"],
});
