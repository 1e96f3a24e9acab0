import { findWord } from "../../../src/catalog/lookup.js";
import type { Param } from "../../../src/catalog/param.js";
import type { LayerWord } from "../../../src/catalog/word.js";
import type { Value } from "../../../src/ir/value.js";

/** The layer of that name. */
export function layer(name: string): LayerWord {
  const found = findWord("layer", name);
  if (!found) throw new Error(`the catalogue has no layer ${name}`);
  return found;
}

/**
 * Arguments as the compiler hands them over: Keras's -1 for an open length is null, what is not given has its default.
 */
export function complete(word: LayerWord, given: Readonly<Record<string, Value>>): Record<string, Value> {
  const args: Record<string, Value> = {};
  for (const [name, param] of Object.entries(word.params as Readonly<Record<string, Param<Value>>>))
    args[name] = param.default ?? null;
  for (const [name, value] of Object.entries(given)) {
    if (!(name in word.params)) throw new Error(`${word.name} has no parameter ${name}`);
    args[name] = name === "target_shape" ? (value as readonly number[]).map((d) => (d === -1 ? null : d)) : value;
  }
  return args;
}
