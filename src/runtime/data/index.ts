export * from "./dataset.js";
export { loadDataset, type LoadOptions } from "./load-dataset.js";
export { applyPreprocessing, type AppliedRows, type ApplyOptions } from "./apply-preprocessing.js";
export { probe } from "./probe.js";
export { measure } from "./measure.js";
export { hashSource, sourceOfPath, type SourceOptions } from "./open-source.js";
export type { UnknownCells, UnknownColumn } from "./unknown-cells.js";
