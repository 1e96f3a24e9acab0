import type { KerasFamily } from "./missing.generated.js";

const foreign = "it runs code of another library, which a spec does not hold";
const python = "it runs code of a program; in TypeScript, give regnet/layers what it should do";
const base = "it is a base class, of which programs derive their own";
const table = "it has no place in a spec: words are given by their names";
const boxes = "it works on bounding boxes, which rows of regnet's data do not have";
const mixes = "it mixes rows of a batch with their targets, which no layer of a regnet model sees";

/** Reasons of names that are ordinary words in snake_case, and so mean Keras only as Keras spells them. */
export const asSpelled: readonly string[] = [base, table];

/**
 * Names of Keras that the language leaves out for good, and why: the sentence that users read. What is neither a word
 * nor here is planned (`missing.generated.ts`).
 */
export const excluded: Readonly<Record<KerasFamily, Readonly<Record<string, string>>>> = {
  layer: {
    CutMix: mixes,
    FlaxLayer: foreign,
    Input: "it is written input, in a model's braces",
    InputLayer: "it is written input, in a model's braces",
    InputSpec: "it describes a layer's input in programs; regnet infers shapes",
    JaxLayer: foreign,
    Lambda: python,
    Layer: base,
    MaxNumBoundingBoxes: boxes,
    MixUp: mixes,
    Pipeline: "it is a list of layers: write them one after the other, or as a block",
    TFSMLayer: foreign,
    TorchModuleWrapper: foreign,
    Wrapper: base,
    deserialize: table,
    serialize: table,
  },
  activation: { deserialize: table, get: table, serialize: table },
  initializer: {
    IdentityInitializer: "it is another name of identity",
    Initializer: base,
    OrthogonalInitializer: "it is another name of orthogonal",
    STFTInitializer: "it is another name of stft",
    deserialize: table,
    get: table,
    serialize: table,
  },
  regularizer: { Regularizer: base, deserialize: table, get: table, serialize: table },
  constraint: { Constraint: base, deserialize: table, get: table, serialize: table },
  loss: { Loss: base, deserialize: table, get: table, serialize: table },
  metric: {
    Mean: "it averages what a program hands it; name the metric of which the mean is meant",
    MeanMetricWrapper: python,
    Metric: base,
    Sum: "it adds up what a program hands it; name the metric of which the sum is meant",
    deserialize: table,
    get: table,
    serialize: table,
  },
  optimizer: {
    LossScaleOptimizer: "it scales losses of float16; regnet computes in float32, which needs no scaling",
    Optimizer: base,
    OptimizerMap: "it says in programs which variables another optimizer moves",
    deserialize: table,
    get: table,
    serialize: table,
  },
  schedule: { LearningRateSchedule: base, deserialize: table, serialize: table },
  callback: {
    BackupAndRestore: "every run can be gone on with: regnet train --resume",
    Callback: base,
    CallbackList: base,
    History: "every run keeps its history, in history.json of its folder",
    LambdaCallback: python,
    OrbaxCheckpoint: "it writes JAX's format; model_checkpoint saves a run folder",
    ProgbarLogger: "regnet train shows its progress by itself",
    RemoteMonitor: "it sends numbers to a server; regnet sends nothing anywhere",
  },
};
