import { expect, it } from "vitest";
import { words } from "../../src/catalog/index.generated.js";
import { wordsOf } from "../../src/catalog/lookup.js";
import type { Kind, Param } from "../../src/catalog/param.js";
import type { Word } from "../../src/catalog/word.js";
import type { Value } from "../../src/ir/value.js";
import { evidenceOf } from "./evidence.js";
import { elsewhere } from "./tested-elsewhere.js";

/** The words of all families, activations as layers too, but for those that only say that they come later. */
const all: readonly Word[] = [...words.filter((w) => w.family !== "layer"), ...wordsOf("layer")].filter(
  (w) => !("planned" in w && w.planned),
);
const paramsOf = (w: Word): readonly (readonly [string, Param<Value>])[] =>
  Object.entries(w.params as Readonly<Record<string, Param<Value>>>);

it("every word has cases that its family's tests replay, or a reason not to", () => {
  const used = new Set<string>();
  const without = all.filter((w) => {
    const key = `${w.family}.${w.name}`;
    if (evidenceOf(w).length > 0) return false;
    if (key in elsewhere.words) used.add(key);
    return !used.has(key);
  });
  expect(without.map((w) => `${w.family} ${w.name}`)).toEqual([]);
  expect(Object.keys(elsewhere.words).filter((key) => !used.has(key))).toEqual([]);
});

/** Starts, penalties and constraints of weights: their defaults are the conformance test's matter. */
const ofWeights = (kind: Kind): boolean =>
  kind.type === "word" && ["initializer", "regularizer", "constraint"].includes(kind.family);
const hasOneValue = (kind: Kind): boolean => kind.type === "choice" && kind.values.length === 1;

it("every argument of every word has a case with another value than its default, or a reason not to", () => {
  const used = new Set<string>();
  const without = all.flatMap((w) => {
    const cases = evidenceOf(w);
    return paramsOf(w)
      .filter(([, { kind }]) => !hasOneValue(kind) && !(w.family === "layer" && ofWeights(kind)))
      .filter(([name, param]) => !cases.some(({ args }) => name in args && !same(args[name]!, param.default)))
      .filter(([name]) => {
        const key = [name, `${w.family}.${name}`, `${w.family}.${w.name}.${name}`].find((k) => k in elsewhere.params);
        if (key !== undefined) used.add(key);
        return key === undefined && cases.length > 0;
      })
      .map(([name]) => `${w.family} ${w.name}: ${name}`);
  });
  expect(without).toEqual([]);
  expect(Object.keys(elsewhere.params).filter((key) => !used.has(key))).toEqual([]);
});

const same = (a: Value, b: Value | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);
