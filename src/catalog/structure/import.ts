import { defineStructure } from "../word.js";

export const importWord = defineStructure({
  name: "import",
  role: "import",
  places: ["file"],
  keras: null,
  summary: "Blocks, models and values of another file, by its path relative to this one.",
  params: {},
  examples: ['import residual, encoder from "blocks.regnet"', 'import "blocks.regnet"'],
});
