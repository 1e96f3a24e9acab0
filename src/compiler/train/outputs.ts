import { findWord } from "../../catalog/lookup.js";
import { isWordCall, type WordCall } from "../../ir/value.js";
import type { Output } from "../graph/graph.js";

type Range = "probability" | "distribution" | "nonnegative" | "real";

/** What the values of an output can be, by its last activation; null: not known. */
export function rangeOf(output: Output): Range | null {
  const node = output.tensor.from;
  if (node.is !== "node" || node.layer.broken) return null;
  const { word, args } = node.layer;
  const own = args["activation"];
  if (isWordCall(own)) return rangeOfCall(own);
  if (word.params["activation"]) return "real";
  return findWord("activation", word.name)?.range ?? null;
}

const rangeOfCall = (call: WordCall): Range | null => findWord("activation", call.word)?.range ?? null;

export function unitsOf(output: Output): number | null {
  const units = output.tensor.shape?.at(-1);
  return typeof units === "number" ? units : null;
}
