/** Everything of `regnet/layers`, and what needs Node: files, DuckDB, TensorFlow's library, run folders. */
export * from "./layers.js";
export { isMain } from "./api/is-main.js";
export {
  readDataset,
  type DatasetOptions,
  type FoldOptions,
  type SplitOptions,
  type TargetOptions,
} from "./api/read-dataset.js";
export { loadDataset, loadFolds, applyPreprocessing, type Folds } from "./data/index.js";
export { useBackend, type BackendChoice, type BackendOptions } from "./engine/backend.js";
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
export { graphEngine, graphInference, type GraphEngineOptions } from "./graph/graph-engine.js";
export type { GraphHost, OpenedHost, StartedHost } from "./graph/graph-host.js";
export { openBackend, type OpenBackend, type OpenBackendOptions } from "./native/index.js";
export * from "./run/run-folder.js";
export type { Spread } from "./run/fold-scores.js";
export type { FoldResult } from "./run/folds-folder.js";
export { trainFolds, type TrainFoldsOptions, type TrainedFolds } from "./run/train-folds.js";
export {
  evaluateRun,
  predictRun,
  trainRun,
  type TrainedRun,
  type TrainRunOptions,
  type UseOptions,
} from "./run/use-run.js";
export { trainOn, type TrainedWeights } from "./training/train-on.js";
