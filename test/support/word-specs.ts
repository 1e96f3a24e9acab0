import { wordsOf } from "../../src/catalog/lookup.js";
import type { Family } from "../../src/catalog/word.js";
import { compile } from "../../src/index.js";

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
/** By family, of every word the specs that use it as its examples do. */
export const wordSpecs = families.map(
  (family) =>
    [
      family,
      wordsOf(family).flatMap(({ name, examples }) =>
        examples.map((e) => [`${name}: ${e}`, specs[family]!(e, name)] as const),
      ),
    ] as const,
);

/** Inputs with open lengths, of which one suits any layer that takes them. */
const openInputs = [
  "input [none] dtype=int32;",
  "input [none, 8]; layer_normalization;",
  "input [none, 3136]; layer_normalization;",
  "input [none, none, 4]; layer_normalization;",
  "input [none, 8, 8, 3]; layer_normalization;",
  "input [none, none, none, 2]; layer_normalization;",
  "input [none, 8] as a; layer_normalization as b;",
  "input [none, 8] as a; layer_normalization as b; layer_normalization as c;",
];

/** Each layer on an open length as its examples write it; null: none of the inputs suits it. */
export const openLayerSpecs = wordsOf("layer").flatMap(({ name, examples }) =>
  examples.map((e) => {
    const texts = openInputs.slice(forIndices.has(name) ? 0 : 1).map((input) => `model m { ${input} ${e} }`);
    return { word: name, text: texts.find((text) => compile(text).ir !== null) ?? null, example: e };
  }),
);
