import { finalWeights } from "../../../catalog/training/apply-gradients.js";
import { scalar, tensorConstant } from "../../../program/emit.js";
import type { Node, Value } from "../../../program/node.js";
import type { Objective } from "../../engine/engine.js";
import type { Signature } from "../saved-model/program.js";
import { slotsOf, weightVariableOf, type ProgramWeight } from "./optimizer-update.js";
import type { MainScope } from "./scope.js";
import { readSums, zeroSums } from "./sums.js";
import { metricResults, type TrackedMetric } from "./tracked-metrics.js";

/** Before a pass: its first step, sums and metrics at zero, and for training the order of rows and the rates. */
export function beginning(
  main: MainScope,
  tracked: readonly TrackedMetric[],
  numbers: number,
  training: boolean,
): Signature {
  const first = main.placeholder("int32", []);
  const already = main.effects.length;
  main.assign("epoch/first_step", main.copied(first));
  zeroSums(main, numbers);
  for (const { states } of tracked)
    for (const { variable, shape, initial } of states) {
      const size = shape.reduce((n, d) => n * d, 1);
      main.assign(variable, tensorConstant(main.g, new Float32Array(size).fill(initial), shape, "float32"));
    }
  const inputs: Record<string, Value> = { first_step: first };
  if (training) {
    inputs["order"] = main.placeholder("int32", [null]);
    inputs["rates"] = main.placeholder("float32", [null]);
    main.assign("epoch/order", main.copied(inputs["order"]));
    main.assign("epoch/rates", main.copied(inputs["rates"]));
  }
  return { inputs, outputs: { done: done(main, main.effects.slice(already)) } };
}

/** After a pass: its sums and metrics. */
export function ending(main: MainScope, tracked: readonly TrackedMetric[]): Signature {
  const [full, short] = [readSums(main, "sums/full"), readSums(main, "sums/short")];
  const results = Object.fromEntries(
    Object.entries(metricResults(main, main.ops(), tracked)).map(([name, value]) => [
      `metric:${name}`,
      main.once(value, []),
    ]),
  );
  return {
    inputs: {},
    outputs: { full: full.high, full_low: full.low, short: short.high, short_low: short.low, ...results },
  };
}

/** The final weights in the place of the trained ones. Null where training leaves them as they are. */
export function finisher(
  main: MainScope,
  { optimizer }: Objective,
  weights: readonly ProgramWeight[],
): Signature | null {
  const trained = weights.filter((w) => w.trained);
  const before = Object.fromEntries(trained.map((w) => [w.name, main.read(weightVariableOf(w.name))]));
  const final = finalWeights(optimizer, before, slotsOf(main, optimizer, weights));
  const changes = trained.flatMap(({ name }) => {
    const value = final[name] as Value;
    return value.node === before[name]!.node ? [] : [main.assign(weightVariableOf(name), main.copied(value))];
  });
  return changes.length > 0 ? { inputs: {}, outputs: { done: done(main, changes) } } : null;
}

const done = (main: MainScope, after: readonly Node[]): Value => main.once(scalar(main.g, 0), after);
