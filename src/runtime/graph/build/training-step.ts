import { binary } from "../../../program/broadcast.js";
import { emit, scalar, typed } from "../../../program/emit.js";
import { gradients } from "../../../program/gradient.js";
import { reachable } from "../../../program/graph.js";
import type { Node, Value } from "../../../program/node.js";
import { batchNumbers } from "./batch-numbers.js";
import { consecutiveBatch, shuffledBatch, type BatchTensors } from "./batch.js";
import { updateWeights, weightVariableOf, type ProgramWeight } from "./optimizer-update.js";
import { EVALUATE, TRAIN, type PassPlan, type ProgramPlan } from "./program-plan.js";
import { runModel } from "./run-model.js";
import type { LoopScope, RecordingScope } from "./scope.js";
import { addToSums, type SumPlace } from "./sums.js";
import { updateMetrics, type TrackedMetric } from "./tracked-metrics.js";

/** What a step computes. */
export interface StepTask {
  readonly plan: ProgramPlan;
  readonly weights: readonly ProgramWeight[];
  readonly tracked: readonly TrackedMetric[];
}

/** A batch as a step meets it: random numbers are keyed by `step`, what is counted goes to `sums`. */
interface StepBatch {
  readonly batch: BatchTensors;
  readonly training: boolean;
  readonly step: Value;
  readonly sums: SumPlace;
}

/** One batch forward: sums and metrics are written; the total loss and the new state come out. */
function forward(
  scope: RecordingScope,
  { plan, weights, tracked }: StepTask,
  { batch, training, step, sums }: StepBatch,
) {
  const ops = scope.ops(step);
  const values = Object.fromEntries(weights.map(({ name }) => [name, scope.read(weightVariableOf(name))]));
  const run = runModel(ops, plan.model, { inputs: batch.inputs, weights: values, training, seed: plan.seed });
  const numbers = batchNumbers(ops, plan, run, values, batch);
  addToSums(scope, sums, numbers, (xs) => ops.stack(xs, 0));
  updateMetrics(scope, ops, tracked, run, batch.targets);
  return { ops, run, values, total: numbers[0] as Value };
}

/** A step of evaluation over `rows` rows: nothing ends it early. */
export function evaluateStep(scope: LoopScope, task: StepTask, pass: PassPlan, rows: number, sums: SumPlace): null {
  const batch = consecutiveBatch(scope, EVALUATE, pass.data, { step: scope.i, batch: pass.batch, rows });
  forward(scope, task, { batch, training: false, step: scope.read("epoch/first_step"), sums });
  return null;
}

/** A step of training over `rows` rows; whether its loss is a finite number. */
export function trainStep(scope: LoopScope, task: StepTask, pass: PassPlan, rows: number, sums: SumPlace): Value {
  const { g } = scope;
  const { plan, weights } = task;
  const batch = shuffledBatch(scope, TRAIN, pass.data, "epoch/order", { step: scope.i, batch: pass.batch, rows });
  const before = binary(g, "AddV2", scope.read("epoch/first_step"), scope.i);
  const { ops, run, values, total } = forward(scope, task, { batch, training: true, step: before, sums });
  const needed = new Set<Node>(reachable([total]));
  // A weight that the loss does not depend on has no gradient and stays, decay and all.
  const trained = weights.filter((w) => w.trained && needed.has((values[w.name] as Value).node));
  const found = gradients(
    g,
    total,
    trained.map((w) => values[w.name] as Value),
  );
  const rate = { Tparams: typed("float32"), Tindices: typed("int32"), Taxis: typed("int32"), batch_dims: { int: 0 } };
  const learningRate = emit(g, "GatherV2", [scope.read("epoch/rates"), scope.i, scalar(g, 0, "int32")], rate, {
    name: "output",
    type: "float32",
    shape: [],
  });
  const since = 1 - (plan.stepsBefore ?? 0);
  const step = scope.cast(binary(g, "AddV2", before, scalar(g, since, "int32")), "float32");
  const gradientsByName = Object.fromEntries(trained.map((w, i) => [w.name, found[i]!]));
  updateWeights({
    scope,
    ops,
    optimizer: plan.objective.optimizer,
    weights,
    gradients: gradientsByName,
    learningRate,
    step,
  });
  for (const [name, value] of run.assigned) scope.assign(weightVariableOf(name), value as Value);
  return emit(g, "IsFinite", [total], { T: typed("float32") }, { name: "y", type: "bool", shape: [] });
}
