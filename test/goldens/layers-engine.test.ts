import { beforeAll, describe, expect, it } from "vitest";
import type { Dataset } from "../../src/runtime/data/dataset.js";
import { lastStage } from "../../src/ir/stages.js";
import { whileFrozen } from "../../src/runtime/engine/frozen-layers.js";
import { layersEngine } from "../../src/runtime/engine/layers-engine.js";
import { getWeights } from "../../src/runtime/engine/model-weights.js";
import { objectiveOf } from "../../src/runtime/engine/objective-of.js";
import { loadCpu } from "../../src/runtime/native/index.js";
import { outputNamesOf, train } from "../../src/runtime/training/fit.js";
import { evaluatedRows, goldens, initialOf, irOf, rowsOf, worstDifference } from "../support/golden.js";

const all = goldens();

describe("Keras's trainings on the layers engine", () => {
  beforeAll(loadCpu);

  it("are many", () => expect(all.length).toBeGreaterThanOrEqual(80));

  it.each(all.map((golden) => [golden.name, golden] as const))("%s", async (_, golden) => {
    const ir = irOf(golden);
    const preprocessing: Dataset["preprocessing"] = { version: 1, inputs: {}, targets: {}, weight: null };
    const validation = golden.validation ? rowsOf(ir, golden.validation) : null;
    const data: Dataset = { train: rowsOf(ir, golden), validation, test: null, preprocessing, hash: "" };
    const result = await train(ir, data, { weights: initialOf(golden) });
    const expected = golden.expected;
    expect(result.history.length).toBe(expected.epochs);
    const logged = result.history.map((record): Record<string, number> => ({
      ...record.logs,
      learning_rate: record.learningRate,
    }));
    for (const [name, values] of Object.entries(expected.history)) {
      const actual = logged.map((logs) => logs[name]).filter((value) => value !== undefined);
      expect(
        worstDifference(actual, values),
        `${name}: ${actual.join(" ")} but Keras has ${values.join(" ")}`,
      ).toBeLessThanOrEqual(golden.rtol);
    }
    const rows = evaluatedRows(ir, golden);
    const stage = lastStage(ir.training!);
    const engine = layersEngine(result.model, outputNamesOf(result.model), objectiveOf(stage), rows);
    const evaluated = await whileFrozen(result.model, stage.frozen, () => engine.evaluate(rows, stage.batch_size));
    await engine.dispose();
    for (const [name, value] of Object.entries(expected.evaluate))
      expect(worstDifference([evaluated[name]!], [value]), `evaluate: ${name}`).toBeLessThanOrEqual(golden.rtol);
    const weights = await getWeights(result.model);
    expect(Object.keys(weights).sort()).toEqual(Object.keys(expected.weights).sort());
    for (const [name, { data: values, shape }] of Object.entries(expected.weights)) {
      expect(weights[name]!.shape).toEqual(shape);
      expect(worstDifference(weights[name]!.data, values), name).toBeLessThanOrEqual(golden.rtol);
    }
    result.model.dispose();
  });
});
