import type { Dim, Ops, Scan, Scanned, Shape } from "../../tensor/ops.js";
import { requireSameState, requireSteps } from "../../tensor/shapes/scan.js";
import { stepwise } from "../../tensor/stepwise.js";
import { lengthOf, lengthValue } from "../emit.js";
import { output, type Graph, type Output } from "../graph.js";
import type { Loop, Node, ProgramType, Value } from "../node.js";
import { val, type RecordContext } from "../record/operand.js";
import { stack, unstack } from "../record/slicing.js";
import { capturedBy, dependents } from "./step-nodes.js";

/**
 * Steps up to which a loop is written out. Of an lstm of 64 units that is a tenth faster than TensorFlow's loop, and
 * takes 10 ms a step longer to load. XLA does loops as fast as anything, and needs seconds to compile what is written
 * out.
 */
const UNROLLED = 32;
const UNROLLED_FOR_XLA = 2;

export const scanning = (
  g: Graph,
  { unrolled = g.kernels === "xla" ? UNROLLED_FOR_XLA : UNROLLED }: RecordContext,
): Pick<Ops, "scan"> => ({
  scan: (scan) => {
    requireSteps(scan);
    return typeof scan.steps === "number" && scan.steps <= unrolled
      ? stepwise(scan, { unstack: (x) => unstack(g, val(x), 0), stack: (xs) => stack(g, xs.map(val), 0) })
      : looped(g, scan);
  },
});

/**
 * One step as a pattern, and a node that stands for all of them. What does not depend on the step is computed once,
 * before the loop.
 */
function looped(g: Graph, { steps, backwards = false, sequences, start, step }: Scan): Scanned {
  const state = start.map((x) => argument(g, val(x).dtype, x.shape));
  const slices = sequences.map((x) => argument(g, val(x).dtype, x.shape.slice(1)));
  const after = step(slices, state);
  const [next, collected] = [after.state.map(val), after.outputs.map(val)];
  requireSameState(state, next);
  const given = [...state, ...slices];
  const captured = capturedBy([...next, ...collected], given, dependents(g, given));
  const compiled = g.kernels === "xla";
  const loop = { steps, backwards, compiled, state, next, slices, captured, collected };
  const [first] = sequences;
  const length = typeof steps === "number" ? null : first ? lengthOf(g, val(first), 0) : lengthValue(g, steps);
  const node = loopNode(g, [...start, ...sequences].map(val), loop, length);
  return {
    state: next.map((_, i) => output(node, i)),
    outputs: collected.map((_, i) => output(node, next.length + i)),
  };
}

/** A value that a step gets, in the pattern of it. */
export const argument = (g: Graph, type: ProgramType, shape: Shape): Value =>
  output(g.add("LoopArgument", [], {}, [{ name: "output", type, shape }]));

/** The node of a loop; `inputs` are the first state and the sequences, `length` how many steps where that is open. */
export function loopNode(g: Graph, inputs: readonly Value[], loop: Loop, length: Value | null): Node {
  const outputs = [
    ...loop.next.map(({ dtype, shape }) => ({ name: "output", type: dtype, shape })),
    ...loop.collected.map((v) => stackOf(v, loop.steps)),
  ];
  return g.add("Scan", [...inputs, ...loop.captured, ...(length ? [length] : [])], {}, outputs, { loop });
}

export const stackOf = ({ dtype, shape }: Value, steps: Dim): Output => ({
  name: "output",
  type: dtype,
  shape: [steps, ...shape],
});
