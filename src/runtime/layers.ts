/**
 * The layers engine as a library: layers, losses and optimizers as Keras means them, models built from checked specs,
 * training and predictions on whatever back end TensorFlow.js has. For browsers and Node alike: nothing here reads
 * files, and `regnet/runtime` adds what needs Node.
 */
export * from "./api/factories.js";
export { call, type CallOptions } from "./api/call.js";
export { chain } from "./api/chain.js";
export { eventLine } from "./api/event-line.js";
export { ndArray, type Nested } from "./api/nd-array.js";
export type { Dataset, NdArray, Preprocessing, Rows } from "./data/dataset.js";
export { buildModel } from "./engine/build-model.js";
export type { Engine, EpochPlan, EpochResult, Objective, OptimizerState } from "./engine/engine.js";
export { layersEngine, predictRows } from "./engine/layers-engine.js";
export { getWeights, setWeights, type WeightValues } from "./engine/model-weights.js";
export {
  fit,
  train,
  type Arrays,
  type EngineMaker,
  type EngineTask,
  type FitOptions,
  type TrainOptions,
  type Trained,
} from "./training/fit.js";
export { predict, type PredictOptions } from "./training/predict.js";
export type { NamedArrays } from "./training/named-arrays.js";
export type { TrainingEvent } from "./training/events.js";
export type { EpochRecord, Snapshot } from "./training/snapshot.js";
export type { LoopResult } from "./training/training-loop.js";
