import { Worker } from "node:worker_threads";
import type { Engine } from "../engine/engine.js";
import type { Inference } from "../engine/inference.js";
import { stderrLock } from "../native/stderr-lock.js";
import type { GraphTask } from "./graph-core.js";
import { graphFailure } from "./graph-failure.js";
import type { GraphInferenceTask } from "./inference-core.js";
import {
  receivedError,
  START,
  type Method,
  type Reply,
  type Request,
  type Requests,
  type WorkerStart,
} from "./messages.js";
import { sharedArrays, sharedRows } from "./shared-rows.js";
import { unlessStopped } from "./unless-stopped.js";

/**
 * Milliseconds that a pass gets to end between two calls once it is told to stop. What it would give is of no use any
 * more, so that little is lost.
 */
const PATIENCE = 25;

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
  readonly onRows?: (done: number) => void;
}

/** What a request takes along that is no argument. */
interface Along {
  /** Set to stop it. */
  readonly stop?: Int32Array<SharedArrayBuffer>;
  readonly onRows?: (done: number) => void;
}

/**
 * A worker thread with TensorFlow in it, and the engines that run there. While nobody waits for it, it keeps no process
 * from ending.
 */
export class GraphThread {
  readonly #ready: Promise<string>;
  readonly #waiting = new Map<number, Waiting>();
  #next = START + 1;
  #engines = 0;
  #ended: Error | null = null;

  private constructor(private readonly worker: Worker) {
    worker.on("message", (reply: Reply) => this.#receive(reply));
    worker.on("error", (error) => this.#end(graphFailure("graph/worker-ended", error)));
    worker.on("exit", (code) => this.#end(graphFailure("graph/worker-ended", `exit code ${code}`)));
    this.#ready = this.#answer<string>(START);
    this.#ready.catch(() => undefined); // told to who asks
    worker.unref();
  }

  /** @param file the compiled `worker.ts`; the environment of the library must be prepared */
  static start(file: string, budget: number): GraphThread {
    const start: WorkerStart = { budget, stderr: stderrLock() };
    return new GraphThread(new Worker(file, { workerData: start }));
  }

  /** TensorFlow's version, once the library is loaded. @throws Failure when there is none */
  ready(): Promise<string> {
    if (this.#waiting.size > 0) this.worker.ref();
    return this.#ready;
  }

  async train(task: GraphTask): Promise<Engine> {
    const engine = this.#engines++;
    const shared: GraphTask = {
      ...task,
      train: sharedRows(task.train),
      validation: task.validation && sharedRows(task.validation),
    };
    const ask = <M extends Method>(method: M, ...args: Parameters<Requests[M]>): Promise<ReturnType<Requests[M]>> =>
      this.#ask(engine, method, args);
    const parameters = await ask("train", shared);
    return {
      parameters,
      epoch: async ({ signal, onBatch, ...plan }) => {
        const of = Math.min(plan.order.length, plan.rows ?? plan.order.length);
        const result = await this.#stoppable(signal, (stop) =>
          this.#ask(engine, "epoch", [plan], { ...stop, onRows: (done) => signal?.aborted || onBatch?.(done, of) }),
        );
        return result ?? { logs: {}, rows: 0, notFiniteAt: null, aborted: true };
      },
      evaluate: async (rows, batchSize, signal) => {
        const asked = rows === task.validation ? null : sharedRows(rows);
        return unlessStopped(
          await this.#stoppable(signal, (stop) => this.#ask(engine, "evaluate", [asked, batchSize], stop)),
          signal,
        );
      },
      predict: ({ rows, inputs }, batchSize) => ask("predict", { rows, inputs: sharedArrays(inputs) }, batchSize),
      getWeights: () => ask("getWeights"),
      setWeights: (values) => ask("setWeights", values),
      getOptimizer: () => ask("getOptimizer"),
      setOptimizer: (state) => ask("setOptimizer", state),
      finish: () => ask("finish"),
      dispose: () => (this.#ended ? Promise.resolve() : ask("dispose")),
    };
  }

  async infer(task: GraphInferenceTask): Promise<Inference> {
    const engine = this.#engines++;
    await this.#ask(engine, "infer", [task]);
    return {
      evaluate: async (rows, batchSize) =>
        unlessStopped(await this.#ask(engine, "evaluate", [sharedRows(rows), batchSize]), undefined),
      predict: ({ rows, inputs }, batchSize) =>
        this.#ask(engine, "predict", [{ rows, inputs: sharedArrays(inputs) }, batchSize]),
      dispose: () => (this.#ended ? Promise.resolve() : this.#ask(engine, "dispose", [])),
    };
  }

  async end(): Promise<void> {
    if (this.#ended) return;
    const gone = new Promise((resolve) => this.worker.once("exit", resolve));
    await this.#ask(0, "end", []).catch(() => undefined); // it may end by itself meanwhile
    this.worker.ref();
    await gone;
  }

  /**
   * A pass that the signal stops between two calls into TensorFlow. Null: it was told to stop and is in a call that
   * takes longer than anybody should wait (a huge step, XLA while it compiles), or has not begun. The thread ends it
   * after that call, and does whatever it is asked next only then.
   */
  async #stoppable<T>(signal: AbortSignal | undefined, pass: (along: Along) => Promise<T>): Promise<T | null> {
    if (!signal) return pass({});
    const stop = new Int32Array(new SharedArrayBuffer(4));
    let timer: NodeJS.Timeout | undefined;
    let halt = (): void => undefined;
    const patience = new Promise<null>((resolve) => {
      halt = (): void => {
        Atomics.store(stop, 0, 1);
        timer = setTimeout(() => resolve(null), PATIENCE);
      };
    });
    if (signal.aborted) halt();
    else signal.addEventListener("abort", halt, { once: true });
    const running = pass({ stop });
    running.catch(() => undefined); // when nobody waits any more
    try {
      return await Promise.race([running, patience]);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", halt);
    }
  }

  #ask<M extends Method>(
    engine: number,
    method: M,
    args: Parameters<Requests[M]>,
    { stop, onRows }: Along = {},
  ): Promise<ReturnType<Requests[M]>> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = this.#next++;
    const request: Request<M> = { id, engine, method, args, ...(stop && { stop: stop.buffer }) };
    this.worker.postMessage(request);
    this.worker.ref();
    return this.#answer<ReturnType<Requests[M]>>(id, onRows);
  }

  #answer<T>(id: number, onRows?: (done: number) => void): Promise<T> {
    return new Promise<T>((resolve, reject) =>
      this.#waiting.set(id, { resolve: resolve, reject, ...(onRows && { onRows }) }),
    );
  }

  #receive(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    if ("done" in reply) return waiting?.onRows?.(reply.done);
    this.#waiting.delete(reply.id);
    if (this.#waiting.size === 0) this.worker.unref();
    if ("error" in reply) waiting?.reject(receivedError(reply.error));
    else waiting?.resolve(reply.value as never);
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
