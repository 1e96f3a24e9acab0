import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { Engine } from "../engine/engine.js";
import { nativeBinding } from "../native/index.js";
import { prepareEnvironment } from "../native/environment.js";
import type { Jit } from "./build/loop-form.js";
import type { GraphTask } from "./graph-core.js";
import { graphFailure } from "./graph-failure.js";
import { CALL_BUDGET, graphEngineHere } from "./in-process.js";
import { receivedError, START, type Method, type Reply, type Requests, type WorkerStart } from "./messages.js";
import { sharedArrays, sharedRows } from "./shared-rows.js";

export interface GraphEngineOptions {
  /** TensorFlow's threads; counts only when this process has not loaded the library yet. Absent: TensorFlow decides. */
  readonly threads?: number;
  /** The compiled `worker.ts`. Default: beside this file in the package; where it is not, the engine runs in this thread. */
  readonly workerFile?: string;
  /** Whether XLA compiles the steps. Default `auto`: where it pays. */
  readonly jit?: Jit;
  /** Seconds a native call may take. */
  readonly budget?: number;
}

/**
 * Trains a checked model as compiled TensorFlow graphs, in a worker thread so that this one stays free.
 * @throws Failure when there is no native engine or TensorFlow refuses the graph, `NoGradient` and plain errors for what cannot be recorded
 */
export async function graphEngine(given: GraphTask, options: GraphEngineOptions = {}): Promise<Engine> {
  const threads = options.threads === undefined ? {} : { threads: options.threads };
  const budget = options.budget ?? CALL_BUDGET;
  const task = options.jit === undefined ? given : { ...given, jit: options.jit };
  const file = options.workerFile ?? packagedWorker();
  if (file === null) {
    const native = await nativeBinding(threads);
    if (!native.ok) throw native.failure;
    return graphEngineHere(native.native.binding, task, budget);
  }
  prepareEnvironment(threads); // a worker's own changes would not reach the library
  const flags = new SharedArrayBuffer(4);
  const shared: GraphTask = { ...task, train: sharedRows(task.train), validation: task.validation && sharedRows(task.validation) };
  const start: WorkerStart = { task: shared, flags, budget };
  return WorkerEngine.start(new Worker(file, { workerData: start }), new Int32Array(flags), task);
}

/** The bundled worker, beside the bundle this code is in. */
function packagedWorker(): string | null {
  const file = fileURLToPath(new URL("./graph-worker.js", import.meta.url));
  return existsSync(file) ? file : null;
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** An engine in another thread. */
class WorkerEngine {
  readonly #waiting = new Map<number, Waiting>();
  #next = START + 1;
  #onRows: (done: number) => void = () => undefined;
  #ended: Error | null = null;

  private constructor(private readonly worker: Worker) {
    worker.on("message", (reply: Reply) => this.#receive(reply));
    worker.on("error", (error) => this.#end(graphFailure("graph/worker-ended", error)));
    worker.on("exit", (code) => this.#end(graphFailure("graph/worker-ended", `exit code ${code}`)));
  }

  static async start(worker: Worker, stop: Int32Array, task: GraphTask): Promise<Engine> {
    const own = new WorkerEngine(worker);
    const parameters = await own.#wait<number>(START);
    worker.unref(); // an engine that nobody waits for does not keep the process
    return {
      parameters,
      epoch: async ({ signal, onBatch, ...plan }) => {
        const of = plan.steps === null ? plan.order.length : Math.min(plan.order.length, plan.steps * plan.batchSize);
        const halt = (): void => void Atomics.store(stop, 0, 1);
        Atomics.store(stop, 0, signal?.aborted ? 1 : 0);
        signal?.addEventListener("abort", halt, { once: true });
        own.#onRows = (done) => onBatch?.(done, of);
        try {
          return await own.#ask("epoch", plan);
        } finally {
          signal?.removeEventListener("abort", halt);
          own.#onRows = () => undefined;
        }
      },
      evaluate: (rows, batchSize) => own.#ask("evaluate", rows === task.validation ? null : sharedRows(rows), batchSize),
      predict: ({ rows, inputs }, batchSize) => own.#ask("predict", { rows, inputs: sharedArrays(inputs) }, batchSize),
      getWeights: () => own.#ask("getWeights"),
      setWeights: (values) => own.#ask("setWeights", values),
      getOptimizer: () => own.#ask("getOptimizer"),
      setOptimizer: (state) => own.#ask("setOptimizer", state),
      finish: () => own.#ask("finish"),
      dispose: () => own.#dispose(),
    };
  }

  async #dispose(): Promise<void> {
    if (this.#ended) return;
    const gone = new Promise((resolve) => this.worker.once("exit", resolve));
    await this.#ask("dispose");
    this.worker.ref();
    await gone;
  }

  #ask<M extends Method>(method: M, ...args: Parameters<Requests[M]>): Promise<ReturnType<Requests[M]>> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = this.#next++;
    this.worker.ref();
    this.worker.postMessage({ id, method, args });
    return this.#wait<ReturnType<Requests[M]>>(id).finally(() => this.worker.unref());
  }

  #wait<T>(id: number): Promise<T> {
    return new Promise<T>((resolve, reject) => this.#waiting.set(id, { resolve: resolve as (value: never) => void, reject }));
  }

  #receive(reply: Reply): void {
    if ("done" in reply) return this.#onRows(reply.done);
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ("error" in reply) waiting?.reject(receivedError(reply.error));
    else waiting?.resolve(reply.value as never);
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
