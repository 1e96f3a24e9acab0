import type { Ir, StageIr } from "../../ir/ir.js";
import { phaseOf, withSettings } from "../../ir/stages.js";
import type { Dataset } from "../data/dataset.js";
import type { WeightValues } from "../engine/model-weights.js";
import { objectiveOf } from "../engine/objective-of.js";
import type { EngineMaker, TrainOptions } from "./fit.js";
import { preparedRows, type Prepared } from "./prepared-rows.js";
import type { Earlier } from "./snapshot.js";
import { inStages } from "./stages.js";
import { withEngine } from "./with-engine.js";
import { trainingLoop, type LoopPlan, type LoopResult } from "./training-loop.js";

export interface TrainedWeights extends LoopResult {
  /** The final ones; of an interrupted training those of its last whole epoch. */
  readonly weights: WeightValues;
}

/**
 * Trains a checked spec as it says on engines made for it, one a stage, which end with it. Loads no TensorFlow.js of
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
  const set: Ir = { ...ir, training: withSettings(training, options) };
  const { resume = null, signal } = options;
  // Of all stages before the first one trains: what a later one cannot use is said at once.
  const prepared = training.stages.map((stage) => preparedFor(stage, ir, data));
  if (!options.checked)
    for (const message of new Set(prepared.flatMap(({ warnings }) => warnings)))
      options.onEvent?.({ event: "say", message });
  return inStages<TrainedWeights>(training.stages.length, resume, signal, (earlier, from, last) => {
    const plan = planOf(set, earlier);
    const { train, validation } = prepared[earlier.stage.place]!;
    const made = maker({
      objective: plan.objective,
      train,
      validation,
      batchSize: plan.batchSize,
      epochs: plan.epochs,
      weights: last?.weights ?? options.weights ?? {},
      frozen: plan.frozen,
      stepsBefore: earlier.stage.steps,
    });
    return withEngine(made, signal, async (engine) => {
      const result = await trainingLoop(engine, { train, validation }, plan, options, from);
      return { ...result, weights: result.aborted ? result.snapshot.weights : await engine.getWeights() };
    });
  });
}

const preparedFor = ({ loss, class_weight: classWeight }: StageIr, { model }: Ir, data: Dataset): Prepared =>
  preparedRows(data, { inputNames: model.inputs.map((i) => i.name), outputs: model.outputs, loss, classWeight });

/** What a stage says, behind earlier ones. */
function planOf({ model, training, seed }: Ir, earlier: Earlier): LoopPlan {
  const { place } = earlier.stage;
  const stage = training!.stages[place]!;
  return {
    phase: phaseOf(training!, place),
    earlier,
    frozen: stage.frozen,
    objective: objectiveOf(stage),
    outputNames: model.outputs.map((o) => o.name),
    epochs: stage.epochs,
    batchSize: stage.batch_size,
    shuffle: stage.shuffle,
    seed,
    stepsPerEpoch: stage.steps_per_epoch,
    validationFreq: stage.validation_freq,
    callbacks: stage.callbacks,
  };
}
