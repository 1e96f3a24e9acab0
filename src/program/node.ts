import type { Dim, Shape, Tensor } from "../tensor/ops.js";

/**
 * A tensor program: a graph of TensorFlow operations, recorded by running the catalogue's functions over `recordOps`.
 * Nodes are TensorFlow's own ops by name, so that writing them into a SavedModel needs no translation, and gradients
 * are rules by op name.
 */
export type ProgramType =
  "float32" | "int32" | "bool" | "uint32" | "int64" | "uint64" | "float64" | "resource" | "variant";

/** An attribute of a node, as TensorFlow's AttrValue. */
export type Attr =
  | { readonly type: ProgramType }
  | { readonly types: readonly ProgramType[] }
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly bool: boolean }
  | { readonly string: string }
  | { readonly strings: readonly string[] }
  /** null: unknown rank. */
  | { readonly shape: Shape | null }
  | { readonly shapes: readonly (Shape | null)[] }
  | {
      readonly tensor: {
        readonly type: ProgramType;
        readonly shape: readonly number[];
        readonly data: Float32Array | Int32Array | Uint8Array;
      };
    }
  /** Name of a function of the same program. */
  | { readonly func: string };

export interface Node {
  /** Unique in its program, in order of creation: inputs have smaller ids. */
  readonly id: number;
  /** TensorFlow's op name: `MatMul`. */
  readonly op: string;
  readonly inputs: readonly Value[];
  /** Run before this one although nothing flows from them. */
  readonly after: readonly Node[];
  readonly attrs: Readonly<Record<string, Attr>>;
  /**
   * Output arguments by TensorFlow's name in order (`product`, `z`, `output`): function bodies refer to them by name.
   */
  readonly outputs: readonly { readonly name: string; readonly type: ProgramType; readonly shape: Shape }[];
  /** Of a `Scan`, the one op that is not TensorFlow's: `expandLoops` writes it out before the program is saved. */
  readonly loop?: Loop;
}

/**
 * One step of a loop over `steps`, as nodes of the graph around it: its arguments are values that the step's results
 * are computed from. The node's inputs are the first state, the sequences, what is captured, and the number of steps
 * (an int32 scalar) where that is open; its outputs the last state and the stacks of what is collected.
 */
export interface Loop {
  readonly steps: Dim;
  readonly backwards: boolean;
  /** For XLA. */
  readonly compiled: boolean;
  /** The state before a step, and after it. */
  readonly state: readonly Value[];
  readonly next: readonly Value[];
  /** What stands for the slice of each sequence. */
  readonly slices: readonly Value[];
  /** Used at all steps, the same at each. Constants are not listed. */
  readonly captured: readonly Value[];
  /**
   * Results of a step that are kept of all steps, in the order of the sequences. A gradient adds those that it needs.
   */
  readonly collected: readonly Value[];
}

/** One output of a node: what the recording op set hands out as a tensor. */
export interface Value extends Tensor {
  readonly node: Node;
  readonly index: number;
  readonly shape: Shape;
  readonly dtype: ProgramType;
}
