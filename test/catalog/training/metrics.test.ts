import { describe, expect, test } from "vitest";
import { wordNamed, wordsOf } from "../../../src/catalog/lookup.js";
import type { Args } from "../../../src/ir/value.js";
import { apart, full, golden, type GoldenTensor } from "./golden.js";
import { ops, tensor, tidy, values } from "./tf.js";

interface Case {
  readonly word: string;
  readonly args: Args;
  readonly batches: readonly {
    readonly target: GoldenTensor;
    readonly prediction: GoldenTensor;
    readonly weight: GoldenTensor | null;
  }[];
  readonly results: readonly number[];
}

const cases = golden<Case>("metrics");

/** A metric for any targets has those that its arguments say. */
const targetOf = ({ word, args }: Case) => {
  const { target } = wordNamed("metric", word);
  return target !== "any" ? target : args["sparse_y_true"] === false ? "onehot" : "index";
};

describe("metrics give Keras's value after each batch", () => {
  test.each(cases.map((c, i) => [`${c.word} ${JSON.stringify(c.args)} #${i}`, c] as const))("%s", (_, c) => {
    tidy(() => {
      const word = wordNamed("metric", c.word);
      const args = full(word.params, c.args);
      const output = [null, ...c.batches[0]!.prediction.shape.slice(1)];
      expect(word.check?.(args, output, targetOf(c)) ?? null).toBeNull();
      let state = Object.fromEntries(
        word
          .state(args, output)
          .map((s) => [
            s.name,
            ops.constant(new Float32Array(s.shape.reduce((a, b) => a * b, 1)).fill(s.initial), s.shape),
          ]),
      );
      c.batches.forEach((batch, i) => {
        const weight = batch.weight && tensor(batch.weight);
        const next = word.update(
          { ops, args, target: tensor(batch.target), prediction: tensor(batch.prediction), weight },
          state,
        );
        expect(Object.keys(next).sort()).toEqual(Object.keys(state).sort());
        for (const [name, value] of Object.entries(next))
          expect([name, value.shape]).toEqual([name, state[name]!.shape]);
        state = { ...next };
        const result = word.result(ops, args, state);
        expect(result.shape).toEqual([]);
        const [got] = values(result);
        expect(apart(got!, Number(c.results[i])), `batch ${i}: ${got} for ${c.results[i]}`).toBeLessThan(3e-6);
      });
    });
  });

  test("every metric has a golden, but crossentropy, which Keras has as a loss only", () => {
    const seen = new Set(cases.map((c) => c.word));
    expect(
      wordsOf("metric")
        .map((w) => w.name)
        .filter((name) => !seen.has(name)),
    ).toEqual(["crossentropy"]);
  });

  test("accuracy and crossentropy resolve by the shapes", () => {
    const accuracy = wordNamed("metric", "accuracy").resolve!;
    expect(accuracy({ name: "accuracy" }, [null, 1], null, "number")).toEqual({
      word: "binary_accuracy",
      args: { name: "accuracy", threshold: 0.5 },
    });
    expect(accuracy({ name: "a" }, [null, 3], null, "index")).toEqual({
      word: "sparse_categorical_accuracy",
      args: { name: "a" },
    });
    expect(accuracy({ name: "a" }, [null, 3], null, "number").word).toBe("categorical_accuracy");
    const crossentropy = wordNamed("metric", "crossentropy").resolve!;
    const loss = { word: "sparse_categorical_crossentropy", args: { from_logits: true } };
    expect(crossentropy({ name: "ce", from_logits: false }, [null, 3], loss, "index")).toEqual({
      word: "sparse_categorical_crossentropy",
      args: { name: "ce", from_logits: true, ignore_class: null },
    });
  });

  test("what would not be one number is refused", () => {
    const f1 = wordNamed("metric", "f1_score");
    expect(f1.check!(full(f1.params, {}), [null, 3], "onehot")).toMatch(/average=macro/);
    expect(f1.check!(full(f1.params, {}), [null, 1], "number")).toBeNull();
    const auc = wordNamed("metric", "auc");
    expect(auc.check!(full(auc.params, { multi_label: true }), [null, 3], "number")).toMatch(/not supported yet/);
    const top = wordNamed("metric", "sparse_top_k_categorical_accuracy");
    expect(top.check!(full(top.params, {}), [null, 3], "index")).toBe("k=5 is more than the 3 classes of the output");
  });
});
