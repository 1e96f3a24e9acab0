import { wordNamed } from "../../../catalog/lookup.js";
import type { StateSpec } from "../../../catalog/word.js";
import type { MetricIr, ModelIr } from "../../../ir/ir.js";
import type { Ops, Tensor } from "../../../tensor/ops.js";
import type { Value } from "../../../program/node.js";
import type { Objective } from "../../engine/engine.js";
import type { ModelRun } from "./run-model.js";
import type { RecordingScope } from "./scope.js";

/** A metric of one output, with the variables that hold its state over the epoch. */
export interface TrackedMetric {
  readonly output: string;
  readonly logged: string;
  readonly metric: MetricIr;
  readonly states: readonly (StateSpec & { readonly variable: string })[];
}

/** Metrics of the outputs that have targets, under the names the logs give them. */
export const trackedMetrics = (
  model: ModelIr,
  objective: Objective,
  targets: readonly string[],
): readonly TrackedMetric[] =>
  model.outputs
    .filter(({ name }) => targets.includes(name))
    .flatMap(({ name, shape }) =>
      (objective.metrics[name] ?? []).map((metric, i) => ({
        output: name,
        logged: model.outputs.length > 1 ? `${name}_${metric.name}` : metric.name,
        metric,
        states: wordNamed("metric", metric.call.word)
          .state(metric.call.args, shape)
          .map((s) => ({ ...s, variable: `metric/${name}/${i}/${s.name}` })),
      })),
    );

/** Adds one batch to the states. Like Keras's `metrics`, they see masks but no row weights. */
export function updateMetrics(
  scope: RecordingScope,
  ops: Ops,
  tracked: readonly TrackedMetric[],
  run: ModelRun,
  targets: Readonly<Record<string, Tensor>>,
): void {
  for (const { output, metric, states } of tracked) {
    const { value, mask } = run.outputs[output]!;
    const word = wordNamed("metric", metric.call.word);
    const weight = mask && word.masked ? ops.cast(mask, "float32") : null;
    const context = { ops, args: metric.call.args, target: targets[output]!, prediction: value, weight };
    const next = word.update(context, statesOf(scope, states));
    for (const { name, variable, shape } of states) scope.assign(variable, ops.reshape(next[name]!, shape) as Value);
  }
}

/** The metrics' values now, as scalars by logged name. */
export const metricResults = (
  scope: RecordingScope,
  ops: Ops,
  tracked: readonly TrackedMetric[],
): Readonly<Record<string, Value>> =>
  Object.fromEntries(
    tracked.map(({ logged, metric, states }) => [
      logged,
      wordNamed("metric", metric.call.word).result(ops, metric.call.args, statesOf(scope, states)) as Value,
    ]),
  );

const statesOf = (scope: RecordingScope, states: TrackedMetric["states"]): Readonly<Record<string, Tensor>> =>
  Object.fromEntries(states.map((s) => [s.name, scope.read(s.variable)]));
