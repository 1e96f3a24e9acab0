import { number } from "../param.js";
import { defineInitializer } from "../word.js";

export const identity = defineInitializer({
  name: "identity",
  keras: "Identity",
  summary: "The identity matrix times a gain; where it is not square, the rest is 0.",
  params: { gain: number({ doc: "Value on the diagonal.", default: 1, positional: true }) },
  renamed: { scale: "gain" },
  check: (_args, shape) => (shape.length === 2 ? null : `needs a matrix, and the weight has ${shape.length} axes`),
  values: ({ gain }, [rows, columns]) =>
    Float32Array.from({ length: rows! * columns! }, (_, i) => (Math.floor(i / columns!) === i % columns! ? gain : 0)),
  examples: ["identity", "identity(0.5)"],
});
