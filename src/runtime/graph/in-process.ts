import type { Engine } from "../engine/engine.js";
import type { TfjsBinding } from "../native/index.js";
import type { Inference } from "../engine/inference.js";
import { GraphCore, type GraphTask } from "./graph-core.js";
import { InferenceCore, type GraphInferenceTask } from "./inference-core.js";
import type { PassControl } from "./run-loop.js";
import { unlessStopped } from "./unless-stopped.js";

/**
 * Seconds a call may take: with them progress, stopping and checks of the loss react well within a tenth of a second.
 */
export const CALL_BUDGET = 0.05;

/** The graph engine in this thread: other work of the process runs between calls. */
export function graphEngineHere(binding: TfjsBinding, task: GraphTask, budget = CALL_BUDGET): Engine {
  const core = new GraphCore(binding, task);
  const control = controlWith(budget);
  return {
    parameters: core.parameters,
    epoch: (plan) =>
      core.epoch(
        plan,
        control({
          stopped: () => plan.signal?.aborted ?? false,
          onRows: (done) => plan.onBatch?.(done, Math.min(plan.order.length, plan.rows ?? plan.order.length)),
        }),
      ),
    evaluate: async (rows, batchSize, signal) =>
      unlessStopped(await core.evaluate(rows, batchSize, control({ stopped: () => signal?.aborted ?? false })), signal),
    predict: (rows, batchSize) => core.predict(rows, batchSize, control()),
    getWeights: async () => core.getWeights(),
    setWeights: async (values) => core.setWeights(values),
    getOptimizer: async () => core.getOptimizer(),
    setOptimizer: async (state) => core.setOptimizer(state),
    finish: async () => core.finish(),
    dispose: async () => core.dispose(),
  };
}

/** Inference in this thread. */
export function graphInferenceHere(binding: TfjsBinding, task: GraphInferenceTask, budget = CALL_BUDGET): Inference {
  const core = new InferenceCore(binding, task);
  const control = controlWith(budget)();
  return {
    evaluate: (rows, batchSize) => core.evaluate(rows, batchSize, control),
    predict: (rows, batchSize) => core.predict(rows, batchSize, control),
    dispose: async () => undefined,
  };
}

const controlWith =
  (budget: number) =>
  (more: Partial<PassControl> = {}): PassControl => ({
    stopped: () => false,
    onRows: () => undefined,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    budget,
    ...more,
  });
