import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "../../../src/cli/workspace.js";
import { wordNamed } from "../../../src/catalog/lookup.js";
import { compile } from "../../../src/index.js";
import type { Ir } from "../../../src/ir/ir.js";
import type { Args } from "../../../src/ir/value.js";
import type { NdArray } from "../../../src/runtime/data/dataset.js";
import { buildModel } from "../../../src/runtime/engine/build-model.js";
import { predictRows } from "../../../src/runtime/engine/layers-engine.js";
import { setWeights, type WeightValues } from "../../../src/runtime/engine/model-weights.js";
import { initialWeights } from "../../../src/runtime/graph/initial-weights.js";
import { unnamed } from "../../../src/tensor/lengths.js";
import { random } from "../../../src/tensor/random.js";
import { chain } from "../tiny-ir.js";
import { shapeOf, weightsOf } from "../../support/layer-under-test.js";
import { complete } from "../../catalog/layers/complete.js";

export const root = join(import.meta.dirname, "../../..");

/** A model with weights, and rows to run it on. */
export interface Sample {
  readonly name: string;
  readonly ir: Ir;
  readonly weights: WeightValues;
  readonly rows: number;
  readonly inputs: Readonly<Record<string, NdArray>>;
}

const size = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);

/** A spec of the repository with the weights it starts with, biases and the like moved away from 0 and 1. */
export async function specSample(file: string, rows = 5): Promise<Sample> {
  return irSample(file, (await load(join(root, "specs", file))).checked.ir!, rows);
}

/** More steps than are written out one by one where loops can be had. */
export const longSample = (rows = 5, steps = 40): Sample =>
  irSample(
    "long sequences",
    chain(3, [
      { word: "repeat_vector", args: { n: steps } },
      { word: "lstm", args: { units: 4, return_sequences: true, go_backwards: true } },
      { word: "gru", args: { units: 3, reset_after: false } },
      { word: "dense", args: { units: 2 } },
    ]),
    rows,
  );

/** Several results, and tensors as named arguments of a call. */
export const translatorSample = (rows = 5): Sample => {
  const text = readFileSync(join(root, "test/fixtures/emit/translator.regnet"), "utf8");
  return irSample("a translator", compile(text).ir!, rows);
};

/** A model with weights that differ from those it starts with, on drawn rows. `length`: of an input's open axes. */
export function irSample(name: string, ir: Ir, rows: number, length: (input: string) => number = () => 1): Sample {
  const draws = random(3);
  const weights = Object.fromEntries(
    Object.entries(initialWeights(ir.model)).map(([name, { data, shape }]) => [
      name,
      { shape, data: Float32Array.from(data, (v) => v + 0.1 * draws.uniform()) },
    ]),
  );
  const inputs = Object.fromEntries(
    ir.model.inputs.map(({ name, shape, dtype }) => {
      const full = [rows, ...shape.map((d) => d ?? length(name))];
      const values = Array.from({ length: size(full) }, () =>
        dtype === "int32" ? Math.floor(draws.uniform() * 3) : draws.uniform() * 2 - 1,
      );
      return [name, { shape: full, data: dtype === "int32" ? Int32Array.from(values) : Float32Array.from(values) }];
    }),
  );
  return { name, ir, weights, rows, inputs };
}

interface Numbers {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}
interface GoldenLayer {
  readonly word: string;
  readonly args: Args;
  readonly inputs: readonly Numbers[];
  readonly weights: readonly ({ readonly name: string } & Numbers)[];
}
interface GoldenRecurrent {
  readonly word: string;
  readonly args: Args;
  readonly x: { readonly shape: readonly number[]; readonly data: readonly number[] };
  readonly weights: Readonly<Record<string, { readonly shape: readonly number[]; readonly data: readonly number[] }>>;
}

const golden = <T>(path: string): T =>
  JSON.parse(readFileSync(join(root, "test/goldens", `${path}.json`), "utf8")) as T;

/** One model for every layer that has values from Keras, with their arguments, weights and rows. */
export function layerSamples(): readonly Sample[] {
  const plain = golden<{ cases: readonly GoldenLayer[] }>("layer-values").cases;
  const recurrent = golden<{ layers: readonly GoldenRecurrent[] }>("catalog/recurrence-and-images").layers.map(
    ({ word, args, x, weights }) => ({
      word,
      args,
      inputs: [{ shape: x.shape, values: x.data }],
      weights: Object.entries(weights).map(([name, w]) => ({ name, shape: w.shape, values: w.data })),
    }),
  );
  return [...plain, ...recurrent].map((c, i) => layerSample(c, i));
}

function layerSample({ word, args: written, inputs, weights }: GoldenLayer, i: number): Sample {
  const found = wordNamed("layer", word);
  const args = complete(found, written);
  const shapes = inputs.map(({ shape }) => [null, ...shape.slice(1)]);
  const shape = shapeOf(found, args, shapes);
  if ("problem" in shape) throw new Error(`${word} ${shape.problem}`);
  const specs = weightsOf(found, args, shapes);
  const names = inputs.map((_, at) => `x${at}`);
  const layer = {
    name: "it",
    word,
    args,
    trainable: true,
    doc: null,
    origin: null,
    written: Object.keys(written),
    weights: specs.map((w) => ({
      name: w.name,
      shape: w.shape,
      initializer: w.initializer,
      seed: 1,
      regularizer: null,
      constraint: null,
      trainable: w.trainable ?? true,
    })),
  };
  const model = {
    name: "one",
    title: null,
    doc: null,
    layers: [layer],
    inputs: names.map((name, at) => ({
      name,
      shape: inputs[at]!.shape.slice(1),
      dtype: "float32" as const,
      doc: null,
    })),
    nodes: [
      { name: "it", layer: "it", inputs: names, call: {}, shapes: [unnamed(shape)], dtypes: ["float32" as const] },
    ],
    outputs: [{ name: "it", tensor: "it", shape: unnamed(shape) }],
  };
  return {
    name: `${i} ${word} ${JSON.stringify(written)}`,
    ir: { version: 3, seed: 1, data: null, training: null, model },
    weights: Object.fromEntries(
      specs.map((spec, at) => [
        `it/${spec.name}`,
        {
          shape: spec.shape,
          data: Float32Array.from((weights.find((w) => w.name === spec.name) ?? weights[at]!).values),
        },
      ]),
    ),
    rows: inputs[0]!.shape[0]!,
    inputs: Object.fromEntries(
      names.map((name, at) => [name, { shape: inputs[at]!.shape, data: Float32Array.from(inputs[at]!.values) }]),
    ),
  };
}

/** What regnet itself predicts. */
export async function predictions({ ir, weights, rows, inputs }: Sample): Promise<Readonly<Record<string, NdArray>>> {
  const model = buildModel(ir);
  try {
    setWeights(model, weights);
    return await predictRows(
      model,
      ir.model.outputs.map(({ name }) => name),
      { rows, inputs },
      32,
    );
  } finally {
    model.dispose();
  }
}

/** The largest difference, relative where numbers are larger than 1. */
export const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  a.length === b.length
    ? Array.from(a).reduce(
        (most, v, i) => (Object.is(v, b[i]) ? most : Math.max(most, Math.abs(v - b[i]!) / Math.max(1, Math.abs(v)))),
        0,
      )
    : Infinity;
