import { valueKey } from "../../../program/graph.js";
import type { Loop, Node, Value } from "../../../program/node.js";
import { Message } from "../../graph/saved-model/wire.js";
import type { OnnxBuilder } from "./builder.js";
import { valueMessage } from "./messages.js";
import { typeOf, Untranslatable, type Translation, type TranslationTable } from "./translation.js";

/**
 * Loops. ONNX's `Scan` is the same operation: a step over a state and slices of sequences, in either direction, whose
 * results are stacked. What the step needs beside them it takes from the graph around it by name.
 */
export const loopTable: TranslationTable = {
  Scan: (t) => {
    const { b, node, x } = t;
    const { state, slices, collected, backwards } = node.loop!;
    if (slices.length === 0) throw new Untranslatable("loop without a sequence");
    const given = [...state, ...slices];
    const direction = backwards ? 1 : 0;
    const inputs = given.map((_, i) => x(i));
    return b.addAll("Scan", inputs, state.length + collected.length, {
      body: { graph: stepGraph(t, node.loop!, b.inner()) },
      num_scan_inputs: { int: slices.length },
      scan_input_directions: { ints: slices.map(() => direction) },
      scan_output_directions: { ints: collected.map(() => direction) },
    });
  },
};

/** One step as a graph of its own: its inputs are the state and the slices, its outputs the state and what is kept. */
function stepGraph(t: Translation, loop: Loop, b: OnnxBuilder): Message {
  const given = [...loop.state, ...loop.slices].map((v) => [v, b.fresh("step")] as const);
  const results = [...loop.next, ...loop.collected];
  t.within(b, given, stepNodes(loop));
  // Each result is made by a node of the graph, and once.
  const made = results.map((v) => [v, b.add("Identity", [t.nameOf(v)])] as const);
  const graph = new Message().string(2, b.fresh("steps"));
  for (const node of b.nodes) graph.message(1, node);
  for (const [v, name] of given) graph.message(11, valueMessage(name, typeOf(v), v.shape, false));
  // onnxruntime cannot always find the ranks of these itself, and wants them.
  for (const [v, name] of made) graph.message(12, valueMessage(name, typeOf(v), v.shape, false));
  return graph;
}

/** What a step computes, inputs first: all between its arguments, what it takes from around it, and its results. */
function stepNodes({ state, slices, captured, next, collected }: Loop): readonly Node[] {
  const given = new Set([...state, ...slices, ...captured].map(valueKey));
  const found = new Set<Node>();
  const open: Value[] = [...next, ...collected];
  for (let v = open.pop(); v !== undefined; v = open.pop()) {
    if (given.has(valueKey(v)) || found.has(v.node) || v.node.op === "Const") continue;
    found.add(v.node);
    open.push(...v.node.inputs);
  }
  return [...found].sort((a, b) => a.id - b.id);
}
