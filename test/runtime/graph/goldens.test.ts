import { beforeAll, describe, expect, it } from "vitest";
import type { Logs } from "../../../src/catalog/word.js";
import type { Dataset } from "../../../src/runtime/data/dataset.js";
import { getWeights } from "../../../src/runtime/engine/model-weights.js";
import { graphEngineHere } from "../../../src/runtime/graph/in-process.js";
import { loadCpu } from "../../../src/runtime/native/index.js";
import { train, type EngineMaker } from "../../../src/runtime/training/fit.js";
import { evaluatedRows, goldens, initialOf, irOf, rowsOf, worstDifference } from "../../support/golden.js";
import { needsNative } from "../../support/needs.js";

const all = goldens();

describe("Keras's trainings on the graph engine", () => {
  beforeAll(async () => void (await loadCpu()));

  it("are many", () => expect(all.length).toBeGreaterThanOrEqual(80));

  it.each(all.map((golden) => [golden.name, golden] as const))("%s", async (_, golden) => {
    const ir = irOf(golden);
    const { binding } = await needsNative();
    const preprocessing: Dataset["preprocessing"] = { version: 1, inputs: {}, targets: {}, weight: null };
    const validation = golden.validation ? rowsOf(ir, golden.validation) : null;
    const data: Dataset = { train: rowsOf(ir, golden), validation, test: null, preprocessing, hash: "" };
    // Other rows than the validation rows take a program of their own: only those whose weights do not count are worth
    // it.
    const evaluated: Logs[] = [];
    const engine: EngineMaker = async (task) => {
      const made = graphEngineHere(binding, { model: ir.model, seed: ir.seed, ...task });
      const evaluateAndDispose = async () => {
        if (task.validation)
          evaluated.push(
            await made.evaluate(task.validation.weights ? evaluatedRows(ir, golden) : task.validation, task.batchSize),
          );
        await made.dispose();
      };
      return { ...made, dispose: evaluateAndDispose };
    };
    const result = await train(ir, data, { weights: initialOf(golden), engine });
    const expected = golden.expected;
    expect(result.history.length).toBe(expected.epochs);
    const logged = result.history.map((record): Record<string, number> => ({
      ...record.logs,
      learning_rate: record.learningRate,
    }));
    for (const [name, values] of Object.entries(expected.history)) {
      const actual = logged.map((logs) => logs[name]).filter((value) => value !== undefined);
      // A mean of numbers around 1, as of cosines, has no more digits in float32.
      if (actual.every((value, i) => Math.abs(value - values[i]!) < 1e-7)) continue;
      expect(
        worstDifference(actual, values),
        `${name}: ${actual.join(" ")} but Keras has ${values.join(" ")}`,
      ).toBeLessThanOrEqual(golden.rtol);
    }
    for (const [name, value] of evaluated.length > 0 ? Object.entries(expected.evaluate) : []) {
      const actual = evaluated.at(-1)![name]!;
      if (Math.abs(actual - value) < 1e-7) continue;
      expect(worstDifference([actual], [value]), `evaluate: ${name}`).toBeLessThanOrEqual(golden.rtol);
    }
    const weights = await getWeights(result.model);
    for (const [name, { data: values, shape }] of Object.entries(expected.weights)) {
      expect(weights[name]!.shape).toEqual(shape);
      expect(worstDifference(weights[name]!.data, values), name).toBeLessThanOrEqual(golden.rtol);
    }
    result.model.dispose();
  });
});
