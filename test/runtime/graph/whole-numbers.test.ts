import { describe, expect, it } from "vitest";
import { getWeights } from "../../../src/runtime/engine/model-weights.js";
import { graphEngineHere } from "../../../src/runtime/graph/in-process.js";
import { train } from "../../../src/runtime/training/fit.js";
import { worstDifference } from "../../support/golden.js";
import { needsNativeBackend } from "../../support/needs.js";
import { dataset } from "../tiny-ir.js";
import { syntheticRows, trainable } from "./synthetic.js";

/**
 * TensorFlow and XLA divide by a constant by multiplying with 1 / it, which for 41 is so rounded that 41 · (1 / 41) is
 * less than 1.
 */
const awkward = [
  [
    "steps between two overwritings of the weights",
    "input 3; dense 1",
    "sgd(0.05, use_ema, ema_momentum=0.9, ema_overwrite_frequency=41)",
    44,
  ],
  [
    "the width of an image that goes round",
    "input 1x41x1; random_translation 0 [-0.4, -0.1] fill_mode=wrap; flatten; dense 1",
    "sgd(0.05)",
    5,
  ],
] as const;

describe("what divides by 41", () => {
  it.each(
    awkward.flatMap(([what, model, optimizer, n]) =>
      (["off", "on"] as const).map((jit) => [`${what}, jit ${jit}`, model, optimizer, n, jit] as const),
    ),
  )(
    "is as exact on the graph engine as layer by layer: %s",
    async (_, model, optimizer, n, jit) => {
      const { binding } = await needsNativeBackend();
      const ir = trainable(
        `model m { ${model} }\ntrain { optimizer: ${optimizer}, loss: mse, batch_size: 1, epochs: 1, shuffle: false }`,
      );
      const data = dataset(syntheticRows(ir, n));
      const layers = await train(ir, data);
      const graph = await train(ir, data, {
        engine: async (task) => graphEngineHere(binding, { model: ir.model, seed: ir.seed, jit, ...task }),
      });
      const [got, wanted] = [await getWeights(graph.model), await getWeights(layers.model)];
      layers.model.dispose();
      graph.model.dispose();
      for (const [name, { data: values }] of Object.entries(wanted))
        expect(worstDifference(got[name]!.data, Array.from(values)), name).toBeLessThan(1e-5);
    },
    60_000,
  );
});
