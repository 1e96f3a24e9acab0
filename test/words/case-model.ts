import type { Ir, StoredShape } from "../../src/ir/ir.js";
import type { NdArray } from "../../src/runtime/data/dataset.js";
import type { WeightValues } from "../../src/runtime/engine/model-weights.js";
import type { LayerWord } from "../../src/catalog/word.js";
import { declaredFor } from "./aspects.js";
import type { LayerCase, Numbers } from "./layer-case.js";
import { completeArgs } from "./one-layer.js";

/** A model with weights, and rows to run it on. */
export interface CaseModel {
  readonly ir: Ir;
  readonly weights: WeightValues;
  readonly rows: number;
  readonly inputs: Readonly<Record<string, NdArray>>;
}

const array = ({ shape, data, dtype }: Numbers): NdArray => ({
  shape,
  data: dtype === undefined ? Float32Array.from(data) : Int32Array.from(data),
});

/** A model of the case's layer alone, as the compiler would have it. */
export function modelOf(word: LayerWord, c: LayerCase): CaseModel {
  const declared = declaredFor(word, c, (shape) => [null, ...shape.slice(1)]);
  if ("problem" in declared) throw new Error(`${c.word} ${declared.problem}`);
  const names = c.inputs.map((_, i) => `x${i}`);
  const weights = declared.weights.map((w) => ({
    name: w.name,
    shape: w.shape,
    initializer: w.initializer,
    seed: 1,
    regularizer: w.regularizer ?? null,
    constraint: w.constraint ?? null,
    trainable: w.trainable ?? true,
  }));
  const layer = {
    name: "it",
    word: c.word,
    args: completeArgs(word, c.args),
    trainable: c.trainable ?? true,
    weights,
    doc: null,
    origin: null,
    written: Object.keys(c.args),
  };
  // Nothing but the rows is open.
  const shape = declared.shapes[0]! as StoredShape;
  return {
    ir: {
      version: 2,
      seed: 1,
      data: null,
      training: null,
      model: {
        name: "one",
        title: null,
        doc: null,
        layers: [layer],
        inputs: c.inputs.map((x, i) => ({
          name: names[i]!,
          shape: x.shape.slice(1),
          dtype: x.dtype ?? "float32",
          doc: null,
        })),
        nodes: [{ name: "it", layer: "it", inputs: names, call: {}, shapes: [shape], dtypes: declared.dtypes }],
        outputs: [{ name: "it", tensor: "it", shape }],
      },
    },
    weights: Object.fromEntries(c.weights.map((w) => [`it/${w.name}`, array(w) as WeightValues[string]])),
    rows: c.inputs[0]!.shape[0]!,
    inputs: Object.fromEntries(c.inputs.map((x, i) => [names[i]!, array(x)])),
  };
}
