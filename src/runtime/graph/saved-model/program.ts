import type { Node, Value } from "../../../program/node.js";
import type { ProgramFunction } from "./graph.js";

/** What can be run by name: values by argument name in, values by result name out. Inputs are placeholders. */
export interface Signature {
  readonly inputs: Readonly<Record<string, Value>>;
  readonly outputs: Readonly<Record<string, Value>>;
}

/** A whole program: the main graph is what its signatures and `init` need. */
export interface Program {
  readonly functions: readonly ProgramFunction[];
  readonly signatures: Readonly<Record<string, Signature>>;
  /** Run once when the model is loaded: fills variables that are constants of an exported model. */
  readonly init?: Node;
}
