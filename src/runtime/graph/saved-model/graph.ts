import { reachable } from "../../../program/graph.js";
import type { Node, ProgramType, Value } from "../../../program/node.js";
import { attrMessage, typeNumbers } from "./attributes.js";
import { Message } from "./wire.js";

/** A function of a program. Its nodes are those that its results need, by data or by order. */
export interface ProgramFunction {
  readonly name: string;
  /** Placeholders that stand for the arguments, with the names they get. */
  readonly params: readonly Node[];
  readonly results: readonly Value[];
}

/** The name of a node in its graph. TensorFlow refuses names that begin with an underscore. */
const nodeName = ({ id, op }: Node): string => `${op.replace(/^_+/, "")}_${id}`;

/** How the main graph refers to a value. */
export const mainRef = ({ node, index }: Value): string => `${nodeName(node)}:${index}`;

/** NodeDefs of the main graph (field 1 of GraphDef). */
export const mainNodes = (roots: readonly Node[]): readonly Message[] =>
  reachable([], roots).map((node) => nodeMessage(node, mainRef));

/** FunctionDef (`function.proto`). */
export function functionMessage({ name, params, results }: ProgramFunction): Message {
  const names = new Map(params.map((node, i) => [node, `a${i}`]));
  const ref = ({ node, index }: Value): string => names.get(node) ?? `${nodeName(node)}:${outputRef(node, index)}`;
  const nodes = reachable(results).filter((node) => !names.has(node));
  const signature = new Message().string(1, name);
  params.forEach((node) => signature.message(2, argument(names.get(node)!, node.outputs[0]!.type)));
  results.forEach((value, i) => signature.message(3, argument(`r${i}`, value.dtype)));
  signature.varint(17, true); // is_stateful: variables are read and written
  const message = new Message().message(1, signature);
  for (const node of nodes) message.message(3, nodeMessage(node, ref));
  results.forEach((value, i) => message.message(4, new Message().string(1, `r${i}`).string(2, ref(value))));
  return message;
}

/** `product:0`; outputs of one name form a list and are counted within it. */
function outputRef(node: Node, index: number): string {
  const output = node.outputs[index];
  if (!output) throw new RangeError(`${nodeName(node)} has no output ${index}`);
  return `${output.name}:${node.outputs.slice(0, index).filter((o) => o.name === output.name).length}`;
}

const argument = (name: string, type: ProgramType): Message =>
  new Message().string(1, name).varint(3, typeNumbers[type]);

function nodeMessage(node: Node, ref: (value: Value) => string): Message {
  const message = new Message().string(1, nodeName(node)).string(2, node.op);
  for (const input of node.inputs) message.string(3, ref(input));
  for (const before of new Set(node.after)) message.string(3, `^${nodeName(before)}`);
  for (const [name, attr] of Object.entries(node.attrs)) message.entry(5, name, attrMessage(attr));
  return message;
}
