import * as tf from "@tensorflow/tfjs";
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { wordNamed } from "../../src/catalog/lookup.js";
import { int } from "../../src/catalog/param.js";
import { defineLayer, type ForwardContext, type LayerWord, type MaskContext } from "../../src/catalog/word.js";
import type { Tensor } from "../../src/tensor/ops.js";
import { declarationFaults, openAxisFaults, recordingFaults, valueFaults, type Faults } from "./aspects.js";
import { knownFault } from "./known-faults.js";
import { casesOf, type LayerCase } from "./layer-case.js";

/**
 * The tests of words catch what is wrong: each word here has one fault, which the aspect that is for it has to find.
 */
beforeAll(async () => void (await tf.setBackend("cpu")));

const faultsOf = (word: LayerWord, cases: readonly LayerCase[]): Faults =>
  cases
    .filter((c) => c.refused === undefined)
    .flatMap((c) =>
      [declarationFaults, openAxisFaults, valueFaults, recordingFaults].flatMap((aspect) => aspect(word, c)),
    );

/** No word of the catalogue, and none of Keras's: numpy computed its cases. */
const maxout = defineLayer({
  name: "maxout",
  keras: null,
  summary: "The largest of several numbers for each unit.",
  params: { num_units: int({ doc: "Numbers that come out.", min: 1, positional: true }) },
  shape: ({ num_units }, [x]) => [...x!.slice(0, -1), num_units],
  forward: ({ ops, args, inputs: [x] }) => {
    const channels = x!.shape.at(-1) as number;
    return ops.max(ops.reshape(x!, [...x!.shape.slice(0, -1), args.num_units, channels / args.num_units]), [-1]);
  },
  examples: ["maxout 8"],
});
const own = JSON.parse(readFileSync(new URL("../goldens/words/own.json", import.meta.url), "utf8")) as {
  readonly cases: readonly LayerCase[];
};

describe("a word that Keras lacks", () => {
  it("is tested against numpy", () => expect(faultsOf(maxout, own.cases)).toEqual([]));

  it("maxout that computes min is caught", () => {
    const forward = ({ ops, args, inputs: [x] }: ForwardContext<{ num_units: number }>): Tensor => {
      const channels = x!.shape.at(-1) as number;
      return ops.min(ops.reshape(x!, [...x!.shape.slice(0, -1), args.num_units, channels / args.num_units]), [-1]);
    };
    expect(faultsOf({ ...maxout, forward }, own.cases).join()).toMatch(/result 0: .* off.*gradient 0: /);
  });
});

const layer = (name: string): LayerWord => wordNamed("layer", name);
/** The same word with other arguments in its forward pass. */
const given = (name: string, change: (args: Record<string, unknown>) => object): LayerWord => ({
  ...layer(name),
  forward: (context) => layer(name).forward({ ...context, args: { ...context.args, ...change(context.args) } }),
});

/** [what is wrong, the word that has the fault, what has to be said of it] */
const mutants: readonly (readonly [string, LayerWord, RegExp])[] = [
  [
    "a shape that is one too long",
    { ...layer("max_pooling1d"), shape: (a, x) => longer(layer("max_pooling1d").shape(a, x)) },
    /declared shape of result 0 is \[2,\d+,2\], not \[2,\d+,2\]/,
  ],
  [
    "a shape that pretends to know an open axis",
    { ...layer("identity"), shape: (_, [x]) => x!.map((d, i) => (i > 0 ? (typeof d === "number" ? d : 5) : d)) },
    /with open axes 1 declared/,
  ],
  [
    "a dtype that is not the result's",
    { ...layer("rescaling"), dtype: () => "int32" },
    /declared dtype of result 0 is int32, not float32/,
  ],
  [
    "a missing dtype",
    { ...layer("normalization"), dtype: (_, [x]) => x! },
    /declared dtype of result 0 is int32, not float32/,
  ],
  [
    "a mask that goes on where Keras ends it",
    { ...layer("conv1d"), mask: "pass" },
    /mask of result 0 is \[2,6\], not none.*mask 0: \[2,6\], not none/,
  ],
  [
    "a mask that ends where Keras passes it on",
    { ...layer("unit_normalization"), mask: "stop" },
    /mask of result 0 is none, not \[2,4\]/,
  ],
  [
    "a mask that joins with the wrong word",
    {
      ...layer("add"),
      mask: {
        ...(layer("add").mask as object),
        values: ({ ops, masks: [a, b] }: MaskContext<object>) => (a && b ? ops.and(a, b) : null),
      } as never,
    },
    /mask 0: 0 for 1/,
  ],
  ["another momentum of a running average", given("batch_normalization", () => ({ momentum: 0.9 })), /moving_mean: /],
  ["another epsilon", given("layer_normalization", () => ({ epsilon: 1e-2 })), /result 0: /],
  ["dropout of what should be kept", given("dropout", ({ rate }) => ({ rate: 1 - (rate as number) })), /result 0: /],
  [
    "a draw that is none of Keras's",
    { ...layer("gaussian_noise"), forward: (c) => layer("gaussian_dropout").forward({ ...c, args: { rate: 0.2 } }) },
    /result 0: /,
  ],
  [
    "a weight that no gradient reaches",
    {
      ...layer("dense"),
      forward: (c) =>
        layer("dense").forward({ ...c, weights: { ...c.weights, kernel: c.ops.stopGradient(c.weights["kernel"]!) } }),
    },
    /gradient 1: 0 for/,
  ],
  [
    "state that an optimizer would move",
    {
      ...layer("batch_normalization"),
      weights: (a, x) => layer("batch_normalization").weights!(a, x).map((w) => ({ ...w, trainable: true })),
    },
    /declared weights is .*"moving_mean",\[\d\],true/,
  ],
  [
    "a penalty left out",
    { ...layer("activity_regularization"), forward: ({ inputs: [x] }) => x! },
    /number of penalties is false, not true/,
  ],
];

const longer = (shape: ReturnType<LayerWord["shape"]>): typeof shape =>
  "problem" in shape ? shape : shape.map((d, i) => (i === 1 && typeof d === "number" ? d + 1 : d));

describe("a word with a fault is caught", () => {
  it.each(mutants)("%s", (_, word, said) => {
    const cases = casesOf(word.name).filter((c) => c.refused === undefined && knownFault(c) === null);
    expect(faultsOf(layer(word.name), cases)).toEqual([]);
    const caught = cases.map((c) => {
      try {
        return faultsOf(word, [c]).join();
      } catch (error) {
        return String(error);
      }
    });
    expect(caught.join("\n")).toMatch(said);
  });
});
