import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Failure } from "../../diagnostics/failure.js";
import type { Engine } from "../engine/engine.js";
import type { Inference } from "../engine/inference.js";
import { prepareEnvironment } from "../native/environment.js";
import { nativeBinding } from "../native/native-binding.js";
import type { GraphTask } from "./graph-core.js";
import { graphFailure } from "./graph-failure.js";
import { GraphThread } from "./graph-thread.js";
import { graphEngineHere, graphInferenceHere, CALL_BUDGET } from "./in-process.js";
import type { GraphInferenceTask } from "./inference-core.js";

export interface GraphEngineOptions {
  /** TensorFlow's threads; counts only when this process has not loaded the library yet. Absent: TensorFlow decides. */
  readonly threads?: number;
  /**
   * The compiled `worker.ts`. Default: beside this file in the package; where it is not, the engine runs in this
   * thread.
   */
  readonly workerFile?: string;
  /** Seconds a native call may take. */
  readonly budget?: number;
}

/** A place where graph engines run: a thread that has loaded TensorFlow's library, or this one. */
export interface GraphHost {
  /** TensorFlow's version. */
  readonly tensorflow: string;
  /** @throws Failure when TensorFlow refuses the graph, `NoGradient` and plain errors for what cannot be recorded */
  train(task: GraphTask): Promise<Engine>;
  infer(task: GraphInferenceTask): Promise<Inference>;
  /** Ends it with all its engines. */
  end(): Promise<void>;
}

export type OpenedHost =
  { readonly ok: true; readonly host: GraphHost } | { readonly ok: false; readonly failure: Failure };

/** A host on its way: what else a program has to do goes on while the library loads. */
export interface StartedHost {
  /** Waits until the library is loaded. Never rejected; not ok: there is no native engine, or it does not load. */
  open(): Promise<OpenedHost>;
  /** Gives it up, loaded or not. */
  end(): Promise<void>;
}

/**
 * Starts a host: in a worker thread where the package has one, so that this thread stays free. Keeps no process from
 * ending.
 */
export function startGraphHost({ threads, workerFile, budget = CALL_BUDGET }: GraphEngineOptions = {}): StartedHost {
  const environment = threads === undefined ? {} : { threads };
  const file = workerFile ?? packagedWorker();
  if (file === null) return { open: () => here(environment, budget), end: async () => undefined };
  prepareEnvironment(environment); // a worker's own changes would not reach the library
  const thread = GraphThread.start(file, budget);
  const end = (): Promise<void> => thread.end();
  const open = (): Promise<OpenedHost> =>
    thread.ready().then(
      (tensorflow) => ({
        ok: true,
        host: { tensorflow, train: (task) => thread.train(task), infer: (task) => thread.infer(task), end },
      }),
      (error: unknown) => ({ ok: false, failure: graphFailure("graph/worker-ended", error) }),
    );
  return { open, end };
}

async function here(environment: { readonly threads?: number }, budget: number): Promise<OpenedHost> {
  const native = await nativeBinding(environment);
  if (!native.ok) return native;
  const { binding, tensorflow } = native.native;
  return {
    ok: true,
    host: {
      tensorflow,
      train: async (task) => graphEngineHere(binding, task, budget),
      infer: async (task) => graphInferenceHere(binding, task, budget),
      end: async () => undefined,
    },
  };
}

/** The bundled worker, beside the bundle this code is in. */
function packagedWorker(): string | null {
  const file = fileURLToPath(new URL("./graph-worker.js", import.meta.url));
  return existsSync(file) ? file : null;
}
