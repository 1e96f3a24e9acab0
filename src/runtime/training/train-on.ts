import type { Ir } from "../../ir/ir.js";
import type { Dataset } from "../data/dataset.js";
import type { WeightValues } from "../engine/model-weights.js";
import { objectiveOf } from "../engine/objective-of.js";
import type { EngineMaker, TrainOptions } from "./fit.js";
import { preparedRows } from "./prepared-rows.js";
import { withEngine } from "./with-engine.js";
import { trainingLoop, type LoopPlan, type LoopResult } from "./training-loop.js";

export interface TrainedWeights extends LoopResult {
  /** The final ones; of an interrupted training those of its last whole epoch. */
  readonly weights: WeightValues;
}

/**
 * Trains a checked spec as it says on an engine made for it, which ends with the training. Loads no TensorFlow.js of
 * its own, which is most of the start of a short training.
 * @throws the signal's reason when it asks to stop before there is an engine
 */
export async function trainOn(
  maker: EngineMaker,
  ir: Ir,
  data: Dataset,
  options: Omit<TrainOptions, "engine"> = {},
): Promise<TrainedWeights> {
  const { model, training } = ir;
  if (!training) throw new Error(`${model.name} has no train block: nothing says how to train it`);
  const plan: LoopPlan = {
    objective: objectiveOf(training),
    outputNames: model.outputs.map((o) => o.name),
    epochs: options.epochs ?? training.epochs,
    batchSize: training.batch_size,
    shuffle: options.shuffle ?? training.shuffle,
    seed: ir.seed,
    stepsPerEpoch: training.steps_per_epoch,
    validationFreq: training.validation_freq,
    callbacks: training.callbacks,
  };
  const { train, validation, warnings } = preparedRows(data, {
    inputNames: model.inputs.map((i) => i.name),
    outputs: model.outputs,
    loss: training.loss,
    classWeight: training.class_weight,
  });
  const { signal } = options;
  if (!options.checked) for (const message of warnings) options.onEvent?.({ event: "say", message });
  const made = maker({
    objective: plan.objective,
    train,
    validation,
    batchSize: plan.batchSize,
    epochs: plan.epochs,
    weights: options.weights ?? {},
  });
  return withEngine(made, signal, async (engine) => {
    const result = await trainingLoop(engine, { train, validation }, plan, options, options.resume ?? null);
    return { ...result, weights: result.aborted ? result.snapshot.weights : await engine.getWeights() };
  });
}
