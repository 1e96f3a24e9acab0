import { binary } from "../../../program/broadcast.js";
import { emit, scalar, typed } from "../../../program/emit.js";
import { output } from "../../../program/graph.js";
import type { Value } from "../../../program/node.js";
import { stepCost, type StepCost } from "../../../program/step-cost.js";
import type { Program } from "../saved-model/program.js";
import { LoopScope, type MainScope, type Scope, type Variables, type VariableSpec } from "./scope.js";

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
  const compiled = form === "compiled";
  const body = new LoopScope(variables, kernels[form]);
  const mayGoOn = step(body);
  const following = binary(body.g, "AddV2", body.i, scalar(body.g, 1, "int32"));
  const next = mayGoOn
    ? emit(
        body.g,
        "SelectV2",
        [mayGoOn, following, binary(body.g, "AddV2", body.i, scalar(body.g, HALT, "int32"))],
        { T: typed("int32") },
        "output",
        "int32",
        [],
      )
    : following;

  const condition = new LoopScope(variables);
  const below = binary(condition.g, "Less", condition.i, condition.read("call/limit"), "bool");
  const inTime = (): Value => binary(condition.g, "Less", timestamp(condition), condition.read("call/until"), "bool");
  const holds = compiled ? below : emit(condition.g, "LogicalAnd", [below, inTime()], {}, "z", "bool", []);

  const shared = [...new Set([...body.touched, ...condition.touched])];
  const result = body.once(next, body.effects);
  const cost = stepCost([result]);
  const functions = [
    body.asFunction(`${name}_body`, shared, result, true),
    condition.asFunction(`${name}_condition`, shared, holds, false),
  ];
  const types: readonly ("int32" | "resource")[] = ["int32", ...shared.map(() => "resource" as const)];
  const loop = (scope: Scope, first: Value): Value => {
    const attrs = {
      T: { types },
      cond: { func: `${name}_condition` },
      body: { func: `${name}_body` },
      output_shapes: { shapes: types.map(() => []) },
      // One step at a time: steps read what the one before has written.
      parallel_iterations: { int: 1 },
      _lower_using_switch_merge: { bool: form === "merged" },
    };
    const outputs = types.map((type) => ({ name: "output", type, shape: [] }));
    return output(scope.g.add("While", [first, ...shared.map((v) => scope.handle(v))], attrs, outputs), 0);
  };

  const [from, limit, budget] = [
    main.placeholder("int32", []),
    main.placeholder("int32", []),
    main.placeholder("float32", []),
  ];
  const ready = [main.assign("call/limit", main.copied(limit))];
  if (!compiled) {
    ready.push(main.assign("call/until", binary(main.g, "AddV2", timestamp(main), main.cast(budget, "float64"))));
    return {
      form,
      cost,
      functions,
      signature: { inputs: { from, limit, budget }, outputs: { next: loop(main, main.once(from, ready)) } },
    };
  }
  const whole = new LoopScope(variables);
  functions.push(whole.asFunction(`${name}_compiled`, shared, whole.once(loop(whole, whole.i), []), false));
  const call = main.g.add(
    "StatefulPartitionedCall",
    [main.once(from, ready), ...shared.map((v) => main.handle(v))],
    {
      Tin: { types },
      Tout: { types: ["int32"] },
      f: { func: `${name}_compiled` },
      config: { string: "" },
      config_proto: { string: "" },
      executor_type: { string: "" },
      _XlaMustCompile: { bool: true },
    },
    [{ name: "output", type: "int32", shape: [] }],
  );
  return { form, cost, functions, signature: { inputs: { from, limit }, outputs: { next: output(call) } } };
}

/** Seconds since 1970, read anew each time it runs. */
const timestamp = (scope: LoopScope | MainScope): Value =>
  output(scope.g.add("Timestamp", [], {}, [{ name: "ts", type: "float64", shape: [] }]));
