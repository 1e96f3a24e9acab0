import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import type { OptimizerState } from "../engine/engine.js";
import type { WeightValues } from "../engine/model-weights.js";
import { nativeBinding } from "../native/native-binding.js";
import type { TfjsBinding } from "../native/tfjs-binding.js";
import { GraphCore, type GraphTask } from "./graph-core.js";
import { InferenceCore, type GraphInferenceTask } from "./inference-core.js";
import { sentError, START, type Method, type Reply, type Request, type Requests, type WorkerStart } from "./messages.js";
import type { PassControl } from "./run-loop.js";

/** One engine of this thread. */
type Answers = { readonly [M in Method]?: (...args: Parameters<Requests[M]>) => ReturnType<Requests[M]> | Promise<ReturnType<Requests[M]>> };

function training(binding: TfjsBinding, task: GraphTask, control: PassControl): { readonly answers: Answers; readonly parameters: number } {
  const core = new GraphCore(binding, task);
  const quiet = { ...control, onRows: () => undefined };
  const answers: Answers = {
    epoch: (plan) => core.epoch(plan, control),
    evaluate: (rows, batchSize) => core.evaluate(rows ?? task.validation!, batchSize, quiet),
    predict: (rows, batchSize) => core.predict(rows, batchSize, quiet),
    getWeights: () => core.getWeights(),
    setWeights: (values) => core.setWeights(values),
    getOptimizer: () => core.getOptimizer(),
    setOptimizer: (state) => core.setOptimizer(state),
    finish: () => core.finish(),
    dispose: () => core.dispose(),
  };
  return { answers, parameters: core.parameters };
}

function inference(binding: TfjsBinding, task: GraphInferenceTask, control: PassControl): Answers {
  const core = new InferenceCore(binding, task);
  const quiet = { ...control, stopped: () => false, onRows: () => undefined };
  return {
    evaluate: (rows, batchSize) => core.evaluate(rows!, batchSize, quiet),
    predict: (rows, batchSize) => core.predict(rows, batchSize, quiet),
  };
}

/** The memory of an answer that is arrays and nothing else, made for it: it goes to the other thread as it is, and is not copied. */
function memoryOf(method: Method, value: unknown): ArrayBuffer[] {
  const arrays = method === "getOptimizer" ? (value as OptimizerState).values : method === "getWeights" || method === "predict" ? (value as WeightValues) : {};
  return Object.values(arrays).flatMap(({ data }) => (data.buffer instanceof ArrayBuffer && data.byteLength === data.buffer.byteLength ? [data.buffer] : []));
}

/** The thread in which graph engines run, one request after the other. It loads the library at once: what it is to run comes later. */
async function serve(port: MessagePort, { flags, budget }: WorkerStart): Promise<void> {
  const reply = (message: Reply): void => port.postMessage(message);
  const stop = new Int32Array(flags);
  const control: PassControl = {
    stopped: () => Atomics.load(stop, 0) !== 0,
    onRows: (done) => reply({ done }),
    breathe: async () => undefined,
    budget,
  };
  const native = await nativeBinding();
  if (!native.ok) {
    reply({ id: START, error: sentError(native.failure) });
    return port.close();
  }
  const { binding, tensorflow } = native.native;
  const engines = new Map<number, Answers>();
  const answer = async ({ engine, method, args }: Request): Promise<unknown> => {
    if (method === "train") {
      const { answers, parameters } = training(binding, (args as Parameters<Requests["train"]>)[0], control);
      engines.set(engine, answers);
      return parameters;
    }
    if (method === "infer") return void engines.set(engine, inference(binding, (args as Parameters<Requests["infer"]>)[0], control));
    if (method === "end") return undefined;
    const asked = engines.get(engine)?.[method] as ((...given: readonly unknown[]) => unknown) | undefined;
    const value = await asked?.(...args);
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
