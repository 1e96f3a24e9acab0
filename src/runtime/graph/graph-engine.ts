import type { Engine } from "../engine/engine.js";
import type { Inference } from "../engine/inference.js";
import type { GraphTask } from "./graph-core.js";
import { startGraphHost, type GraphEngineOptions, type GraphHost } from "./graph-host.js";
import type { GraphInferenceTask } from "./inference-core.js";

export type { GraphEngineOptions };

/**
 * Trains a checked model as compiled TensorFlow graphs, in a worker thread of its own so that this one stays free.
 * @throws Failure when there is no native engine or TensorFlow refuses the graph, `NoGradient` and plain errors for
 *   what cannot be recorded
 */
export const graphEngine = async (task: GraphTask, options: GraphEngineOptions = {}): Promise<Engine> =>
  endingWith(await hostOf(options), (host) => host.train(task));

/** Evaluates and predicts as compiled graphs, in a worker thread of its own. Throws as `graphEngine` does. */
export const graphInference = async (task: GraphInferenceTask, options: GraphEngineOptions = {}): Promise<Inference> =>
  endingWith(await hostOf(options), (host) => host.infer(task));

/** Makes an engine on a host that ends with it. */
export async function endingWith<E extends { dispose(): Promise<void> }>(
  host: GraphHost,
  make: (host: GraphHost) => Promise<E>,
): Promise<E> {
  const engine = await make(host).catch(async (error: unknown) => {
    await host.end();
    throw error;
  });
  return {
    ...engine,
    dispose: async () => {
      await engine.dispose();
      await host.end();
    },
  };
}

async function hostOf(options: GraphEngineOptions): Promise<GraphHost> {
  const opened = await startGraphHost(options).open();
  if (!opened.ok) throw opened.failure;
  return opened.host;
}
