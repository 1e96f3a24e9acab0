import { beforeAll, describe, expect, it } from "vitest";
import { wordsOf } from "../../../src/catalog/lookup.js";
import type { Family } from "../../../src/catalog/word.js";
import { compile } from "../../../src/index.js";
import { objectiveOf } from "../../../src/runtime/engine/objective-of.js";
import { graphFault } from "../../../src/runtime/graph/graph-fault.js";
import { graphEngineHere } from "../../../src/runtime/graph/in-process.js";
import { loadCpu, nativeBinding, type BindingResult } from "../../../src/runtime/native/index.js";
import { train } from "../../../src/runtime/training/fit.js";
import { dataset } from "../tiny-ir.js";
import { syntheticRows, trainable } from "./synthetic.js";

/**
 * What the graph engine cannot train, over the whole catalogue: each word as its examples write it.
 * docs/graph-engine.md says that the list is empty: whoever adds a word that falls back finds it here.
 */
const fallsBack: readonly string[] = [];

let native: BindingResult;
beforeAll(async () => {
  await loadCpu();
  native = await nativeBinding();
});

/**
 * Inputs of which one suits any layer. What comes before the layer has weights, so that a gradient has to go through
 * it.
 */
const inputs = [
  "input [4] dtype=int32;",
  "input [8]; layer_normalization;",
  "input [64]; layer_normalization;",
  "input [3136]; layer_normalization;",
  "input 6x8; layer_normalization;",
  "input 8x8x3; layer_normalization;",
  "input 32x32x3; layer_normalization;",
  "input 6x6x6x2; layer_normalization;",
  "input 8x8 as a; input 8x8; layer_normalization as b;",
  "input 8 as a; input 8; layer_normalization as b;",
  "input 8 as a; input 8 as b; input 8; layer_normalization as c;",
];
/** Only layers that look numbers up take whole numbers. */
const forIndices = new Set(["embedding"]);

const block = (loss: string, more = ""): string =>
  `\ntrain { optimizer: sgd(0.01), loss: ${loss}, batch_size: 2, epochs: 1${more} }`;
const heads = [
  "input 4; dense 6 softmax",
  "input 4; dense 3 softmax",
  "input 4; dense 1 sigmoid",
  "input 4; dense 3",
  "input 4; dense 1",
];
const image = "input 4x4x2; conv2d 3 1 sigmoid";
const losses = ["categorical_crossentropy", "sparse_categorical_crossentropy", "binary_crossentropy", "mse", "hinge"];

/** The first of some specs that has no error. */
const first = (specs: readonly string[]): string => specs.find((text) => compile(text).ir !== null) ?? specs[0]!;

/** A spec that uses a word as an example does. Initializers are not here: they run before any engine. */
const specs: Partial<Record<Family, (example: string, word: string) => string>> = {
  layer: (e, word) =>
    first(inputs.slice(forIndices.has(word) ? 0 : 1).map((input) => `model m { ${input} ${e} }${block("mse")}`)),
  activation: (e) => `model m { input 4; dense 3 ${e.includes("(") ? `activation=${e}` : e}; dense 1 }${block("mse")}`,
  regularizer: (e) =>
    `model m { input 4; dense 3 kernel_regularizer=${e}; dense 1 activity_regularizer=l1(0.1) }${block("mse")}`,
  constraint: (e) => `model m { input 4x4x2; conv2d 3 2 kernel_constraint=${e}; flatten; dense 1 }${block("mse")}`,
  loss: (e) => first((e.includes("[1, 2]") ? [image] : heads).map((head) => `model m { ${head} }${block(e)}`)),
  metric: (e, word) =>
    first(
      (word === "mean_io_u" ? ["sparse_categorical_crossentropy"] : losses).flatMap((loss) =>
        heads.map((head) => `model m { ${head} }${block(loss, `, metrics: [${e}]`)}`),
      ),
    ),
  optimizer: (e) =>
    `model m { input 4; dense 3 relu kernel_constraint=max_norm(0.5); dense 1 }${block("mse").replace("sgd(0.01)", e)}`,
  schedule: (e) => `model m { input 4; dense 1 }${block("mse").replace("sgd(0.01)", `adam(${e})`)}`,
  callback: (e) =>
    `model m { input 4; dense 3 softmax }${block("categorical_crossentropy", `, metrics: [accuracy, auc]; ${e}`)}`,
};
const families = Object.keys(specs) as (keyof typeof specs)[];
const cases = families.map(
  (family) =>
    [
      family,
      wordsOf(family).flatMap(({ name, examples }) =>
        examples.map((e) => [`${name}: ${e}`, specs[family]!(e, name)] as const),
      ),
    ] as const,
);

/** Preparing a program takes TensorFlow a quarter of a second: the other examples are only recorded. */
const firstOfEach = (list: (typeof cases)[number][1]): typeof list =>
  list.filter(([name], i) => wordOf(name) !== wordOf(list[i - 1]?.[0] ?? ""));
const wordOf = (name: string): string => name.slice(0, name.indexOf(":"));

describe("what the graph engine cannot train", () => {
  it("is what the documentation says it is", () => {
    const found = cases.flatMap(([family, list]) =>
      list.flatMap(([name, text]) => {
        const ir = trainable(text);
        const fault = graphFault(ir.model, ir.seed, objectiveOf(ir.training), syntheticRows(ir, 3), 2);
        return fault === null ? [] : [`${family} ${name}: ${fault}`];
      }),
    );
    expect(found).toEqual(fallsBack);
  }, 60_000);
});

// Each activation is a layer too.
describe.each(cases.filter(([family]) => family !== "activation"))("every %s", (_, list) => {
  it.each(firstOfEach(list))("trains: %s", async (_name, text) => {
    if (!native.ok) return expect(native.failure.hint).not.toBeNull();
    const { binding } = native.native;
    const ir = trainable(text);
    // A whole step and a short one.
    const { history, diverged, model } = await train(ir, dataset(syntheticRows(ir, 3)), {
      engine: async (task) => graphEngineHere(binding, { model: ir.model, seed: ir.seed, ...task }),
      save: async () => undefined,
      append: async () => undefined,
    });
    model.dispose();
    expect(diverged).toBe(false);
    expect(history).toHaveLength(1);
    expect(Object.values(history[0]!.logs).filter((value) => !Number.isFinite(value))).toEqual([]);
  });
});
