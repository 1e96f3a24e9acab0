import { choice, dims } from "../param.js";
import { defineStructure } from "../word.js";

export const input = defineStructure({
  name: "input",
  role: "input",
  places: ["model", "block"],
  keras: "Input",
  summary: "What enters the model: the shape of one row, without the batch. Without a shape it is as wide as the data.",
  params: {
    shape: dims({
      doc: "Lengths of one row's axes; none where a length is open.",
      open: true,
      default: null,
      positional: true,
    }),
    dtype: choice(["float32", "int32", "bool"], {
      doc: "Type of its values; without it, what its layers read.",
      default: null,
    }),
  },
  examples: ["input 64", "input 28x28x1 as image", "input [none, 20] dtype=int32"],
});
