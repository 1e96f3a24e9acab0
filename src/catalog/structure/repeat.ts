import { defineStructure } from "../word.js";

export const repeat = defineStructure({
  name: "repeat",
  role: "repeat",
  places: ["model", "block"],
  keras: null,
  summary: "Its braces several times, one on top of the other: by a number, or once for each item of a list.",
  params: {},
  examples: ["repeat 3 { dense 64 relu }", "repeat [64, 32] as width { dense width relu }"],
});
