import { describe, expect, test } from "vitest";
import { wordNamed, wordsOf } from "../../../src/catalog/lookup.js";
import {
  finalWeights,
  learningRateAt,
  optimizerScalars,
  optimizerSlots,
  optimizerStep,
} from "../../../src/catalog/training/apply-gradients.js";
import type { Args, WordCall } from "../../../src/ir/value.js";
import type { StateSpec } from "../../../src/catalog/word.js";
import { full, golden, worst, type GoldenTensor } from "./golden.js";
import { ops, tensor, tidy, values } from "./tf.js";

interface Case {
  readonly word: string;
  readonly args: Args;
  readonly constraint: "max_norm" | null;
  readonly start: readonly [GoldenTensor, GoldenTensor];
  readonly gradients: readonly (readonly (readonly number[])[])[];
  readonly weights: readonly (readonly (readonly number[])[])[];
  readonly final: readonly (readonly number[])[];
}

const cases = golden<Case>("optimizers");
const initial = (specs: readonly StateSpec[]) =>
  Object.fromEntries(
    specs.map((s) => [
      s.name,
      ops.constant(new Float32Array(s.shape.reduce((a, b) => a * b, 1)).fill(s.initial), s.shape),
    ]),
  );

describe("optimizers move the weights as Keras's", () => {
  test.each(cases.map((c, i) => [`${c.word} ${JSON.stringify(c.args)} ${c.constraint ?? ""} #${i}`, c] as const))(
    "%s",
    (_, c) => {
      tidy(() => {
        const optimizer: WordCall = { word: c.word, args: full(wordNamed("optimizer", c.word).params, c.args) };
        const constraint = c.constraint && {
          word: c.constraint,
          args: { ...full(wordNamed("constraint", c.constraint).params, {}), max_value: 0.8 },
        };
        const names = ["kernel", "bias"];
        const shaped = (rows: readonly (readonly number[])[]) =>
          Object.fromEntries(names.map((name, i) => [name, ops.constant(rows[i]!, c.start[i]!.shape)]));
        let weights = Object.fromEntries(names.map((name, i) => [name, tensor(c.start[i]!)]));
        let slots = Object.fromEntries(
          names.map((name, i) => [name, initial(optimizerSlots(optimizer, c.start[i]!.shape))]),
        );
        let scalars = initial(optimizerScalars(optimizer));
        c.gradients.forEach((gradients, step) => {
          const next = optimizerStep({
            ops,
            optimizer,
            learningRate: ops.scalar(learningRateAt(optimizer, step)),
            step: ops.scalar(step + 1),
            weights,
            gradients: shaped(gradients),
            slots,
            scalars,
            constraints: { kernel: constraint },
          });
          weights = { ...next.weights };
          slots = { ...next.slots };
          scalars = { ...next.scalars };
          for (const [i, name] of names.entries())
            expect(
              worst(values(weights[name]!), c.weights[step]![i]!, 0.1),
              `${name} after step ${step + 1}`,
            ).toBeLessThan(2e-6);
        });
        const final = finalWeights(optimizer, weights, slots);
        for (const [i, name] of names.entries())
          expect(worst(values(final[name]!), c.final[i]!, 0.1)).toBeLessThan(2e-6);
      });
    },
  );

  test("every optimizer has goldens", () => {
    const seen = new Set(cases.map((c) => c.word));
    expect(
      wordsOf("optimizer")
        .map((w) => w.name)
        .filter((name) => !seen.has(name)),
    ).toEqual([]);
  });

  test("a weight without gradient stays", () => {
    const optimizer = { word: "sgd", args: full(wordNamed("optimizer", "sgd").params, { weight_decay: 0.1 }) };
    const next = optimizerStep({
      ops,
      optimizer,
      learningRate: ops.scalar(0.1),
      step: ops.scalar(1),
      scalars: {},
      slots: {},
      constraints: {},
      weights: { a: ops.scalar(2), b: ops.scalar(3) },
      gradients: { a: ops.scalar(1) },
    });
    expect(values(next.weights["b"]!)).toEqual([3]);
    expect(values(next.weights["a"]!)[0]).toBeCloseTo(2 - 2 * 0.1 * 0.1 - 0.1, 6);
  });

  test("two ways of clipping and unsupported options are refused", () => {
    const { check, params } = wordNamed("optimizer", "adam");
    expect(check!(full(params, {}))).toBeNull();
    expect(check!(full(params, { clipnorm: 1, clipvalue: 1 }))).toMatch(/only one way of clipping/);
    expect(check!(full(params, { gradient_accumulation_steps: 4 }))).toMatch(/batch_size/);
    expect(check!(full(params, { loss_scale_factor: 2 }))).toMatch(/not supported yet/);
  });
});
