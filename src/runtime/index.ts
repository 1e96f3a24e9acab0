export * from "./api/factories.js";
export { buildModel } from "./engine/build-model.js";
export { useBackend, type BackendChoice, type BackendOptions } from "./engine/backend.js";
export type { Engine, Objective, EpochPlan, EpochResult, OptimizerState } from "./engine/engine.js";
export {
  chooseEngine,
  chooseInference,
  startEngine,
  type ChooseOptions,
  type ChosenEngine,
  type ChosenInference,
  type EngineChoice,
} from "./engine/choose-engine.js";
export type { Inference, InferenceMaker, InferenceTask } from "./engine/inference.js";
export { layersEngine, predictRows } from "./engine/layers-engine.js";
export { graphEngine, graphInference, type GraphEngineOptions } from "./graph/graph-engine.js";
export type { GraphHost, OpenedHost, StartedHost } from "./graph/graph-host.js";
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
export type { EpochRecord, LoopResult, Snapshot } from "./training/training-loop.js";
export type { TrainingEvent } from "./training/events.js";
export { loadDataset, applyPreprocessing } from "./data/index.js";
export type { Dataset, NdArray, Preprocessing, Rows } from "./data/dataset.js";
export * from "./run/run-folder.js";
export { trainOn, type TrainedWeights } from "./training/train-on.js";
export {
  evaluateRun,
  predictRun,
  trainRun,
  type TrainedRun,
  type TrainRunOptions,
  type UseOptions,
} from "./run/use-run.js";
export { openBackend, type OpenBackend, type OpenBackendOptions } from "./native/index.js";
export { chain } from "./api/chain.js";
export { eventLine } from "./api/event-line.js";
export { isMain } from "./api/is-main.js";
export { readDataset, type DatasetOptions, type SplitOptions, type TargetOptions } from "./api/read-dataset.js";
