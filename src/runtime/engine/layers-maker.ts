import type { Ir } from "../../ir/ir.js";
import { trainedModel, withFrozen } from "../../ir/stages.js";
import type { Rows } from "../data/dataset.js";
import type { EngineMaker } from "../training/fit.js";
import { buildModel } from "./build-model.js";
import type { InferenceMaker } from "./inference.js";
import { layersEngine, predictRows } from "./layers-engine.js";
import { setWeights } from "./model-weights.js";

/** The layers engine for a checked spec, on the current TensorFlow.js back end. Its model goes with it. */
export const layersMaker =
  (ir: Ir): EngineMaker =>
  async ({ objective, train, weights, frozen = [], stepsBefore }) => {
    const model = buildModel({ ...ir, model: withFrozen(ir.model, frozen) });
    setWeights(model, weights);
    const engine = layersEngine(model, outputNames(ir), objective, train, stepsBefore);
    return {
      ...engine,
      dispose: async () => {
        await engine.dispose();
        model.dispose();
      },
    };
  };

/** Evaluates and predicts layer by layer, on the current TensorFlow.js back end. */
export const layersInference =
  (ir: Ir): InferenceMaker =>
  async ({ objective, weights }) => {
    const model = buildModel({ ...ir, model: trainedModel(ir) });
    setWeights(model, weights);
    return {
      evaluate: async (rows, batchSize) => {
        if (!objective) throw new Error(`${ir.model.name} has no train block: there is no loss to evaluate`);
        const engine = layersEngine(model, outputNames(ir), objective, NONE);
        return engine.evaluate(rows, batchSize).finally(() => engine.dispose());
      },
      predict: (rows, batchSize) => predictRows(model, outputNames(ir), rows, batchSize),
      dispose: async () => void model.dispose(),
    };
  };

/** Nothing is trained. */
const NONE: Rows = { rows: 0, inputs: {}, targets: {}, weights: null };

const outputNames = ({ model }: Ir): readonly string[] => model.outputs.map((output) => output.name);
