import { expect, test } from "vitest";
import { wordNamed, wordsOf } from "../../../src/catalog/lookup.js";
import type { Args } from "../../../src/ir/value.js";
import { apart, full, golden } from "./golden.js";

interface Case {
  readonly word: string;
  readonly args: Args;
  readonly steps: readonly number[];
  readonly rates: readonly number[];
}

const cases = golden<Case>("schedules");

test.each(cases.map((c) => [`${c.word} ${JSON.stringify(c.args)}`, c] as const))("%s", (_, c) => {
  const word = wordNamed("schedule", c.word);
  const args = full(word.params, c.args);
  expect(word.check?.(args) ?? null).toBeNull();
  c.steps.forEach((step, i) =>
    expect(apart(word.rate(args, step), c.rates[i]!, 1e-2), `step ${step}`).toBeLessThan(2e-5),
  );
});

test("every schedule has goldens", () => {
  const seen = new Set(cases.map((c) => c.word));
  expect(
    wordsOf("schedule")
      .map((w) => w.name)
      .filter((name) => !seen.has(name)),
  ).toEqual([]);
});

test("a piecewise table must fit", () => {
  const { check } = wordNamed("schedule", "piecewise_constant_decay");
  expect(check!({ boundaries: [1, 2], values: [1, 2] })).toBe("2 boundaries need 3 values, and there are 2");
  expect(check!({ boundaries: [2, 1], values: [1, 2, 3] })).toBe("boundaries must rise");
});
