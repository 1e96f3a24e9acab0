import { wordNamed } from "../../catalog/lookup.js";
import type { ModelIr } from "../../ir/ir.js";
import { random } from "../../tensor/random.js";
import type { WeightValues } from "../engine/model-weights.js";

/**
 * The weights a model starts with, from its initializers and seeds: the same numbers as on the layers engine. By
 * `layer/weight`.
 */
export const initialWeights = (model: ModelIr): WeightValues =>
  Object.fromEntries(
    model.layers.flatMap((layer) =>
      layer.weights.map(({ name, shape, initializer, seed }) => {
        const own = initializer.args["seed"];
        const data = wordNamed("initializer", initializer.word).values(
          initializer.args,
          shape,
          random(typeof own === "number" ? own : seed),
        );
        return [`${layer.name}/${name}`, { data, shape }] as const;
      }),
    ),
  );
