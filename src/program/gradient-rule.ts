import type { Graph } from "./graph.js";
import type { Node, Value } from "./node.js";

/** What a rule gets: a node and the gradient of the loss by its outputs. */
export interface Backward {
  readonly g: Graph;
  readonly node: Node;
  readonly inputs: readonly Value[];
  /** The node's outputs. */
  readonly y: readonly Value[];
  /** By the first output; of ops with one output that carries a gradient. */
  readonly dy: Value;
  /** By each output; null: nothing flows there. */
  readonly dys: readonly (Value | null)[];
  /** Whether a gradient by that input is asked for. */
  readonly wanted: readonly boolean[];
  /** Reverse mode itself, for rules about nodes that hold nodes. */
  readonly derive: Derive;
}

/** What a result hands back to what it was computed from. */
interface Seed {
  readonly of: Value;
  readonly gradient: Value;
}

/**
 * By each of `wrt` the summands of its gradient (none: zero), from the gradients by some results. Only nodes of
 * `within` count as ways from one to the other; no set: all.
 */
export type Derive = (
  g: Graph,
  seeds: readonly Seed[],
  wrt: readonly Value[],
  within?: ReadonlySet<Node>,
) => readonly (readonly Value[])[];

/** Per input a function that records its gradient, called only where something depends on it; null: none flows. */
export type GradientRule = (backward: Backward) => readonly ((() => Value) | null)[];

/** By TensorFlow's op name; null: the op has no gradient by definition (it is flat, or asked to stop it). */
export type GradientRules = Readonly<Record<string, GradientRule | null>>;
