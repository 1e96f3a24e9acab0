import { defineLayer } from "../word.js";

export const identity = defineLayer({
  name: "identity",
  keras: "Identity",
  summary: "Hands its input on, unchanged.",
  explain: "Gives a tensor a layer's name, or keeps a place in a block.",
  params: {},
  traits: ["elementwise"],
  shape: (_args, [x]) => x,
  forward: ({ inputs }) => inputs[0],
  examples: ["identity"],
});
