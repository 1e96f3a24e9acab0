export * from "./dataset.js";
export { loadDataset, loadFolds, type Folds } from "./load-dataset.js";
export { applyPreprocessing, type AppliedRows } from "./apply-preprocessing.js";
export { probe } from "./probe.js";
export { measure } from "./measure.js";
export { hashSource, sourceOfPath } from "./open-source.js";
export type { UnknownCells } from "./unknown-cells.js";
