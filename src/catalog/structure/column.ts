import { choice, valueOf } from "../param.js";
import { defineStructure } from "../word.js";

export const column = defineStructure({
  name: "column",
  role: "column",
  places: ["data"],
  keras: null,
  summary: "How the named columns are read: missing cells, scaling, categories.",
  params: {
    missing: valueOf<string | number>(
      {
        type: "oneOf",
        of: [
          { type: "choice", values: ["refuse", "mean", "median", "most_frequent", "drop"] },
          { type: "number" },
          { type: "string" },
        ],
      },
      {
        doc:
          "What becomes of empty cells: refused, filled by a value of the training rows or by a constant, or their " +
          "rows dropped.",
        default: "refuse",
      },
    ),
    normalize: choice(["none", "standard", "minmax"], {
      doc: "Scaling of these columns; without it the section's.",
      default: null,
    }),
    encode: choice(["onehot", "index"], {
      doc: "How categories become numbers.",
      default: null,
      spellings: { one_hot: "onehot" },
    }),
  },
  examples: ["column age, fare { missing: mean, normalize: standard }"],
});
