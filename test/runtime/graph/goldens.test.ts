import { beforeAll, describe, expect, it } from "vitest";
import type { Dataset } from "../../../src/runtime/data/dataset.js";
import { getWeights } from "../../../src/runtime/engine/model-weights.js";
import { graphEngineHere } from "../../../src/runtime/graph/in-process.js";
import { loadCpu, nativeBinding, type BindingResult } from "../../../src/runtime/native/index.js";
import { train } from "../../../src/runtime/training/fit.js";
import { goldens, initialOf, irOf, rowsOf, worstDifference } from "../../support/golden.js";

const all = goldens();

describe("Keras's trainings on the graph engine", () => {
  let native: BindingResult;
  beforeAll(async () => {
    await loadCpu();
    native = await nativeBinding();
  });

  it("are many", () => expect(all.length).toBeGreaterThanOrEqual(80));

  it.each(all.map((golden) => [golden.name, golden] as const))("%s", async (_, golden) => {
    const ir = irOf(golden);
    if (!native.ok) return expect(native.failure.hint).not.toBeNull();
    const { binding } = native.native;
    const preprocessing: Dataset["preprocessing"] = { version: 1, inputs: {}, targets: {}, weight: null };
    const validation = golden.validation ? rowsOf(ir, golden.validation) : null;
    const data: Dataset = { train: rowsOf(ir, golden), validation, test: null, preprocessing, hash: "" };
    const engine = async (task: Parameters<Required<Parameters<typeof train>[2] & object>["engine"]>[0]) => graphEngineHere(binding, { model: ir.model, seed: ir.seed, ...task });
    const result = await train(ir, data, { weights: initialOf(golden), engine });
    const expected = golden.expected;
    expect(result.history.length).toBe(expected.epochs);
    const logged = result.history.map((record) => ({ ...record.logs, learning_rate: record.learningRate }) as Record<string, number>);
    for (const [name, values] of Object.entries(expected.history)) {
      const actual = logged.map((logs) => logs[name]).filter((value) => value !== undefined);
      // A mean of numbers around 1, as of cosines, has no more digits in float32.
      if (actual.every((value, i) => Math.abs(value - values[i]!) < 1e-7)) continue;
      expect(worstDifference(actual, values), `${name}: ${actual.join(" ")} but Keras has ${values.join(" ")}`).toBeLessThanOrEqual(golden.rtol);
    }
    const weights = await getWeights(result.model);
    for (const [name, { data: values, shape }] of Object.entries(expected.weights)) {
      expect(weights[name]!.shape).toEqual(shape);
      expect(worstDifference(weights[name]!.data, values), name).toBeLessThanOrEqual(golden.rtol);
    }
    result.model.dispose();
  });
});
