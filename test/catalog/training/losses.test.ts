import { describe, expect, test } from "vitest";
import { wordNamed, wordsOf } from "../../../src/catalog/lookup.js";
import { computeLoss } from "../../../src/catalog/training/compute-loss.js";
import type { Args } from "../../../src/ir/value.js";
import { full, golden, worst, apart, type GoldenTensor } from "./golden.js";
import { gradient, ops, tensor, tidy, values } from "./tf.js";

interface Case {
  readonly word: string;
  readonly args: Args;
  readonly target: GoldenTensor;
  readonly prediction: GoldenTensor;
  readonly weight: GoldenTensor | null;
  readonly mask: GoldenTensor | null;
  readonly value: number;
  readonly gradient: readonly number[] | null;
}

const cases = golden<Case>("losses");

describe("losses give Keras's values and gradients", () => {
  test.each(cases.map((c, i) => [`${c.word} ${JSON.stringify(c.args)} #${i}`, c] as const))("%s", (_, c) => {
    tidy(() => {
      const loss = { word: c.word, args: full(wordNamed("loss", c.word).params, c.args) };
      const target = tensor(c.target);
      const weight = c.weight && tensor(c.weight);
      const mask = c.mask && ops.cast(tensor(c.mask), "bool");
      const value = (prediction: ReturnType<typeof tensor>) =>
        computeLoss({ ops, loss, target, prediction, weight, mask });
      const [got] = values(value(tensor(c.prediction)));
      expect(apart(got!, c.value), `${got} for ${c.value}`).toBeLessThan(2e-6);
      if (c.gradient) expect(worst(gradient(value, tensor(c.prediction)), c.gradient, 0.1)).toBeLessThan(1e-5);
    });
  });

  test("every loss has a golden", () => {
    const seen = new Set(cases.map((c) => c.word));
    expect(
      wordsOf("loss")
        .map((w) => w.name)
        .filter((name) => !seen.has(name)),
    ).toEqual([]);
  });
});
