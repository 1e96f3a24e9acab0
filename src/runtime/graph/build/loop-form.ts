import { wordNamed } from "../../../catalog/lookup.js";
import type { ModelIr } from "../../../ir/ir.js";
import { smallOperations } from "../small-operations.js";
import type { LoopForm } from "./loop.js";

/** Whether XLA compiles loops: where it pays, always, or never. */
export type Jit = "auto" | "on" | "off";

/** Seconds that XLA saves on a node of a step that it compiles: what TensorFlow takes to dispatch one. Measured on dense networks and embeddings. */
const SAVED_PER_NODE = 0.5e-6;
/** Seconds that have to be saved: twice what compiling a small model takes. */
const WORTH_COMPILING = 2;

/**
 * The form of a loop over steps. XLA pays where many small operations run many times; its convolutions are many times slower than
 * TensorFlow's own, and large matrix products are as fast without it. Depends on nothing but its arguments, so that a run can be repeated.
 *
 * @param nodes of one step, as TensorFlow would dispatch them
 * @param turns steps that will be run in all
 */
export function loopForm(model: ModelIr, batch: number, nodes: number, turns: number, jit: Jit): LoopForm {
  if (jit === "on") return "compiled";
  if (model.layers.some(({ word }) => wordNamed("layer", word).traits?.includes("convolution"))) return "merged";
  const pays = jit === "auto" && nodes * turns * SAVED_PER_NODE >= WORTH_COMPILING && smallOperations(model, batch);
  return pays ? "compiled" : "interpreted";
}
