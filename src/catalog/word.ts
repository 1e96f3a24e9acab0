import type { Described } from "./described.js";
import type { Params } from "./param.js";
import type { LayerWord } from "./layer-word.js";
import type { ActivationWord, InitializerWord, RegularizerWord, ConstraintWord } from "./value-words.js";
import type { LossWord, MetricWord, OptimizerWord, ScheduleWord } from "./training-words.js";
import type { CallbackWord } from "./callback-word.js";
export { defineLayer, defineLayers } from "./define-layer.js";
export type {
  Arity,
  CallRules,
  InnerCall,
  InnerRules,
  Inputs,
  MasksRule,
  Named,
  Traced,
  WeightSpec,
  ShapeProblem,
  Effects,
  ForwardContext,
  MaskContext,
  MaskRule,
  Trait,
  LayerWord,
  TfjsLayer,
} from "./layer-word.js";
export type { ActivationWord, InitializerWord, RegularizerWord, ConstraintWord } from "./value-words.js";
export type {
  LossContext,
  LossWord,
  MetricContext,
  StateSpec,
  TargetRule,
  MetricWord,
  OptimizerStep,
  OptimizerWord,
  ScheduleWord,
} from "./training-words.js";
export type { Logs, EpochEnd, Action, CallbackWord } from "./callback-word.js";

/**
 * What a word of the vocabulary is. One word is one file, which states everything regnet knows about it; checker,
 * formatter of docs, emitters, model builder, training and the editor derive from these records and name no word.
 */
export type Word =
  | LayerWord
  | ActivationWord
  | InitializerWord
  | RegularizerWord
  | ConstraintWord
  | LossWord
  | MetricWord
  | OptimizerWord
  | ScheduleWord
  | CallbackWord
  | StructureWord
  | PlainWord;

export type Family = Word["family"];

// ---- structure

/** Where a structure word may stand. */
type Place = "file" | "model" | "block" | "data" | "train";

/**
 * `model`, `block`, `repeat`, `data`, …: words the compiler gives a meaning to by their `role`, never by their name.
 */
export interface StructureWord<P extends Params = Params> extends Described<"structure", P> {
  readonly role: string;
  readonly places: readonly Place[];
  /** Understood, but not in this version: reported as such, never given another meaning. */
  readonly planned?: true;
  /** Arguments that Keras's call takes and this word does not: what to write instead, as the end of a sentence. */
  readonly elsewhere?: Readonly<Record<string, string>>;
}

/** Words of small families that carry only arguments: splits, sources. */
export interface PlainWord<P extends Params = Params> extends Described<"source" | "split", P> {
  readonly planned?: true;
}

// ---- definers: identity functions that infer the parameter types

type Define<W, K extends keyof W = never> = Omit<W, "family" | K>;

export const defineActivation = <const P extends Params>(w: Define<ActivationWord<P>>): ActivationWord<P> => ({
  family: "activation",
  ...w,
});
export const defineInitializer = <const P extends Params>(w: Define<InitializerWord<P>>): InitializerWord<P> => ({
  family: "initializer",
  ...w,
});
export const defineRegularizer = <const P extends Params>(w: Define<RegularizerWord<P>>): RegularizerWord<P> => ({
  family: "regularizer",
  ...w,
});
export const defineConstraint = <const P extends Params>(w: Define<ConstraintWord<P>>): ConstraintWord<P> => ({
  family: "constraint",
  ...w,
});
export const defineLoss = <const P extends Params>(w: Define<LossWord<P>>): LossWord<P> => ({ family: "loss", ...w });
export const defineMetric = <const P extends Params>(w: Define<MetricWord<P>>): MetricWord<P> => ({
  family: "metric",
  ...w,
});
export const defineOptimizer = <const P extends Params>(w: Define<OptimizerWord<P>>): OptimizerWord<P> => ({
  family: "optimizer",
  ...w,
});
export const defineSchedule = <const P extends Params>(w: Define<ScheduleWord<P>>): ScheduleWord<P> => ({
  family: "schedule",
  ...w,
});
export const defineCallback = <const P extends Params, S>(w: Define<CallbackWord<P, S>>): CallbackWord<P, S> => ({
  family: "callback",
  ...w,
});
export const defineStructure = <const P extends Params>(w: Define<StructureWord<P>>): StructureWord<P> => ({
  family: "structure",
  ...w,
});
export const defineSplit = <const P extends Params>(w: Define<PlainWord<P>>): PlainWord<P> => ({
  family: "split",
  ...w,
});
export const defineSource = <const P extends Params>(w: Define<PlainWord<P>>): PlainWord<P> => ({
  family: "source",
  ...w,
});
