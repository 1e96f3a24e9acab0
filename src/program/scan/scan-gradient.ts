import { times } from "../../tensor/lengths.js";
import { broadcastLike } from "../broadcast.js";
import { constantData, emit, isKnown, scalar, typed } from "../emit.js";
import type { Backward, GradientRules } from "../gradient-rule.js";
import { output, valueKey, type Graph } from "../graph.js";
import type { Loop, Node, Value } from "../node.js";
import { arranged } from "../record/reshape.js";
import { sumOf } from "../sum-of.js";
import { argument, loopNode, stackOf } from "./record-scan.js";
import { capturedBy, dependents } from "./step-nodes.js";

/**
 * The gradient of a loop is a loop in the other direction: its state is the gradient by the state, its sequences are
 * what the steps computed and the gradients by what they gave out, and it collects the gradients by the slices.
 */
export const scanGradients: GradientRules = {
  Scan: (b) => {
    let made: readonly (Value | null)[] | null = null;
    return b.inputs.map((_, i) => (b.wanted[i] ? () => (made ??= reversed(b))[i]! : null));
  },
  LoopArgument: null,
};

/** A summand of the gradient by something that is the same at all steps. */
type Shared =
  /** Of rows: one product or sum over the rows of all steps, after the loop. */
  | { readonly kind: "rows"; readonly node: Node; readonly factors: readonly Value[] }
  | { readonly kind: "sum"; readonly value: Value };

/** The gradient of one step: what the loop backwards computes of what it is given. */
interface StepGradient {
  /** The state that has a gradient, and the gradients by it: after the step, which are given, and before it. */
  readonly carried: readonly Value[];
  readonly after: readonly Value[];
  readonly before: readonly Value[];
  /** Things collected whose gradient is given: of all steps, and of one. */
  readonly results: readonly { readonly of: Value; readonly stacked: Value; readonly gradient: Value }[];
  /** Slices that have a gradient, and the gradients by them. */
  readonly sliced: readonly Value[];
  readonly bySlice: readonly Value[];
  /** What is the same at all steps and has a gradient, and the summands of that. */
  readonly shared: readonly Value[];
  readonly byShared: readonly (readonly Shared[])[];
}

function stepGradient({ g, node, dys, wanted, derive }: Backward, own: ReadonlySet<Node>): StepGradient {
  const loop = node.loop!;
  const [states, sequences] = [loop.state.length, loop.slices.length];
  const carried = loop.state.filter((v) => v.dtype === "float32");
  const after = carried.map((v) => argument(g, "float32", v.shape));
  const results = loop.collected
    .slice(0, dys.length - states)
    .flatMap((of, i) =>
      dys[states + i] ? [{ of, stacked: dys[states + i]!, gradient: argument(g, "float32", of.shape) }] : [],
    );
  const seeds = [
    ...carried.map((v, i) => ({ of: loop.next[loop.state.indexOf(v)]!, gradient: after[i]! })),
    ...results,
  ];
  const sliced = loop.slices.filter((_, i) => wanted[states + i]);
  const shared = loop.captured.filter((_, i) => wanted[states + sequences + i]);
  const parts = derive(g, seeds, [...carried, ...sliced, ...shared], own);
  const totals = (from: number, to: number): Value[] =>
    [...carried, ...sliced]
      .slice(from, to)
      .map((v, i) => (parts[from + i]!.length > 0 ? sumOf(g, parts[from + i]!) : broadcastLike(g, scalar(g, 0), v)));
  const before = totals(0, carried.length);
  const bySlice = totals(carried.length, carried.length + sliced.length);
  const byShared = shared.map((_, i) => parts[carried.length + sliced.length + i]!.map(sharedPart));
  return { carried, after, before, results, sliced, bySlice, shared, byShared };
}

function reversed(b: Backward): readonly (Value | null)[] {
  const { g, node, inputs, dys, wanted } = b;
  const loop = node.loop!;
  const [states, sequences] = [loop.state.length, loop.slices.length];
  const given = [...loop.state, ...loop.slices];
  const own = stepNodes(loop, dependents(g, given));
  const { carried, after, before, results, sliced, bySlice, shared, byShared } = stepGradient(b, own);

  const sums = byShared.map((all) => all.flatMap((p) => (p.kind === "sum" ? [p.value] : [])));
  const running = shared.map((v, i) => (sums[i]!.length > 0 ? argument(g, "float32", v.shape) : null));
  const summed = running.flatMap((v, i) => (v ? [sumOf(g, [v, ...sums[i]!])] : []));
  const next = [...before, ...summed];
  // A factor that the steps themselves computed is kept by them, not by the loop backwards.
  const factors = byShared.flat().flatMap((p) => (p.kind === "rows" ? p.factors : []));
  const stacked = results.map((r) => r.gradient);
  const collected = distinct([...bySlice, ...factors.filter((v) => !computed(v, own, given))]).filter(
    (v) => !among(v, stacked),
  );

  const backwards = [...after, ...running.filter((v) => v !== null), ...stacked];
  const all = dependents(g, [...given, ...backwards]);
  const kept = neededOf([...next, ...collected], loop, own, all);
  const slices = [...stacked, ...kept];
  const state = backwards.slice(0, next.length);
  const captured = capturedBy([...next, ...collected], [...state, ...slices], all);
  const first = [
    // Zeros of the shape that the state has outside of the loop.
    ...carried.map((v) => {
      const at = loop.state.indexOf(v);
      return dys[at] ?? broadcastLike(g, scalar(g, 0), inputs[at]!);
    }),
    ...shared.flatMap((v, i) => (running[i] ? [broadcastLike(g, scalar(g, 0), v)] : [])),
  ];
  const cut = [...results.map((r) => r.stacked), ...kept.map((v) => sequenceOf(node, v))];
  const { steps, compiled } = loop;
  const other: Loop = { steps, backwards: !loop.backwards, compiled, state, next, slices, captured, collected };
  const reverse = loopNode(g, [...first, ...cut], other, typeof steps === "number" ? null : inputs.at(-1)!);

  const stackedOf = (v: Value): Value => (computed(v, own, given) ? sequenceOf(node, v) : sequenceOf(reverse, v));
  const gradientOf = (i: number): Value => {
    const rows = byShared[i]!.flatMap((p) =>
      p.kind === "rows" ? [overAllRows(g, p.node, p.factors.map(stackedOf), shared[i]!)] : [],
    );
    const at = carried.length + running.slice(0, i).filter((v) => v !== null).length;
    const both = [...rows, ...(running[i] ? [output(reverse, at)] : [])];
    return both.length > 0 ? sumOf(g, both) : broadcastLike(g, scalar(g, 0), shared[i]!);
  };
  return inputs.map((_, i) => {
    if (!wanted[i]) return null;
    if (i < states) return output(reverse, carried.indexOf(loop.state[i]!));
    if (i < states + sequences) return sequenceOf(reverse, bySlice[sliced.indexOf(loop.slices[i - states]!)]!);
    return gradientOf(shared.indexOf(loop.captured[i - states - sequences]!));
  });
}

/** The nodes of a step. */
function stepNodes(loop: Loop, within: ReadonlySet<Node>): ReadonlySet<Node> {
  const found = new Set<Node>();
  const open = [...loop.next, ...loop.collected].map((v) => v.node);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (found.has(node) || !within.has(node)) continue;
    found.add(node);
    open.push(...node.inputs.map((v) => v.node));
  }
  return found;
}

const distinct = (values: readonly Value[]): readonly Value[] => [
  ...new Map(values.map((v) => [valueKey(v), v])).values(),
];

const among = (v: Value, values: readonly Value[]): boolean => values.some((other) => valueKey(other) === valueKey(v));

/** Whether the loop forward has the value: its arguments and what it computes. */
const computed = (v: Value, own: ReadonlySet<Node>, given: readonly Value[]): boolean =>
  own.has(v.node) || among(v, given);

/** Done again in the loop backwards, where what they are made of is there: they copy at most. */
const views: ReadonlySet<string> = new Set(["Reshape", "Split", "Slice", "Cast", "BroadcastTo"]);

/** The values of the loop forward that the one backwards takes. */
function neededOf(
  results: readonly Value[],
  { state, slices }: Loop,
  own: ReadonlySet<Node>,
  within: ReadonlySet<Node>,
): readonly Value[] {
  const given = [...state, ...slices];
  const seen = new Set<string>();
  const needed: Value[] = [];
  const isView = (v: Value): boolean => {
    const from = v.node.inputs.filter((x) => constantData(x) === null);
    return (
      views.has(v.node.op) &&
      from.every((x) => (x.node.op === "LoopArgument" ? among(x, slices) : own.has(x.node) && isView(x)))
    );
  };
  const open = [...results].reverse();
  for (let v = open.pop(); v !== undefined; v = open.pop()) {
    const key = valueKey(v);
    if (seen.has(key)) continue;
    seen.add(key);
    if (computed(v, own, given) && !isView(v)) needed.push(v);
    else if (within.has(v.node)) open.push(...v.node.inputs);
  }
  return needed;
}

/** A value of all steps: what the loop cuts, collects, or from now on collects as well. */
function sequenceOf(node: Node, v: Value): Value {
  const { state, slices, collected, steps } = node.loop!;
  const slice = slices.findIndex((s) => valueKey(s) === valueKey(v));
  if (slice >= 0) return node.inputs[state.length + slice]!;
  const known = collected.findIndex((s) => valueKey(s) === valueKey(v));
  if (known >= 0) return output(node, state.length + known);
  // The only place where a node changes: it has one more output, and nothing that was there is another.
  (collected as Value[]).push(v);
  (node.outputs as Node["outputs"][number][]).push(stackOf(v, steps));
  return output(node, node.outputs.length - 1);
}

/** What a product aᵀ·b or a sum over rows is of each step is, for all steps together, the same of all their rows. */
function sharedPart(value: Value): Shared {
  const { op, inputs, attrs } = value.node;
  const flag = (name: string): boolean => (attrs[name] as { readonly bool: boolean }).bool;
  const ofRows = (op === "MatMul" && flag("transpose_a") && !flag("transpose_b")) || op === "BiasAddGrad";
  return ofRows && inputs.every((v) => isKnown(v.shape) && constantData(v) === null)
    ? { kind: "rows", node: value.node, factors: inputs }
    : { kind: "sum", value };
}

function overAllRows(g: Graph, { op, attrs }: Node, stacks: readonly Value[], like: Value): Value {
  const rows = stacks.map((x) => arranged(g, x, [times(...x.shape.slice(0, 2)), ...x.shape.slice(2)]));
  return op === "MatMul"
    ? emit(g, "MatMul", rows, attrs, { name: "product", type: "float32", shape: like.shape })
    : emit(
        g,
        "BiasAddGrad",
        rows,
        { T: typed("float32"), ...attrs },
        { name: "output", type: "float32", shape: like.shape },
      );
}
