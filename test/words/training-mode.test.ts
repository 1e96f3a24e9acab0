import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { wordsOf } from "../../src/catalog/lookup.js";
import type { LayerWord } from "../../src/catalog/word.js";
import { compile } from "../../src/index.js";
import { runEagerly } from "./eager.js";
import { casesOf } from "./layer-case.js";

beforeAll(async () => void (await tf.setBackend("cpu")));

/** The word, telling whether its formulas asked if the call is one of training. */
function watched(word: LayerWord): { readonly word: LayerWord; asked: boolean } {
  const watch = {
    asked: false,
    word: {
      ...word,
      forward: (context: Parameters<LayerWord["forward"]>[0]) =>
        word.forward({
          ...context,
          get training() {
            watch.asked = true;
            return context.training;
          },
          // A layer among the arguments is told what the outer one is.
          apply(layer, inputs, how) {
            if (how?.training === undefined) watch.asked = true;
            return context.apply(layer, inputs, how);
          },
        }),
    },
  };
  return watch;
}

describe("a layer that does otherwise in training", () => {
  const withCases = wordsOf("layer").flatMap((word) => {
    const c = casesOf(word.name).find((one) => one.refused === undefined);
    return c ? [[word.name, word, c] as const] : [];
  });
  it.each(withCases)("says so, and no other does: %s", (_, word, c) => {
    const watch = watched(word);
    runEagerly(watch.word, c);
    expect(word.traits?.includes("training_mode") ?? false).toBe(watch.asked);
  });
});

const calls = (text: string): unknown => {
  const { ir, diagnostics } = compile(text);
  return ir?.model.nodes.map(({ name, call }) => [name, call]) ?? diagnostics.map((d) => d.message);
};

describe("training= after from", () => {
  it("is taken by recurrent layers, which drop in training", () => {
    expect(calls("model m { input 4x3 as x; lstm 2 dropout=0.5 from x, training=true as y; dense 1 }")).toEqual([
      ["y", { training: true }],
      ["dense", {}],
    ]);
  });
  it("reaches every layer of a model that is used, in models inside it and blocks too", () => {
    const text = `
block noisy { gaussian_noise 0.1; dropout 0.5 }
model inner { input 3; dropout 0.2; dense 3 }
model base { input 3; inner; batch_normalization; noisy; dense 2 }
model m { input 3 as x; base from x, training=false as y; dropout 0.5; dense 1 }`;
    const byWord = (compile(text).ir!.model.nodes as readonly { layer: string; call: object }[]).map(
      ({ layer, call }) => [layer.replace(/^.*\//, ""), call],
    );
    expect(byWord.filter(([, call]) => "training" in (call as object)).length).toBe(4);
    expect(byWord.at(-2)).toEqual(["dropout", {}]);
  });
  it.each(["foo=3", "trainig=false", "training=2"])("%s on a model is an error", (argument) => {
    const { diagnostics } = compile(
      `model base { input 3; dropout 0.5; dense 2 }\nmodel m { input 3 as x; base from x, ${argument}; dense 1 }`,
    );
    expect(diagnostics.filter((d) => d.severity === "error")).toHaveLength(1);
  });
});
