import { binary } from "../../../program/broadcast.js";
import { emit, scalar, typed } from "../../../program/emit.js";
import { output } from "../../../program/graph.js";
import type { Value } from "../../../program/node.js";
import { stepCost, type StepCost } from "../../../program/step-cost.js";
import type { Program } from "../saved-model/program.js";
import { LoopScope, type MainScope, type RecordingScope, type Variables, type VariableSpec } from "./scope.js";

/** A step that ended the loop because its loss is no finite number adds this to its number. */
export const HALT = 1 << 30;

/** Variables that a running loop looks at: the step to stop before, and the time. */
export const loopVariables: readonly (readonly [string, VariableSpec])[] = [
  ["call/limit", { type: "int32", shape: [] }],
  ["call/until", { type: "float64", shape: [] }],
];

export interface LoopParts {
  readonly form: LoopForm;
  /** Of one step. */
  readonly cost: StepCost;
  readonly functions: Program["functions"];
  /** Inputs `from`, `limit` (int32) and, unless compiled, `budget` (seconds); output `next`: the step to go on with. */
  readonly signature: Program["signatures"][string];
}

/**
 * How TensorFlow runs a loop.
 *
 * - `interpreted`: node by node, in a function of its own.
 * - `merged`: the body is part of the graph that calls it, which TensorFlow optimizes as a whole: convolutions and
 * large products get oneDNN's kernels.
 * - `compiled`: by XLA, into one machine program. It cannot look at a clock: a call runs to its limit.
 */
export type LoopForm = "interpreted" | "merged" | "compiled";

const kernels = { interpreted: "plain", merged: "onednn", compiled: "xla" } as const;

/**
 * A loop over steps as one call: runs `step` for from, from + 1, … while below `limit` and, unless it is compiled,
 * while the budget of time lasts. A call may then end before its first step when the machine stalls; the next one goes
 * on. `step` records one step into the scope and gives a truth value: whether the loop may go on.
 */
export function stepLoop(
  main: MainScope,
  variables: Variables,
  name: string,
  form: LoopForm,
  step: (scope: LoopScope) => Value | null,
): LoopParts {
  const body = new LoopScope(variables, kernels[form]);
  const next = following(body, step(body));
  const condition = new LoopScope(variables);
  const holds = mayBegin(condition, form);
  const shared = [...new Set([...body.touched, ...condition.touched])];
  const result = body.once(next, body.effects);
  const loop: Loop = { name, form, shared };
  const functions = [
    body.asFunction(`${name}_body`, shared, result, true),
    condition.asFunction(`${name}_condition`, shared, holds, false),
  ];
  const [from, limit, budget] = [
    main.placeholder("int32", []),
    main.placeholder("int32", []),
    main.placeholder("float32", []),
  ];
  const cost = stepCost([result]);
  const ready = [main.assign("call/limit", main.copied(limit))];
  if (form !== "compiled") {
    ready.push(main.assign("call/until", binary(main.g, "AddV2", timestamp(main), main.cast(budget, "float64"))));
    const signature = { inputs: { from, limit, budget }, outputs: { next: run(loop, main, main.once(from, ready)) } };
    return { form, cost, functions, signature };
  }
  const whole = new LoopScope(variables);
  functions.push(whole.asFunction(`${name}_compiled`, shared, whole.once(run(loop, whole, whole.i), []), false));
  const signature = { inputs: { from, limit }, outputs: { next: runByXla(loop, main, main.once(from, ready)) } };
  return { form, cost, functions, signature };
}

/** A loop whose body and condition are functions `<name>_body` and `<name>_condition`. */
interface Loop {
  readonly name: string;
  readonly form: LoopForm;
  /** Variables that the functions are given handles of. */
  readonly shared: readonly string[];
}

/** The step to go on with after this one. */
function following({ g, i }: LoopScope, mayGoOn: Value | null): Value {
  const next = binary(g, "AddV2", i, scalar(g, 1, "int32"));
  if (!mayGoOn) return next;
  const halted = binary(g, "AddV2", i, scalar(g, HALT, "int32"));
  return emit(
    g,
    "SelectV2",
    [mayGoOn, next, halted],
    { T: typed("int32") },
    { name: "output", type: "int32", shape: [] },
  );
}

/** Whether a step may begin: below the limit, and where there is a clock, in time. */
function mayBegin(scope: LoopScope, form: LoopForm): Value {
  const below = binary(scope.g, "Less", scope.i, scope.read("call/limit"), "bool");
  if (form === "compiled") return below;
  const inTime = binary(scope.g, "Less", timestamp(scope), scope.read("call/until"), "bool");
  return emit(scope.g, "LogicalAnd", [below, inTime], {}, { name: "z", type: "bool", shape: [] });
}

/** What a loop's functions take: the number of the step, and handles. */
const typesOf = ({ shared }: Loop): readonly ("int32" | "resource")[] => [
  "int32",
  ...shared.map(() => "resource" as const),
];

/** The loop from step `first` on; gives the step to go on with. */
function run(loop: Loop, scope: RecordingScope, first: Value): Value {
  const types = typesOf(loop);
  const attrs = {
    T: { types },
    cond: { func: `${loop.name}_condition` },
    body: { func: `${loop.name}_body` },
    output_shapes: { shapes: types.map(() => []) },
    // One step at a time: steps read what the one before has written.
    parallel_iterations: { int: 1 },
    _lower_using_switch_merge: { bool: loop.form === "merged" },
  };
  const outputs = types.map((type) => ({ name: "output", type, shape: [] }));
  return output(scope.g.add("While", [first, ...loop.shared.map((v) => scope.handle(v))], attrs, outputs), 0);
}

/** The same by the function `<name>_compiled`, which XLA has to compile as a whole. */
function runByXla(loop: Loop, main: MainScope, first: Value): Value {
  const attrs = {
    Tin: { types: typesOf(loop) },
    Tout: { types: ["int32" as const] },
    f: { func: `${loop.name}_compiled` },
    config: { string: "" },
    config_proto: { string: "" },
    executor_type: { string: "" },
    _XlaMustCompile: { bool: true },
  };
  const inputs = [first, ...loop.shared.map((v) => main.handle(v))];
  return output(main.g.add("StatefulPartitionedCall", inputs, attrs, [{ name: "output", type: "int32", shape: [] }]));
}

/** Seconds since 1970, read anew each time it runs. */
const timestamp = (scope: LoopScope | MainScope): Value =>
  output(scope.g.add("Timestamp", [], {}, [{ name: "ts", type: "float64", shape: [] }]));
