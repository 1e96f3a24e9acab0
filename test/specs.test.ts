import { readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { load } from "../src/cli/workspace.js";
import type { TfjsBinding } from "../src/runtime/native/tfjs-binding.js";
import { loadDataset } from "../src/runtime/data/index.js";
import { useBackend } from "../src/runtime/engine/backend.js";
import { graphEngineHere } from "../src/runtime/graph/in-process.js";
import { needsNative } from "./support/needs.js";
import { evaluateRun, trainRun } from "../src/runtime/run/use-run.js";
import { openRun } from "../src/runtime/run/run-folder.js";
import { temporaryFolder } from "./support/temporary.js";

const folder = fileURLToPath(new URL("../specs", import.meta.url));
const specs = readdirSync(folder)
  .filter((file) => file.endsWith(".regnet"))
  .map((file) => basename(file, ".regnet"));
const runs = temporaryFolder("specs");
afterAll(() => rmSync(runs, { recursive: true, force: true }));

async function trained(name: string, epochs: number, binding?: TfjsBinding) {
  const { checked, text } = await load(join(folder, `${name}.regnet`));
  expect(checked.diagnostics).toEqual([]);
  const ir = checked.ir!;
  const data = await loadDataset(ir.data!, ir.model, { baseDir: folder });
  const { backend } = await useBackend("auto", ir.model, { setUp: false });
  const done = await trainRun(ir, data, {
    folder: join(runs, binding ? `${name}-graph` : name),
    spec: text,
    versions: {},
    dataFolder: folder,
    ...(binding
      ? { engine: async (task) => graphEngineHere(binding, { model: ir.model, seed: ir.seed, ...task }) }
      : {}),
    backend: binding ? "native" : backend,
    engineName: binding ? "graph" : "layers",
    epochs,
  });
  return { done, data };
}

describe("specs", () => {
  it("are at least eight", () => expect(specs.length).toBeGreaterThanOrEqual(8));
  it.each(specs)("%s checks clean, learns, and evaluates as training did", async (name) => {
    const { done, data } = await trained(name, 2);
    const [first, second] = done.history.map(({ logs }) => logs["loss"]!);
    expect(second).toBeLessThan(first!);
    const held = await evaluateRun(await openRun(join(runs, name)), data.validation!);
    expect(held["loss"]).toBeCloseTo(done.history[1]!.logs["val_loss"]!, 4);
  });

  // By the fast engine, which trains as the other does (runtime/graph/specs.test.ts).
  it("digits reaches a test accuracy of 0.97", async () => {
    const { binding } = await needsNative();
    const { done, data } = await trained("digits", 25, binding);
    expect(done.diverged).toBe(false);
    const { accuracy } = await evaluateRun(await openRun(done.run.path), data.test!);
    expect(accuracy).toBeGreaterThanOrEqual(0.97);
  });
});
