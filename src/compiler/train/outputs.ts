import { findWord } from "../../catalog/lookup.js";
import { isWordCall, type WordCall } from "../../ir/value.js";
import { possibleShapes, type GraphOutput } from "../graph/graph.js";
import { lastLength } from "../graph/possible.js";
import { isWhole } from "../values/decide.js";

export type Range = "probability" | "distribution" | "nonnegative" | "real";

/** What the values of an output can be, by its last activation; null: not known. */
export function rangeOf(output: GraphOutput): Range | null {
  const node = output.tensor.from;
  if (node.is !== "node") return null;
  const { word, args } = node.layer;
  if (!isWhole(args, word.params) && !Object.hasOwn(args, "activation")) return null;
  const own = args["activation"];
  if (isWordCall(own)) return rangeOfCall(own);
  if (word.params["activation"]) return "real";
  return findWord("activation", word.name)?.range ?? null;
}

const rangeOfCall = (call: WordCall): Range | null => findWord("activation", call.word)?.range ?? null;

export function unitsOf(output: GraphOutput): number | null {
  const units = lastLength(possibleShapes(output.tensor));
  return typeof units === "number" ? units : null;
}
