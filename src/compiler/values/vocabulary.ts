import { spellingsOf, wordsOf } from "../../catalog/lookup.js";
import { choicesWithin } from "../../catalog/kinds/parts.js";
import type { Family } from "../../catalog/word.js";
import { kerasClass } from "../names/keras-names.js";

const families = [
  "activation",
  "initializer",
  "regularizer",
  "constraint",
  "loss",
  "metric",
  "optimizer",
  "schedule",
  "source",
  "split",
  "layer",
  "callback",
] as const satisfies readonly Family[];

let words: ReadonlySet<string> | null = null;

/** Everything a bare word can mean in a value's place: words of all families and choices of all parameters. */
export function vocabulary(): ReadonlySet<string> {
  if (words) return words;
  const all = new Set<string>();
  for (const family of [...families, "structure"] as const) {
    if (family !== "structure") for (const spelling of spellingsOf(family)) all.add(spelling);
    for (const word of wordsOf(family)) {
      if (family !== "structure") all.add(word.name); // those that are planned, too
      for (const param of Object.values(word.params)) for (const value of choicesWithin(param.kind)) all.add(value);
    }
  }
  return (words = all);
}

/** Keras's class names count: where they are used a better diagnostic is given. */
export const isVocabulary = (word: string): boolean =>
  vocabulary().has(word) || kerasClass(word, families) !== undefined;
