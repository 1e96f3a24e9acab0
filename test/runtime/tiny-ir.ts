import { wordNamed } from "../../src/catalog/lookup.js";
import type { Family } from "../../src/catalog/word.js";
import type { Ir, LayerIr, NodeIr, StageIr } from "../../src/ir/ir.js";
import type { Value, WordCall } from "../../src/ir/value.js";
import { unnamed } from "../../src/tensor/lengths.js";
import type { Shape } from "../../src/tensor/ops.js";
import { deriveSeed } from "../../src/tensor/random.js";
import { argsFrom } from "../../src/runtime/api/options.js";
import { shapeOf, weightsOf } from "../support/layer-under-test.js";
import type { Dataset, Rows } from "../../src/runtime/data/dataset.js";

/** A word's call with the arguments given and all defaults. */
export const call = (family: Family, word: string, args: Readonly<Record<string, Value>> = {}): WordCall => ({
  word,
  args: {
    ...argsFrom(
      wordNamed(family, word),
      Object.fromEntries(
        Object.entries(args).map(([k, v]) => [k.replace(/_+([a-z0-9])/g, (_, c: string) => c.toUpperCase()), v]),
      ),
    ),
  },
});

export interface Step {
  readonly word: string;
  readonly name?: string;
  readonly args?: Readonly<Record<string, Value>>;
  readonly trainable?: boolean;
}

/** A step's layer as the IR has it, on an input of this shape. */
function layerIr(name: string, step: Step, args: WordCall["args"], shape: Shape, seed: number): LayerIr {
  return {
    name,
    word: step.word,
    args,
    trainable: step.trainable ?? true,
    weights: weightsOf(wordNamed("layer", step.word), args, [shape]).map((w) => ({
      name: w.name,
      shape: w.shape,
      initializer: w.initializer,
      seed: deriveSeed(seed, `${name}/${w.name}`),
      regularizer: w.regularizer ?? null,
      constraint: w.constraint ?? null,
      trainable: w.trainable ?? true,
    })),
    doc: null,
    origin: null,
    written: Object.keys(step.args ?? {}),
  };
}

/** The IR of a chain of layers on one input of `width` numbers; a name that occurs again applies that layer again. */
export function chain(width: number, steps: readonly Step[], training: Partial<StageIr> = {}, seed = 1): Ir {
  const layers = new Map<string, LayerIr>();
  const nodes: NodeIr[] = [];
  let [ref, shape]: [string, Shape] = ["x", [null, width]];
  for (const step of steps) {
    const name = step.name ?? step.word;
    const word = wordNamed("layer", step.word);
    const args = layers.get(name)?.args ?? call("layer", step.word, step.args).args;
    if (!layers.has(name)) layers.set(name, layerIr(name, step, args, shape, seed));
    const out = shapeOf(word, args, [shape]);
    if ("problem" in out) throw new Error(out.problem);
    const times = nodes.filter((n) => n.layer === name).length;
    const node = times === 0 ? name : `${name}@${times + 1}`;
    nodes.push({ name: node, layer: name, inputs: [ref], call: {}, shapes: [unnamed(out)], dtypes: ["float32"] });
    [ref, shape] = [node, out];
  }
  const output = nodes.at(-1)!.layer;
  return {
    version: 3,
    seed,
    data: null,
    model: {
      name: "tiny",
      title: null,
      doc: null,
      inputs: [{ name: "x", shape: [width], dtype: "float32", doc: null }],
      layers: [...layers.values()],
      nodes,
      outputs: [{ name: output, tensor: ref, shape: unnamed(shape) }],
    },
    training: {
      stages: [
        {
          name: null,
          frozen: [],
          optimizer: call("optimizer", "sgd", { learning_rate: 0.1 }),
          loss: { [output]: call("loss", "mean_squared_error") },
          loss_weights: {},
          metrics: {},
          class_weight: null,
          epochs: 3,
          batch_size: 4,
          shuffle: true,
          steps_per_epoch: null,
          validation_freq: 1,
          callbacks: [],
          ...training,
        },
      ],
    },
  };
}

/** n rows of a smooth function of `width` numbers. */
export function rows(n: number, width: number, output: string): Rows {
  const x = Float32Array.from({ length: n * width }, (_, i) => Math.sin(i * 1.7));
  const y = Float32Array.from({ length: n }, (_, i) => x[i * width]! * 0.7 - x[i * width + 1]! * 0.2);
  return {
    rows: n,
    inputs: { x: { data: x, shape: [n, width] } },
    targets: { [output]: { data: y, shape: [n, 1] } },
    weights: null,
  };
}

export const dataset = (train: Rows, validation: Rows | null = null): Dataset => ({
  train,
  validation,
  test: null,
  hash: "0".repeat(64),
  preprocessing: { version: 1, inputs: {}, targets: {}, weight: null },
});
