import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import type { OptimizerState } from "../engine/engine.js";
import type { WeightValues } from "../engine/model-weights.js";
import { nativeBinding } from "../native/native-binding.js";
import { shareStderrLock } from "../native/stderr-lock.js";
import type { TfjsBinding } from "../native/tfjs-binding.js";
import { GraphCore, type GraphTask } from "./graph-core.js";
import { InferenceCore, type GraphInferenceTask } from "./inference-core.js";
import {
  sentError,
  START,
  type Method,
  type Reply,
  type Request,
  type Requests,
  type WorkerStart,
} from "./messages.js";
import type { PassControl } from "./run-loop.js";

/** One engine of this thread: what it answers, given the control of the one request. */
type Answers = {
  readonly [M in Method]?: (
    control: PassControl,
    ...args: Parameters<Requests[M]>
  ) => ReturnType<Requests[M]> | Promise<ReturnType<Requests[M]>>;
};

function training(binding: TfjsBinding, task: GraphTask): { readonly answers: Answers; readonly parameters: number } {
  const core = new GraphCore(binding, task);
  const answers: Answers = {
    epoch: (control, plan) => core.epoch(plan, control),
    evaluate: (control, rows, batchSize) => core.evaluate(rows ?? task.validation!, batchSize, control),
    predict: (control, rows, batchSize) => core.predict(rows, batchSize, control),
    getWeights: () => core.getWeights(),
    setWeights: (_, values) => core.setWeights(values),
    getOptimizer: () => core.getOptimizer(),
    setOptimizer: (_, state) => core.setOptimizer(state),
    finish: () => core.finish(),
    dispose: () => core.dispose(),
  };
  return { answers, parameters: core.parameters };
}

function inference(binding: TfjsBinding, task: GraphInferenceTask): Answers {
  const core = new InferenceCore(binding, task);
  return {
    evaluate: (control, rows, batchSize) => core.evaluate(rows!, batchSize, control),
    predict: (control, rows, batchSize) => core.predict(rows, batchSize, control),
  };
}

/**
 * The memory of an answer that is arrays and nothing else, made for it: it goes to the other thread as it is, and is
 * not copied.
 */
function memoryOf(method: Method, value: unknown): ArrayBuffer[] {
  const arrays =
    method === "getOptimizer"
      ? (value as OptimizerState).values
      : method === "getWeights" || method === "predict"
        ? (value as WeightValues)
        : {};
  return Object.values(arrays).flatMap(({ data }) =>
    data.buffer instanceof ArrayBuffer && data.byteLength === data.buffer.byteLength ? [data.buffer] : [],
  );
}

/**
 * The thread in which graph engines run, one request after the other. It loads the library at once: what it is to run
 * comes later.
 */
async function serve(port: MessagePort, { budget, stderr }: WorkerStart): Promise<void> {
  shareStderrLock(stderr);
  const reply = (message: Reply): void => port.postMessage(message);
  const controlOf = ({ id, method, stop }: Request): PassControl => {
    const flag = stop && new Int32Array(stop);
    return {
      stopped: () => flag !== undefined && Atomics.load(flag, 0) !== 0,
      onRows: (done) => method === "epoch" && reply({ id, done }),
      breathe: async () => undefined,
      budget,
    };
  };
  const native = await nativeBinding();
  if (!native.ok) {
    reply({ id: START, error: sentError(native.failure) });
    return port.close();
  }
  const { binding, tensorflow } = native.native;
  const engines = new Map<number, Answers>();
  const answer = async (request: Request): Promise<unknown> => {
    const { engine, method, args } = request;
    if (method === "train") {
      const { answers, parameters } = training(binding, (args as Parameters<Requests["train"]>)[0]);
      engines.set(engine, answers);
      return parameters;
    }
    if (method === "infer")
      return void engines.set(engine, inference(binding, (args as Parameters<Requests["infer"]>)[0]));
    if (method === "end") return undefined;
    const asked = engines.get(engine)?.[method] as
      ((control: PassControl, ...given: readonly unknown[]) => unknown) | undefined;
    const value = await asked?.(controlOf(request), ...args);
    if (method === "dispose") engines.delete(engine);
    return value;
  };
  let last: Promise<void> = Promise.resolve();
  port.on("message", (request: Request) => {
    last = last.then(async () => {
      try {
        const value = await answer(request);
        port.postMessage({ id: request.id, value } satisfies Reply, memoryOf(request.method, value));
      } catch (error) {
        reply({ id: request.id, error: sentError(error) });
      }
      if (request.method === "end") port.close();
    });
  });
  reply({ id: START, value: tensorflow });
}

if (parentPort) await serve(parentPort, workerData as WorkerStart);
