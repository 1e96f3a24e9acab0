// What the JavaScript contenders share: a workload's rows, and the conversation with the runner.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

export const workloads = JSON.parse(readFileSync(new URL("workloads.json", import.meta.url), "utf8"));

export function workloadNamed(name) {
  const found = workloads.find((w) => w.name === name);
  if (!found) throw new Error(`no workload is named ${name}; there are ${workloads.map((w) => w.name).join(", ")}`);
  return found;
}

/**
 * Seeded rows, as flat arrays: word numbers where the workload has words, else numbers from -1 to 1, and one-hot
 * classes. `memory` gives so many bytes.
 */
export function rowsOf({ input, rows, classes, words, density = 1 }, memory = (bytes) => new ArrayBuffer(bytes)) {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const size = rows * input.reduce((n, d) => n * d, 1);
  const x = new (words ? Int32Array : Float32Array)(memory(4 * size));
  for (let i = 0; i < size; i++)
    x[i] = words ? Math.floor(next() * words) : density < 1 && next() >= density ? 0 : next() * 2 - 1;
  const y = new Float32Array(memory(4 * rows * classes));
  for (let i = 0; i < rows; i++) y[i * classes + Math.floor(next() * classes)] = 1;
  return { x, y };
}

/**
 * Says that it is ready, then trains as many epochs as each line of the input says and answers with the milliseconds
 * they took; at the end of the input with the process's peak memory.
 */
export async function serve(epochs) {
  const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
  say({ ready: true });
  for await (const line of createInterface({ input: process.stdin })) {
    const start = performance.now();
    await epochs(Number(line));
    say({ ms: performance.now() - start });
  }
  say({ peak: process.resourceUsage().maxRSS / 1024 });
  process.exit(0);
}
