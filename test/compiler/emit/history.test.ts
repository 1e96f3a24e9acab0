import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type * as tf from "@tensorflow/tfjs";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildModel } from "../../../src/runtime/engine/build-model.js";
import { loadDataset } from "../../../src/runtime/data/load-dataset.js";
import { openBackend } from "../../../src/runtime/native/open-backend.js";
import { train, type FitOptions, type Trained } from "../../../src/runtime/training/fit.js";
import { beyondWasm } from "../../../src/catalog/beyond-wasm.js";
import { emitted, fixtures, irOf, nameOf, root, specs } from "./emitted.js";
import { folderInCheckout } from "../../support/temporary.js";

interface Generated {
  buildModel(): tf.LayersModel;
  train(options?: Partial<FitOptions>): Promise<Trained>;
}

const EPOCHS = 2;
/** Enough rows for every class and both splits; whole files take the plain back ends too long. */
const ROWS = 240;
const native = process.env["REGNET_NATIVE"];
let folder: string;
/** The specs that say on what they are trained. */
const irs = await Promise.all(specs.map(async (spec) => [spec, await irOf(spec)] as const));
const trainable = irs.filter(([, ir]) => ir.data !== null && ir.training !== null).map(([spec]) => spec);

/** The modules as they are printed, beside their data, with regnet's entries taken from the source. */
beforeAll(async () => {
  process.env["REGNET_NATIVE"] = "off"; // the same numbers on any machine
  mkdirSync(join(root, "node_modules/.cache"), { recursive: true });
  folder = folderInCheckout("emit");
  mkdirSync(join(folder, "data"));
  for (const source of [join(root, "specs/data"), join(fixtures, "data")])
    for (const file of readdirSync(source).filter((f) => f.endsWith(".csv"))) {
      const lines = readFileSync(join(source, file), "utf8").split("\n");
      writeFileSync(
        join(folder, "data", file),
        `${lines
          .slice(0, ROWS + 1)
          .join("\n")
          .trimEnd()}\n`,
      );
    }
  for (const spec of specs) writeFileSync(join(folder, `${nameOf(spec)}.ts`), await emitted(spec));
  await build({
    absWorkingDir: folder,
    entryPoints: specs.map((spec) => `${nameOf(spec)}.ts`),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    logLevel: "error",
    alias: {
      "regnet/layers": join(root, "src/runtime/layers.ts"),
      "regnet/runtime": join(root, "src/runtime/index.ts"),
    },
  });
}, 120_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  if (native === undefined) delete process.env["REGNET_NATIVE"];
  else process.env["REGNET_NATIVE"] = native;
});

const generated = (spec: string): Promise<Generated> =>
  import(pathToFileURL(join(folder, `${nameOf(spec)}.mjs`)).href) as Promise<Generated>;
const logsOf = ({ history }: Trained) =>
  history.map(({ epoch, logs, learningRate }) => ({ epoch, learningRate, ...logs }));

describe("run as it stands", () => {
  it.each(specs.map((spec) => [nameOf(spec), spec]))("%s builds the same model", async (_, spec) => {
    const ir = await irOf(spec);
    await openBackend({ backend: "cpu" });
    const [ours, theirs] = [buildModel(ir), (await generated(spec)).buildModel()];
    expect(topology(theirs)).toEqual(topology(ours));
    expect(theirs.getWeights().map((w) => Array.from(w.dataSync()))).toEqual(
      ours.getWeights().map((w) => Array.from(w.dataSync())),
    );
    ours.dispose();
    theirs.dispose();
  });

  it.each(trainable.map((spec) => [nameOf(spec), spec]))("%s gives the history of regnet train", async (_, spec) => {
    const ir = await irOf(spec);
    const theirs = await (await generated(spec)).train({ epochs: EPOCHS });
    await openBackend({ fallback: beyondWasm(ir.model).length > 0 ? "cpu" : "wasm" });
    const ours = await train(ir, await loadDataset(ir.data!, ir.model, { baseDir: folder }), { epochs: EPOCHS });
    expect(logsOf(theirs)).toEqual(logsOf(ours));
    expect(theirs.history).toHaveLength(EPOCHS);
    expect(ours.history.every(({ logs }) => Number.isFinite(logs["loss"]))).toBe(true);
    ours.model.dispose();
    theirs.model.dispose();
  });

  it("as a program prints its epochs, one JSON object a line", async () => {
    const spec = specs.find((s) => nameOf(s) === "early-stopping")!;
    const out = execFileSync(process.execPath, [join(folder, `${nameOf(spec)}.mjs`)], {
      encoding: "utf8",
      env: { ...process.env, REGNET_NATIVE: "off" },
    });
    const events = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const ir = await irOf(spec);
    await openBackend();
    const ours = await train(ir, await loadDataset(ir.data!, ir.model, { baseDir: folder }));
    const epochs = events
      .filter((e) => e["event"] === "epoch")
      .map(({ epoch, loss, val_loss: valLoss }) => [epoch, loss, valLoss]);
    expect(epochs).toEqual(ours.history.map(({ epoch, logs }) => [epoch, logs["loss"], logs["val_loss"]]));
    expect(events.find((e) => e["event"] === "stop")?.["message"]).toBe(ours.stopped ?? undefined);
    ours.model.dispose();
  });

  it("covers the specs", () => expect(trainable.length).toBeGreaterThanOrEqual(9));
});

/** Layers, wiring and weights, without what two builds in one process cannot share. */
function topology(model: tf.LayersModel): unknown {
  return {
    inputs: model.inputs.map((t) => [t.sourceLayer.name, t.dtype, t.shape]),
    outputs: model.outputs.map((t) => [t.sourceLayer.name, t.nodeIndex, t.shape]),
    layers: model.layers.map((layer) => ({
      name: layer.name,
      kind: layer.getClassName(),
      trainable: layer.trainable,
      config: layer.getConfig(),
      weights: layer.weights.map((w) => [w.shape, w.trainable]),
      calls: layer.inboundNodes.map((node) => ({
        from: node.inputTensors.map((t) => [t.sourceLayer.name, t.nodeIndex]),
        with: node.callArgs,
      })),
    })),
  };
}
