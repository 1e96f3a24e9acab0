import { defineStructure } from "../word.js";

export const model = defineStructure({
  name: "model",
  role: "model",
  places: ["file"],
  keras: "Model",
  summary: "A network with weights. Its name used as a word applies the same weights again.",
  explain:
    'The model that no other uses is the one to train. `model name "title" { … }`; each statement in the braces ' +
    "is a layer on top of the one above it.",
  params: {},
  examples: ["model digits { input 64; dense 10 softmax }"],
});
