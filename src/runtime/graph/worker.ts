import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { nativeBinding } from "../native/index.js";
import { GraphCore, type PassControl } from "./graph-core.js";
import { sentError, START, type Method, type Reply, type Request, type Requests, type WorkerStart } from "./messages.js";

/** The thread in which a graph engine trains: one engine, one request after the other. */
async function serve(port: MessagePort, { task, flags, budget }: WorkerStart): Promise<void> {
  const reply = (message: Reply): void => port.postMessage(message);
  const stop = new Int32Array(flags);
  const control: PassControl = {
    stopped: () => Atomics.load(stop, 0) !== 0,
    onRows: (done) => reply({ done }),
    breathe: async () => undefined,
    budget,
  };
  let core: GraphCore;
  try {
    const native = await nativeBinding();
    if (!native.ok) throw native.failure;
    core = new GraphCore(native.native.binding, task);
  } catch (error) {
    reply({ id: START, error: sentError(error) });
    return port.close();
  }
  const quiet = { ...control, onRows: () => undefined };
  type Answers = { readonly [M in Method]: (...args: Parameters<Requests[M]>) => ReturnType<Requests[M]> | Promise<ReturnType<Requests[M]>> };
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
  let last: Promise<void> = Promise.resolve();
  port.on("message", ({ id, method, args }: Request) => {
    last = last.then(async () => {
      try {
        const answer = answers[method] as (...args: readonly unknown[]) => unknown;
        reply({ id, value: await answer(...args) });
      } catch (error) {
        reply({ id, error: sentError(error) });
      }
      if (method === "dispose") port.close();
    });
  });
  reply({ id: START, value: core.parameters });
}

if (parentPort) await serve(parentPort, workerData as WorkerStart);
