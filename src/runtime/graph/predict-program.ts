import type { ModelIr } from "../../ir/ir.js";
import type { Value } from "../../program/node.js";
import type { Rows } from "../data/dataset.js";
import type { WeightValues } from "../engine/model-weights.js";
import { setter } from "./build/fillers.js";
import { programWeights, weightVariableOf } from "./build/optimizer-update.js";
import { runModel } from "./build/run-model.js";
import { MainScope, type VariableSpec } from "./build/scope.js";
import { scalar } from "../../program/emit.js";
import type { Program, Signature } from "./saved-model/program.js";
import type { Fed } from "./session.js";

/** Shapes of one row of each input, by name. */
export type RowShapes = Readonly<Record<string, readonly number[]>>;

/** Of the model's inputs. Throws when the data lack one. */
export const rowShapes = (model: ModelIr, inputs: Rows["inputs"]): RowShapes =>
  Object.fromEntries(
    model.inputs.map(({ name }) => {
      const array = inputs[name];
      if (!array)
        throw new Error(
          `the data has nothing for the input ${name}; it has ${Object.keys(inputs).join(", ") || "none"}`,
        );
      return [name, array.shape.slice(1)];
    }),
  );

/** Sizes of the batches that so many rows make: whole ones, and the short last one. */
export const batchSizes = (rows: number, batchSize: number): readonly number[] => [
  ...(rows >= batchSize ? [batchSize] : []),
  ...(rows % batchSize > 0 ? [rows % batchSize] : []),
];

/** Weights as a session takes them. */
export const weightFeeds = (weights: WeightValues): Readonly<Record<string, Fed>> =>
  Object.fromEntries(
    Object.entries(weights).map(([name, { data, shape }]) => [
      name,
      { data: data instanceof Float32Array ? data : Float32Array.from(data), shape },
    ]),
  );

/** Inference for batches of these sizes: signatures `predict:<rows>` and `set` (by weight). */
export function predictProgram(model: ModelIr, seed: number, shapes: RowShapes, sizes: readonly number[]): Program {
  const weights = programWeights(model);
  const variables = new Map<string, VariableSpec>(
    weights.map(({ name, shape }) => [weightVariableOf(name), { type: "float32", shape }]),
  );
  const main = new MainScope(variables);
  const signatures: Record<string, Signature> = {
    set: setter(
      main,
      weights.map(({ name }) => ({ input: name, variable: weightVariableOf(name) })),
    ),
  };
  for (const rows of sizes) {
    const inputs = Object.fromEntries(
      model.inputs.map(({ name, dtype }) => [
        name,
        main.placeholder(dtype === "int32" ? "int32" : "float32", [rows, ...shapes[name]!]),
      ]),
    );
    const values = Object.fromEntries(weights.map(({ name }) => [name, main.read(weightVariableOf(name))]));
    // Layers that are random even in inference draw as in the first step.
    const { outputs } = runModel(main.ops(scalar(main.g, 0, "int32")), model, {
      inputs,
      weights: values,
      training: false,
      seed,
    });
    signatures[`predict:${rows}`] = {
      inputs,
      outputs: Object.fromEntries(
        Object.entries(outputs).map(([name, { value }]) => [name, main.once(value as Value, [])]),
      ),
    };
  }
  return { functions: [], signatures };
}
