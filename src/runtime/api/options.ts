import { acceptPlain, readArgs } from "../../catalog/kinds/plain.js";
import { camelCase, holdsLayers } from "../../catalog/layer-call.js";
import { bool, int, string, type Param, type Params } from "../../catalog/param.js";
import type { LayerWord, Word } from "../../catalog/word.js";
import { messageOf } from "../../diagnostics/diagnose.js";
import type { Args, Value } from "../../ir/value.js";
import { RegnetLayer } from "../engine/layer.js";

/** Options as code writes them: camelCase names; words as calls or by name; single numbers where Keras takes them. */
export type Options = Readonly<Record<string, unknown>>;

const everyLayer = {
  name: string({ doc: "The layer's name; without it one is made of the word." }),
  trainable: bool({ doc: "Whether its weights learn.", default: true }),
} satisfies Params;

const layersInside = {
  seed: int({ doc: "What layers among its arguments draw follows from it and their names." }),
} satisfies Params;

/** What a layer's factory takes beside the word's parameters. */
export const layerOptions = (word: LayerWord): Params =>
  holdsLayers(word) && !("seed" in word.params) ? { ...everyLayer, ...layersInside } : everyLayer;

/**
 * Complete Keras arguments from camelCase options: defaults filled in, single sizes repeated, names of words turned
 * into calls. Throws a TypeError, in the checker's words, for options that do not exist, are missing, are no value of
 * their kind, or do not go together.
 */
export function argsFrom(word: Word, options: Options = {}, also: Params = {}): Args {
  const optional = Object.fromEntries(
    Object.entries(also).map(([name, param]) => [name, { ...param, required: false }]),
  );
  const plain = Object.fromEntries(Object.entries(options).map(([name, value]) => [name, withoutLayers(value)]));
  const { args, problems } = readArgs(word, plain, { shown: camelCase, also: optional });
  const [first] = problems;
  if (first) throw new TypeError(spoken(camelCase(word.name), messageOf(first)));
  return args;
}

/** With the word in front, where the message does not begin with it. */
const spoken = (word: string, message: string): string =>
  message.startsWith(`${word} `) || message.startsWith(`${word}:`) ? message : `${word}: ${message}`;

/** Layers among the options: what they are, not the objects, which are applied nowhere themselves. */
function withoutLayers(value: unknown): unknown {
  if (value instanceof RegnetLayer) return { word: value.word.name, args: value.args };
  return Array.isArray(value) ? value.map(withoutLayers) : value;
}

/** The value of a single option. Throws a TypeError, in the checker's words, where it is none of its kind. */
export function optionValue(name: string, param: Pick<Param<unknown>, "kind" | "nullable">, given: unknown): Value {
  const { value, problems } = acceptPlain(name, param, given);
  const [first] = problems;
  if (first) throw new TypeError(messageOf(first));
  return value!;
}
