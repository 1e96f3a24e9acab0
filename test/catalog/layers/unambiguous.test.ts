import { expect, test } from "vitest";
import { spellingsOf, wordsOf } from "../../../src/catalog/lookup.js";
import type { Kind, Params, ValueFamily } from "../../../src/catalog/param.js";

const families = ["activation", "initializer", "regularizer", "constraint"] as const;
const mine = [...families.flatMap((f) => [...wordsOf(f)]), ...wordsOf("layer")];

const choices = (kind: Kind): readonly string[] =>
  kind.type === "choice"
    ? kind.values
    : kind.type === "word"
      ? spellingsOf(kind.family satisfies ValueFamily)
      : kind.type === "oneOf"
        ? kind.of.flatMap(choices)
        : [];

test.each(mine.map((w) => [`${w.family} ${w.name}`, w] as const))(
  "%s: no bare word can mean two of its arguments",
  (_title, word) => {
    const params: Params = word.params;
    const places = Object.entries(params)
      .filter(([, p]) => p.positional)
      .flatMap(([, p]) => choices(p.kind));
    const flags = Object.entries(params)
      .filter(([, p]) => p.kind.type === "bool")
      .map(([name]) => name);
    const all = [...places, ...flags];
    expect(all.filter((name, i) => all.indexOf(name) !== i)).toEqual([]);
  },
);

test.each(mine.map((w) => [`${w.family} ${w.name}`, w] as const))(
  "%s: renamed arguments lead to arguments it has",
  (_title, word) => {
    const renamed = Object.entries(word.renamed ?? {});
    expect(renamed.filter(([old, now]) => !(now in word.params) || old in word.params)).toEqual([]);
  },
);

test("`regularizes` names penalty arguments", () => {
  for (const word of wordsOf("layer"))
    for (const name of word.regularizes ?? [])
      expect(word.params[name]?.kind).toEqual({ type: "word", family: "regularizer" });
});
