import * as tf from "@tensorflow/tfjs";
import { wordNamed } from "../../catalog/lookup.js";
import type { Ir, MetricIr, StageIr } from "../../ir/ir.js";
import { phaseOf, withSettings } from "../../ir/stages.js";
import type { Shape } from "../../tensor/ops.js";
import type { WordCall } from "../../ir/value.js";
import type { Dataset, Rows } from "../data/dataset.js";
import { optionValue } from "../api/options.js";
import { buildModel } from "../engine/build-model.js";
import type { Engine, Objective } from "../engine/engine.js";
import { layersMeant, whileFrozen } from "../engine/frozen-layers.js";
import { layersEngine } from "../engine/layers-engine.js";
import { getWeights, setWeights, type WeightValues } from "../engine/model-weights.js";
import type { ClassWeight } from "./class-weights.js";
import { ofFold } from "./events.js";
import { namedArrays, rowCount, type NamedArrays } from "./named-arrays.js";
import { preparedRows } from "./prepared-rows.js";
import { NOTHING_EARLIER, type Snapshot } from "./snapshot.js";
import { before, behind, inStages } from "./stages.js";
import { withEngine } from "./with-engine.js";
import { trainingLoop, type LoopHooks, type LoopPlan, type LoopResult } from "./training-loop.js";

type PerOutput<T> = T | Readonly<Record<string, T>>;

/** Arrays to train on: by input and output name, or bare where there is only one. */
export interface Arrays {
  readonly x: NamedArrays;
  readonly y: NamedArrays;
  readonly sampleWeight?: Float32Array;
  readonly validation?: Omit<Arrays, "validation">;
}

/** What an engine is made for. */
export interface EngineTask {
  readonly objective: Objective;
  /** Class weights are in the rows' weights. */
  readonly train: Rows;
  readonly validation: Rows | null;
  readonly batchSize: number;
  /** At most. */
  readonly epochs: number;
  /** Of the start. */
  readonly weights: WeightValues;
  /** Layers that do not train, beside those that never do. */
  readonly frozen?: readonly string[];
  /** Steps of earlier stages, from which random draws go on. Default 0. */
  readonly stepsBefore?: number;
}

export type EngineMaker = (task: EngineTask) => Promise<Engine>;

export interface FitOptions extends LoopHooks {
  /** Trains in the layers engine's place; the model has the final weights all the same. */
  readonly engine?: EngineMaker;
  /** `optimizers.adam({ … })` or its name. */
  readonly optimizer: WordCall | string;
  readonly loss: PerOutput<WordCall | string | null>;
  readonly lossWeights?: Readonly<Record<string, number>>;
  readonly metrics?: PerOutput<readonly (WordCall | string | MetricIr)[]>;
  readonly classWeight?: ClassWeight;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly shuffle?: boolean;
  readonly stepsPerEpoch?: number | null;
  readonly validationFreq?: number;
  readonly callbacks?: readonly WordCall[];
  /** Of shuffling; the layers have theirs. */
  readonly seed?: number;
  /** Layers that do not train now: by name, or all of a model or block by the name that theirs begin with. */
  readonly freeze?: readonly string[];
  /**
   * What an earlier `fit` of the same model came to: numbers of epochs, history and random draws go on from there.
   * Behind one that diverged or was interrupted nothing is trained, and that result comes back.
   */
  readonly after?: LoopResult | null;
  /** What events, history and messages call this `fit` among several. */
  readonly phase?: string | null;
  /** The number that events bear of a `fit` in one of several folds. */
  readonly fold?: number;
  /** Goes on from here. */
  readonly resume?: Snapshot | null;
}

/**
 * Trains any layers model with Keras's meaning and regnet's own loop. The model has the final weights afterwards, of an
 * interrupted training those of its last whole epoch.
 * @throws the signal's reason when it asks to stop before there is an engine
 */
export async function fit(model: tf.LayersModel, data: Dataset | Arrays, options: FitOptions): Promise<LoopResult> {
  if (options.after?.diverged || options.after?.aborted) return options.after;
  const plan = planOf(model, options);
  const { outputNames, objective, batchSize, frozen, earlier } = plan;
  const inputNames = model.inputs.map((input) => input.sourceLayer.name);
  const given = "train" in data ? data : rowsOf(data, inputNames, outputNames);
  const prepared = preparedRows(given, {
    inputNames,
    outputs: outputNames.map((name, i) => ({ name, shape: model.outputs[i]!.shape })),
    loss: objective.loss,
    classWeight: options.classWeight ?? null,
  });
  const { train: rows, validation } = prepared;
  const { fold, onEvent } = options;
  const told: LoopHooks =
    fold === undefined || !onEvent ? options : { ...options, onEvent: (event) => onEvent(ofFold(fold, event)) };
  if (!options.checked) for (const message of prepared.warnings) told.onEvent?.({ event: "say", message });
  const stepsBefore = earlier.stage.steps;
  return whileFrozen(model, frozen, async () => {
    const made = options.engine
      ? options.engine({
          objective,
          train: rows,
          validation,
          batchSize,
          epochs: plan.epochs,
          weights: await getWeights(model),
          frozen,
          stepsBefore,
        })
      : Promise.resolve(layersEngine(model, outputNames, objective, rows, stepsBefore));
    return withEngine(made, options.signal, async (engine) => {
      const result = await trainingLoop(engine, { train: rows, validation }, plan, told, options.resume ?? null);
      if (result.aborted) setWeights(model, result.snapshot.weights);
      else if (options.engine) setWeights(model, await engine.getWeights());
      return result;
    });
  });
}

/** The options with everything that they leave to defaults. */
function planOf(model: tf.LayersModel, options: FitOptions): LoopPlan {
  const { after = null, resume = null } = options;
  const outputNames = outputNamesOf(model);
  const loss = Object.fromEntries(
    outputNames.map((name) => [name, wordCall("loss", per(options.loss, name, outputNames) ?? null)]),
  );
  const metrics = Object.fromEntries(
    outputNames.map((name, i) => [
      name,
      (per(options.metrics ?? [], name, outputNames) ?? []).map((metric) =>
        metricOf(metric, model.outputs[i]!.shape, loss[name] ?? null),
      ),
    ]),
  );
  return {
    phase: options.phase ?? null,
    earlier: resume ? before(resume) : after ? behind(after) : NOTHING_EARLIER,
    frozen: layersMeant(model, options.freeze ?? []),
    objective: {
      optimizer: wordCall("optimizer", options.optimizer)!,
      loss,
      lossWeights: options.lossWeights ?? {},
      metrics,
    },
    outputNames,
    epochs: options.epochs ?? 1,
    batchSize: options.batchSize ?? 32,
    shuffle: options.shuffle ?? true,
    seed: options.seed ?? 0,
    stepsPerEpoch: options.stepsPerEpoch ?? null,
    validationFreq: options.validationFreq ?? 1,
    callbacks: options.callbacks ?? [],
  };
}

export interface TrainOptions extends LoopHooks {
  /** Trains in the layers engine's place. */
  readonly engine?: EngineMaker;
  /** Instead of the spec's, of a training in one stage. */
  readonly epochs?: number;
  /** Instead of the spec's, in every stage. */
  readonly shuffle?: boolean;
  /** Initial weights by `layer/weight`. */
  readonly weights?: WeightValues;
  readonly resume?: Snapshot | null;
}

export interface Trained extends LoopResult {
  readonly model: tf.LayersModel;
}

/**
 * Builds the model of a checked spec and trains it as the spec says, on rows that are prepared. The model belongs to
 * the caller.
 * @throws the signal's reason when it asks to stop before there is an engine
 */
export async function train(ir: Ir, data: Dataset | Arrays, options: TrainOptions = {}): Promise<Trained> {
  if (!ir.training) throw new Error(`${ir.model.name} has no train block: nothing says how to train it`);
  const training = withSettings(ir.training, options);
  const model = buildModel(ir);
  if (options.weights) setWeights(model, options.weights);
  const { resume = null, signal } = options;
  const result = await inStages<LoopResult>(training.stages.length, resume, signal, (earlier, from, after) => {
    const { place } = earlier.stage;
    const said = fitOptions(training.stages[place]!, ir.seed);
    return fit(model, data, { ...options, ...said, phase: phaseOf(training, place), resume: from, after });
  }).catch((error: unknown) => {
    model.dispose();
    throw error;
  });
  return { ...result, model };
}

/** What a stage says, as options of `fit`. */
const fitOptions = (stage: StageIr, seed: number): FitOptions => ({
  optimizer: stage.optimizer,
  loss: stage.loss,
  lossWeights: stage.loss_weights,
  metrics: stage.metrics,
  classWeight: stage.class_weight,
  epochs: stage.epochs,
  batchSize: stage.batch_size,
  shuffle: stage.shuffle,
  stepsPerEpoch: stage.steps_per_epoch,
  validationFreq: stage.validation_freq,
  callbacks: stage.callbacks,
  freeze: stage.frozen,
  seed,
});

/** Keras's names of a model's outputs: of the layers that make them. */
export const outputNamesOf = (model: tf.LayersModel): readonly string[] =>
  model.outputs.map((output) => output.sourceLayer.name);

/** An option given for all outputs, or by output name. */
function per<T>(option: PerOutput<T>, name: string, names: readonly string[]): T | undefined {
  if (option === null || typeof option !== "object" || Array.isArray(option) || "word" in option) return option as T;
  const unknown = Object.keys(option).find((key) => !names.includes(key));
  if (unknown !== undefined)
    throw new TypeError(`the model has no output named ${unknown}; it has ${names.join(", ")}`);
  return (option as Readonly<Record<string, T>>)[name];
}

/** The word that an option names or calls; a TypeError in the checker's words where it is none of its family. */
function wordCall(family: "optimizer" | "loss" | "metric", given: WordCall | string | null): WordCall | null {
  return given === null
    ? null
    : (optionValue(family, { kind: { type: "word", family }, nullable: false }, given) as WordCall);
}

/** `accuracy` means what the output's shape and the loss make it mean; it stays `accuracy` in the logs. */
function metricOf(given: WordCall | string | MetricIr, output: Shape, loss: WordCall | null): MetricIr {
  if (typeof given === "object" && "call" in given) return given;
  const call = wordCall("metric", given)!;
  const word = wordNamed("metric", call.word);
  const named = call.args["name"];
  const target = loss ? wordNamed("loss", loss.word).target : "number";
  const meant = word.resolve?.(call.args, output, loss, target === "sign" ? "number" : target) ?? call;
  return { name: typeof named === "string" ? named : word.name, call: meant };
}

function rowsOf(
  { x, y, sampleWeight, validation }: Arrays,
  inputs: readonly string[],
  outputs: readonly string[],
): { train: Rows; validation: Rows | null } {
  const train = {
    inputs: namedArrays(x, inputs),
    targets: namedArrays(y, outputs),
    weights: sampleWeight ?? null,
  };
  const rows = rowCount({ ...train.inputs, ...train.targets });
  if (sampleWeight && sampleWeight.length !== rows)
    throw new TypeError(`there are ${sampleWeight.length} sample weights, and the first input has ${rows} rows`);
  return { train: { rows, ...train }, validation: validation ? rowsOf(validation, inputs, outputs).train : null };
}
