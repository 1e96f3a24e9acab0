import type { Shape } from "../../tensor/ops.js";
import { int } from "../param.js";

export const topK = int({ doc: "How many of the highest outputs count.", default: 5, min: 1, positional: true });

export const topKProblem = ({ k }: { readonly k: number }, output: Shape): string | null => {
  const classes = output.at(-1);
  return typeof classes === "number" && k > classes ? `k=${k} is more than the ${classes} classes of the output` : null;
};
