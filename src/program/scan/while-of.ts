import type { Dim, Shape } from "../../tensor/ops.js";
import { binary } from "../broadcast.js";
import { emit, ints, scalar, typed } from "../emit.js";
import { Graph, output, reachable, valueKey } from "../graph.js";
import type { Loop, Node, ProgramType, Value } from "../node.js";

/** A function of a program: nodes that stand for its arguments, and its results. */
export interface LoopFunction {
  readonly name: string;
  readonly params: readonly Node[];
  readonly results: readonly Value[];
}

/** Where a loop is written out. */
export interface Place {
  readonly g: Graph;
  /** A value as it is there. */
  value(v: Value): Value;
  /** The list that a loop there collects in; null for every other value. */
  list(v: Value): Value | null;
}

interface Written {
  readonly node: Node;
  readonly functions: readonly LoopFunction[];
  output(index: number): Value;
  list(index: number): Value | null;
}

/**
 * A loop as TensorFlow's `While` with a function for some steps and one for its end. The variables of the loop are the
 * number of the step, the state, a list for each thing collected, and, unchanged, the sequences, what is captured, and
 * the number of steps where it is open. What another loop collected is taken from its list, without a copy. It is made
 * part of the graph around it only where it convolves, which is twice as fast with oneDNN's kernels; XLA wants it as it
 * is.
 */
export function whileOf({ g, value, list }: Place, node: Node, loop: Loop, name: string): Written {
  const { steps, backwards, compiled, state, slices, collected } = loop;
  const length = typeof steps === "number" ? scalar(g, steps, "int32") : value(node.inputs.at(-1)!);
  const lists = collected.map((v) => reserved(g, v, length));
  const sequences = slices.map((_, i) => list(node.inputs[state.length + i]!) ?? value(node.inputs[state.length + i]!));
  const first = node.inputs.slice(0, state.length).map(value);
  const fixed = [...sequences, ...node.inputs.slice(state.length + slices.length).map(value)];
  const last = (): Value => binary(g, "AddV2", length, scalar(g, -1, "int32"));
  const start = !backwards ? scalar(g, 0, "int32") : typeof steps === "number" ? scalar(g, steps - 1, "int32") : last();
  const variables = [start, ...first, ...lists, ...fixed];
  const types = variables.map((v) => v.dtype);
  const step = body(
    `${name}_steps`,
    loop,
    evenly(steps, compiled ? 1 : TURN),
    sequences.map((v) => v.dtype),
  );
  const loopNode = g.add(
    "While",
    variables,
    {
      T: { types },
      cond: { func: `${name}_condition` },
      body: { func: `${name}_steps` },
      output_shapes: { shapes: [] },
      parallel_iterations: { int: 10 },
      _lower_using_switch_merge: { bool: !compiled && reachable(step.results).some((n) => n.op.startsWith("Conv")) },
    },
    variables.map(({ dtype, shape }) => ({ name: "output", type: dtype, shape })),
  );
  const made = new Map<number, Value>();
  const listAt = (index: number): Value | null => (index < state.length ? null : output(loopNode, 1 + index));
  return {
    node: loopNode,
    functions: [condition(`${name}_condition`, types, steps, backwards), step],
    list: listAt,
    output: (index) => {
      const from = listAt(index);
      if (from === null) return output(loopNode, 1 + index);
      const stack = made.get(index) ?? stacked(g, from, collected[index - state.length]!, steps);
      made.set(index, stack);
      return stack;
    },
  };
}

function condition(name: string, types: readonly ProgramType[], steps: Dim, backwards: boolean): LoopFunction {
  const g = new Graph();
  const params = types.map((type) => param(g, type, []));
  const [i] = params as [Value];
  const holds = backwards
    ? binary(g, "GreaterEqual", i, scalar(g, 0, "int32"), "bool")
    : binary(g, "Less", i, typeof steps === "number" ? scalar(g, steps, "int32") : params.at(-1)!, "bool");
  return { name, params: params.map((p) => p.node), results: [holds] };
}

/**
 * A turn of TensorFlow's loop costs as much as a dozen small operations, whatever it does: so it does some steps. For
 * XLA it costs nothing.
 */
const TURN = 4;

/** The most steps up to `most` that go into all of them evenly. */
function evenly(steps: Dim, most: number): number {
  if (typeof steps !== "number") return 1;
  for (let n = Math.min(most, steps); n > 1; n--) if (steps % n === 0) return n;
  return 1;
}

/**
 * Some steps: the pattern copied to a function for each, its arguments replaced by the function's, or by what the step
 * before made.
 */
function body(name: string, loop: Loop, turn: number, sequenceTypes: readonly ProgramType[]): LoopFunction {
  const { backwards, slices, collected, captured } = loop;
  const g = new Graph();
  const like = (v: Value): Value => param(g, v.dtype, v.shape);
  const i = param(g, "int32", []);
  const before = loop.state.map(like);
  const lists = collected.map(() => param(g, "variant", []));
  const sequences = slices.map((v, k) =>
    param(g, sequenceTypes[k]!, sequenceTypes[k] === "variant" ? [] : [null, ...v.shape]),
  );
  const shared = captured.map(like);
  const length = typeof loop.steps === "number" ? [] : [param(g, "int32", [])];
  const later = (by: number): Value => (by === 0 ? i : binary(g, "AddV2", i, scalar(g, backwards ? -by : by, "int32")));
  let state = before;
  let filled = lists;
  for (let step = 0; step < turn; step++) {
    const at = later(step);
    const known = new Map<string, Value>();
    loop.state.forEach((v, k) => known.set(valueKey(v), state[k]!));
    captured.forEach((v, k) => known.set(valueKey(v), shared[k]!));
    slices.forEach((v, k) => known.set(valueKey(v), sliceOf(g, sequences[k]!, at, v)));
    const copied = copier(g, known);
    filled = collected.map((v, k) => put(g, filled[k]!, at, copied(v)));
    state = loop.next.map(copied);
  }
  const params = [i, ...before, ...lists, ...sequences, ...shared, ...length];
  return {
    name,
    params: params.map((p) => p.node),
    results: [later(turn), ...state, ...filled, ...sequences, ...shared, ...length],
  };
}

/** Copies values with all that they need into a graph, up to those that are known there. */
function copier(g: Graph, known: ReadonlyMap<string, Value>): (v: Value) => Value {
  const copies = new Map<Node, Node>();
  const copied = (v: Value): Value => {
    const there = known.get(valueKey(v));
    if (there !== undefined) return there;
    let copy = copies.get(v.node);
    if (copy === undefined) {
      const { op, inputs, attrs, outputs, loop } = v.node;
      if (op === "LoopArgument") throw new Error("a value of a step is used outside of it");
      copy = loop
        ? g.add(op, inputs.map(copied), attrs, outputs, { loop })
        : g.pure(op, inputs.map(copied), attrs, outputs);
      copies.set(v.node, copy);
    }
    return output(copy, v.index);
  };
  return copied;
}

const param = (g: Graph, type: ProgramType, shape: Shape): Value =>
  output(g.add("Placeholder", [], { dtype: typed(type) }, [{ name: "output", type, shape }]));

/** The shape of an element as lists want it: -1 for open lengths. */
const elementShape = (g: Graph, { shape }: Value): Value =>
  ints(
    g,
    shape.map((d) => (typeof d === "number" ? d : -1)),
  );

const reserved = (g: Graph, v: Value, length: Value): Value =>
  output(
    g.add(
      "TensorListReserve",
      [elementShape(g, v), length],
      { element_dtype: typed(v.dtype), shape_type: typed("int32") },
      [{ name: "handle", type: "variant", shape: [] }],
    ),
  );

const put = (g: Graph, list: Value, i: Value, item: Value): Value =>
  emit(
    g,
    "TensorListSetItem",
    [list, i, item],
    { element_dtype: typed(item.dtype), resize_if_index_out_of_bounds: { bool: false } },
    { name: "output_handle", type: "variant", shape: [] },
  );

const stacked = (g: Graph, list: Value, v: Value, steps: Dim): Value =>
  emit(
    g,
    "TensorListStack",
    [list, elementShape(g, v)],
    { element_dtype: typed(v.dtype), num_elements: { int: typeof steps === "number" ? steps : -1 } },
    { name: "tensor", type: v.dtype, shape: [steps, ...v.shape] },
  );

function sliceOf(g: Graph, sequence: Value, i: Value, like: Value): Value {
  if (sequence.dtype === "variant") {
    return emit(
      g,
      "TensorListGetItem",
      [sequence, i, elementShape(g, like)],
      { element_dtype: typed(like.dtype) },
      { name: "item", type: like.dtype, shape: like.shape },
    );
  }
  const attrs = { Tparams: typed(like.dtype), Tindices: typed("int32"), Taxis: typed("int32"), batch_dims: { int: 0 } };
  return emit(g, "GatherV2", [sequence, i, scalar(g, 0, "int32")], attrs, {
    name: "output",
    type: like.dtype,
    shape: like.shape,
  });
}
