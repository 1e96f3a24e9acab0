import { readFileSync } from "node:fs";
import type { Family, Word } from "../../src/catalog/word.js";
import type { Args, Value } from "../../src/ir/value.js";
import { layerCases } from "./layer-case.js";
import { writtenWords } from "./written-words.js";

/**
 * What a word is tested by: the arguments of each case that its family's tests replay, or of each spec that they run.
 * A new family needs a line here, or this file does not compile; a new word needs cases, or `evidence.test.ts` names
 * it.
 */
export interface Case {
  readonly word: string;
  readonly args: Args;
}

const golden = <T>(path: string): T =>
  JSON.parse(readFileSync(new URL(`../goldens/${path}.json`, import.meta.url), "utf8")) as T;
const cases = (path: string): readonly Case[] => golden<{ readonly cases: readonly Case[] }>(`catalog/${path}`).cases;

interface NamedCase {
  readonly name: string;
  readonly args: Args;
}
const values =
  golden<
    Readonly<
      Record<"activations" | "initializers" | "constants" | "regularizers" | "constraints", readonly NamedCase[]>
    >
  >("catalog/values");
const named = (list: readonly NamedCase[]): readonly Case[] => list.map(({ name, args }) => ({ word: name, args }));

/** What specs write is no value yet: that an argument is given is what can be told. */
const GIVEN: Value = { given: true };
const written = writtenWords();
const inSpecs = (word: Word): readonly Case[] =>
  [word.name, ...(word.aliases ?? [])].flatMap((name) => {
    const found = written.get(name);
    if (found === undefined) return [];
    const positional = Object.entries(word.params)
      .filter(([, param]) => (param as { readonly positional: boolean }).positional)
      .map(([param]) => param)
      .slice(0, found.unnamed);
    return [
      { word: word.name, args: Object.fromEntries([...found.names, ...positional].map((param) => [param, GIVEN])) },
    ];
  });

const replayed: Readonly<Record<Exclude<Family, "structure" | "source" | "split">, readonly Case[]>> = {
  layer: layerCases,
  activation: named(values.activations),
  initializer: named([...values.initializers, ...values.constants]),
  regularizer: named(values.regularizers),
  constraint: named(values.constraints),
  loss: cases("losses"),
  metric: cases("metrics"),
  optimizer: cases("optimizers"),
  schedule: cases("schedules"),
  callback: cases("callbacks"),
};

export const evidenceOf = (word: Word): readonly Case[] =>
  word.family === "structure" || word.family === "source" || word.family === "split"
    ? inSpecs(word)
    : replayed[word.family].filter((c) => c.word === word.name || word.aliases?.includes(c.word));
