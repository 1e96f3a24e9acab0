import { wordNamed } from "../../../catalog/lookup.js";
import type { ModelIr } from "../../../ir/ir.js";
import type { StepCost } from "../../../program/step-cost.js";
import type { LoopForm } from "./loop.js";

/** Whether XLA compiles loops: where it pays, always, or never. */
export type Jit = "auto" | "on" | "off";

/** What a loop over steps is made of. */
export interface LoopSize extends StepCost {
  /** Numbers that are gathered for a step. */
  readonly gathered: number;
  /** Weights that a step changes. */
  readonly trained: number;
  /** Steps that will be run in all. */
  readonly turns: number;
  /** Whether TensorFlow hands operations out to several threads. */
  readonly threaded: boolean;
}

/** Flops of a step from which oneDNN's products make up for what merging costs in dispatching. */
const WORTH_MERGING = 1e8;
/** Seconds that have to be saved: what compiling a small model takes. */
const WORTH_COMPILING = 1;

/**
 * Seconds that XLA saves on a node, which is what TensorFlow takes to dispatch one: in the thread it is in, or to
 * others.
 */
const PER_NODE = { alone: 0.5e-6, threaded: 3e-6 };
/**
 * Over an interpreted loop: seconds saved on a weight, as gradient and optimizer pass over it once instead of several
 * times.
 */
const PER_WEIGHT = 1e-9;
/** Over a merged one: seconds saved on a number that is written between products, as XLA fuses what writes it. */
const PER_ELEMENT = 0.2e-9;
/** Over a merged one: seconds lost on a flop, at which oneDNN is faster. */
const PER_FLOP = 0.5e-12;
/** Seconds lost on a number of a batch, which XLA gathers one by one where TensorFlow copies whole rows. */
const PER_GATHERED = { interpreted: 0.3e-9, merged: 0.5e-9 };

/**
 * The form of a loop over steps. Convolutions and large products want oneDNN's kernels; XLA pays where many operations
 * or weights are gone through many times, and never for convolutions, its own being many times slower. Depends on
 * nothing but its arguments, so that a run can be repeated. The figures were measured on dense networks of up to 6
 * million weights, embeddings and lstms (`bench/README.md`).
 */
export function loopForm(model: ModelIr, size: LoopSize, jit: Jit): LoopForm {
  if (jit === "on") return "compiled";
  if (model.layers.some(({ word }) => wordNamed("layer", word).traits?.includes("convolution"))) return "merged";
  const plain = size.flops >= WORTH_MERGING ? "merged" : "interpreted";
  return jit === "auto" && savedByXla(size, plain) * size.turns >= WORTH_COMPILING ? "compiled" : plain;
}

/** Seconds a step that XLA saves over another form. */
function savedByXla(
  { nodes, elements, flops, gathered, trained, threaded }: LoopSize,
  over: "interpreted" | "merged",
): number {
  const passes = over === "merged" ? elements * PER_ELEMENT - flops * PER_FLOP : trained * PER_WEIGHT;
  return nodes * PER_NODE[threaded ? "threaded" : "alone"] + passes - gathered * PER_GATHERED[over];
}
