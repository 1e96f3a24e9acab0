import { binary } from "../../../program/broadcast.js";
import { emit, scalar, typed } from "../../../program/emit.js";
import { output } from "../../../program/graph.js";
import type { Value } from "../../../program/node.js";
import type { Program } from "../saved-model/saved-model.js";
import { LoopScope, type MainScope, type Variables, type VariableSpec } from "./scope.js";

/** A step that ended the loop because its loss is no finite number adds this to its number. */
export const HALT = 1 << 30;

/** Variables that a running loop looks at: the step to stop before, and the time. */
export const loopVariables: readonly (readonly [string, VariableSpec])[] = [
  ["call/limit", { type: "int32", shape: [] }],
  ["call/until", { type: "float64", shape: [] }],
];

export interface LoopParts {
  readonly functions: Program["functions"];
  /** Inputs `from`, `limit` (int32) and `budget` (seconds); output `next`: the step to go on with. */
  readonly signature: Program["signatures"][string];
}

/**
 * A loop over steps as one call: runs `step` for from, from + 1, … while below `limit` and while the budget of time lasts. A
 * call may end before its first step when the machine stalls; the next one goes on. `step` records one step into the scope and gives a truth value: whether the loop may go on.
 *
 * @param merged makes the body part of the graph that calls it. Convolutions need that for oneDNN's kernels, twice as fast; elsewhere it gains
 * nothing, and TensorFlow 2.21's graph optimizer stumbles (noisily, without harm) over a relu of a sum with a matrix product in it.
 */
export function stepLoop(main: MainScope, variables: Variables, name: string, merged: boolean, step: (scope: LoopScope) => Value | null): LoopParts {
  const body = new LoopScope(variables);
  const mayGoOn = step(body);
  const following = binary(body.g, "AddV2", body.i, scalar(body.g, 1, "int32"));
  const next = mayGoOn
    ? emit(body.g, "SelectV2", [mayGoOn, following, binary(body.g, "AddV2", body.i, scalar(body.g, HALT, "int32"))], { T: typed("int32") }, "output", "int32", [])
    : following;

  const condition = new LoopScope(variables);
  const clock = timestamp(condition);
  const holds = emit(
    condition.g,
    "LogicalAnd",
    [binary(condition.g, "Less", condition.i, condition.read("call/limit"), "bool"), binary(condition.g, "Less", clock, condition.read("call/until"), "bool")],
    {},
    "z",
    "bool",
    [],
  );

  const shared = [...new Set([...body.touched, ...condition.touched])];
  const [from, limit, budget] = [main.placeholder("int32", []), main.placeholder("int32", []), main.placeholder("float32", [])];
  const until = binary(main.g, "AddV2", timestamp(main), main.cast(budget, "float64"));
  const ready = [main.assign("call/limit", main.copied(limit)), main.assign("call/until", until)];
  const types: readonly ("int32" | "resource")[] = ["int32", ...shared.map(() => "resource" as const)];
  const loop = main.g.add(
    "While",
    [main.once(from, ready), ...shared.map((v) => main.handle(v))],
    {
      T: { types: [...types] },
      cond: { func: `${name}_condition` },
      body: { func: `${name}_body` },
      output_shapes: { shapes: types.map(() => []) },
      // One step at a time: steps read what the one before has written.
      parallel_iterations: { int: 1 },
      _lower_using_switch_merge: { bool: merged },
    },
    types.map((type) => ({ name: "output", type, shape: [] })),
  );
  return {
    functions: [
      body.asFunction(`${name}_body`, shared, body.once(next, body.effects), true),
      condition.asFunction(`${name}_condition`, shared, holds, false),
    ],
    signature: { inputs: { from, limit, budget }, outputs: { next: output(loop, 0) } },
  };
}

/** Seconds since 1970, read anew each time it runs. */
const timestamp = (scope: LoopScope | MainScope): Value => output(scope.g.add("Timestamp", [], {}, [{ name: "ts", type: "float64", shape: [] }]));
