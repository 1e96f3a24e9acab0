import { expect, test } from "vitest";
import { isPlanned, spellingsOf, wordsOf } from "../../../src/catalog/lookup.js";
import type { Family } from "../../../src/catalog/word.js";

const families = ["loss", "metric", "optimizer", "schedule", "callback", "split", "source"] as const;
const words = families.flatMap((family: Family) => [...wordsOf(family)]);

test.each(words.map((w) => [`${w.family} ${w.name}`, w] as const))("%s is complete", (_, word) => {
  expect(word.name).toMatch(/^[a-z][a-z0-9_]*$/);
  expect(word.summary).toMatch(/[.]$/);
  expect(word.examples.length).toBeGreaterThan(0);
  for (const example of word.examples)
    expect(
      [word.name, ...(word.aliases ?? [])].some((name) => example.startsWith(name)),
      example,
    ).toBe(true);
  for (const param of Object.values(word.params)) expect(param.doc).toMatch(/[.]$/);
});

test.each(families)("no two words of %s share a spelling", (family) => {
  const all = wordsOf(family).flatMap((w) => [w.name, ...(w.aliases ?? [])]);
  expect(all.length).toBe(new Set(all).size);
  const usable = wordsOf(family).filter((w) => !isPlanned(w));
  expect(new Set(spellingsOf(family))).toEqual(new Set(usable.flatMap((w) => [w.name, ...(w.aliases ?? [])])));
});

test("every optimizer takes the common parameters, learning_rate first and as lr", () => {
  for (const { name, params } of wordsOf("optimizer")) {
    expect(Object.keys(params)[0], name).toBe("learning_rate");
    expect(params["learning_rate"]!.aliases).toEqual(["lr"]);
    expect(Object.keys(params)).toEqual(
      expect.arrayContaining([
        "weight_decay",
        "clipnorm",
        "clipvalue",
        "global_clipnorm",
        "use_ema",
        "ema_momentum",
        "ema_overwrite_frequency",
      ]),
    );
  }
});

test("a split and a source that come later say so", () => {
  const planned = [...wordsOf("split"), ...wordsOf("source")].filter((w) => w.planned).map((w) => w.name);
  expect(planned.sort()).toEqual(["images", "k_folds"]);
});
