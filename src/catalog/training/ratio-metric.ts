import type { Shape } from "../../tensor/ops.js";
import { int } from "../param.js";

export const ratioTopK = int({
  doc: "Only the k highest outputs of a row can be positive; the threshold then has no default.",
  default: null,
  min: 1,
});
export const classId = int({
  doc: "Only this class (output column), from 0; none: all of them.",
  default: null,
  min: 0,
});

/** What is wrong with top_k and class_id for an output of this shape. */
export const columnProblem = (
  args: { readonly top_k?: number | null; readonly class_id: number | null },
  output: Shape,
): string | null => {
  const units = output.at(-1);
  if (typeof units !== "number") return null;
  if ((args.top_k ?? 0) > units) return `top_k=${args.top_k} is more than the ${units} outputs`;
  return args.class_id !== null && args.class_id >= units
    ? `class_id=${args.class_id} is outside the ${units} outputs, which count from 0`
    : null;
};
