import { wordNamed } from "../../../catalog/lookup.js";
import type { ModelIr } from "../../../ir/ir.js";
import type { LoopForm } from "./loop.js";

/** Whether XLA compiles loops: where it pays, always, or never. */
export type Jit = "auto" | "on" | "off";

/** What a loop over steps is made of. */
export interface LoopSize {
  /** Of one step, as TensorFlow would dispatch them. */
  readonly nodes: number;
  /** Numbers that are gathered for a step. */
  readonly gathered: number;
  /** Weights that a step changes. */
  readonly trained: number;
  /** Steps that will be run in all. */
  readonly turns: number;
}

/** Seconds that XLA saves on a node: what TensorFlow takes to dispatch one. */
const PER_NODE = 0.5e-6;
/** Seconds that XLA saves on a weight: gradient and optimizer pass over it once instead of several times. */
const PER_WEIGHT = 1e-9;
/** Seconds that XLA takes longer for a number of a batch, which it gathers one by one where TensorFlow copies whole rows. */
const PER_GATHERED = 0.3e-9;
/** Seconds that have to be saved: what compiling a small model takes. */
const WORTH_COMPILING = 1;

/**
 * The form of a loop over steps. XLA pays where many operations or large weights are gone through many times; its convolutions are many times
 * slower than TensorFlow's own. Depends on nothing but its arguments, so that a run can be repeated. The figures were measured on dense networks,
 * embeddings and an lstm (`bench/README.md`).
 */
export function loopForm(model: ModelIr, { nodes, gathered, trained, turns }: LoopSize, jit: Jit): LoopForm {
  if (jit === "on") return "compiled";
  if (model.layers.some(({ word }) => wordNamed("layer", word).traits?.includes("convolution"))) return "merged";
  const saved = nodes * PER_NODE + trained * PER_WEIGHT - gathered * PER_GATHERED;
  return jit === "auto" && saved * turns >= WORTH_COMPILING ? "compiled" : "interpreted";
}
