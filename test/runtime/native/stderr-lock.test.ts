import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, it } from "vitest";
import { stderrLock, withStderr } from "../../../src/runtime/native/stderr-lock.js";

const word = new Int32Array(stderrLock());

it("is had by one at a time, and given back by work that fails", () => {
  expect(withStderr((alone) => [alone, withStderr((inner) => inner), word[0]])).toEqual([true, false, 1]);
  expect(() =>
    withStderr(() => {
      throw new Error("no");
    }),
  ).toThrow("no");
  expect(withStderr((alone) => alone)).toBe(true);
  expect(word[0]).toBe(0);
});

it("waits for another thread until that gives it back", async () => {
  const steps = new Int32Array(new SharedArrayBuffer(8));
  const holder = `
    const { parentPort, workerData: { word, steps } } = require("node:worker_threads");
    Atomics.store(word, 0, 1);
    parentPort.postMessage("held");
    Atomics.wait(steps, 0, 0);
    Atomics.store(steps, 1, 7);
    Atomics.store(word, 0, 0);
    Atomics.notify(word, 0, 1);`;
  const worker = new Worker(holder, { eval: true, workerData: { word, steps } });
  await once(worker, "message");
  Atomics.store(steps, 0, 1);
  Atomics.notify(steps, 0);
  expect(withStderr((alone) => [alone, steps[1]])).toEqual([true, 7]);
  await once(worker, "exit");
});

it("works without it when another thread died with it", () => {
  Atomics.store(word, 0, 1);
  expect(withStderr((alone) => alone, 0)).toBe(false);
  expect(word[0]).toBe(1);
  Atomics.store(word, 0, 0);
});
