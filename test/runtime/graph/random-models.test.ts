import { describe, expect, it } from "vitest";
import { getWeights } from "../../../src/runtime/engine/model-weights.js";
import { graphEngineHere } from "../../../src/runtime/graph/in-process.js";
import { train } from "../../../src/runtime/training/fit.js";
import { needsNativeBackend } from "../../support/needs.js";
import { dataset } from "../tiny-ir.js";
import { randomSpec } from "./random-spec.js";
import { syntheticRows, trainable } from "./synthetic.js";

const difference = (a: number, b: number, scale: number): number =>
  Object.is(a, b) ? 0 : Math.abs(a - b) / Math.max(1e-2, scale);

describe("a random model trains alike on both engines", () => {
  it.each(Array.from({ length: 24 }, (_, seed) => [seed, randomSpec(seed)] as const))("%i: %s", async (seed, text) => {
    const { binding } = await needsNativeBackend();
    const ir = trainable(text);
    const [rows, validation] = [syntheticRows(ir, 7), syntheticRows(ir, 5)];
    const weighted =
      seed % 3 === 0 ? { ...rows, weights: Float32Array.from({ length: rows.rows }, (_, i) => i % 3) } : rows;
    const data = dataset(weighted, validation);
    const layers = await train(ir, data);
    const graph = await train(ir, data, {
      engine: async (task) =>
        graphEngineHere(binding, { model: ir.model, seed: ir.seed, jit: seed % 5 === 0 ? "on" : "off", ...task }),
    });
    try {
      expect(graph.diverged).toBe(layers.diverged);
      expect(graph.history.map((h) => Object.keys(h.logs))).toEqual(layers.history.map((h) => Object.keys(h.logs)));
      layers.history.forEach(({ logs }, epoch) => {
        for (const [name, value] of Object.entries(logs))
          expect(
            difference(graph.history[epoch]!.logs[name]!, value, Math.abs(value)),
            `${name} of epoch ${epoch + 1}`,
          ).toBeLessThan(2e-5);
      });
      const [got, wanted] = [await getWeights(graph.model), await getWeights(layers.model)];
      for (const [name, { data: values }] of Object.entries(wanted)) {
        const all = Array.from(values);
        const largest = Math.max(...all.map(Math.abs));
        expect(Math.max(...all.map((v, i) => difference(got[name]!.data[i]!, v, largest))), name).toBeLessThan(2e-5);
      }
    } finally {
      layers.model.dispose();
      graph.model.dispose();
    }
  });
});
