import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { build } from "esbuild";
import { format } from "prettier";
import { afterAll, beforeAll, expect, it } from "vitest";
import { emitTypeScript, typescriptStyle } from "../../../src/compiler/emit/typescript.js";
import { compile } from "../../../src/index.js";
import { ndArray, type Arrays, type FitOptions, type Trained } from "../../../src/runtime/layers.js";
import { train } from "../../../src/runtime/training/fit.js";
import { folderInCheckout } from "../../support/temporary.js";
import { folded, staged } from "../../support/staged.js";
import { fixtures, root } from "./emitted.js";
import { typeErrors } from "./type-errors.js";

const { ir: single } = compile(`
model trunk { dense 8 tanh; batch_normalization }
model phases { input [3]; trunk; dense 4 relu as middle; dense 1 as out }
train { optimizer: adam(0.02), loss: mse, metrics: [mae], batch_size: 4, seed: 5 }
`);
const ir = staged(single!, [
  {
    name: "head",
    frozen: ["trunk/dense", "trunk/batch_normalization"],
    epochs: 3,
    callbacks: [{ word: "early_stopping", args: earlyStopping() }],
  },
  { name: "tune", batch_size: 8, epochs: 2 },
  { frozen: ["trunk/dense", "middle"] },
]);

function earlyStopping() {
  const { ir: other } = compile(`
model m { input [3]; dense 1 }
train { optimizer: adam, loss: mse, early_stop monitor=loss patience=1 restore_best_weights }
`);
  return other!.training!.stages[0]!.callbacks[0]!.args;
}

const print = (): Promise<string> => format(emitTypeScript(ir, { source: "phases.regnet" }), typescriptStyle);
let folder: string;
beforeAll(async () => {
  await tf.setBackend("cpu");
  mkdirSync(join(root, "node_modules/.cache"), { recursive: true });
  folder = folderInCheckout("phases");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("several stages are printed as a fit each, behind the one before, and pass tsc", async () => {
  const golden = join(fixtures, "phases.ts.txt");
  const text = await print();
  if (process.env["UPDATE"]) writeFileSync(golden, text);
  expect(text).toBe(readFileSync(golden, "utf8"));
  expect(typeErrors(new Map([[join(fixtures, "phases.ts"), text]]))).toEqual([]);
});

it("several folds are printed as a training each, and pass tsc", async () => {
  const { ir: spec } = compile(`
let fold = 0.02
model m { input [3]; dense 1 }
data { source: "t.csv", target: y, test: split(0.2), validation: split(0.2) }
train { optimizer: adam(fold), loss: mse }
`);
  const ordered = await format(emitTypeScript(folded(spec!, 3, { stratify: true })), typescriptStyle);
  expect(ordered).toContain("validation: { fold, of: 3, stratify: true },");
  expect(ordered).toContain("export function loadData(model: tf.LayersModel, fold: number): Promise<Dataset> {");
  expect(ordered)
    .toContain(`export async function train(options: Partial<Omit<FitOptions, "resume">> = {}): Promise<Trained[]> {
  await openBackend();
  const folds: Trained[] = [];
  for (let fold = 1; fold <= 3; fold++) {
    const model = buildModel();
    const data = await loadData(model, fold);
    const result = await fit(model, data, {
      optimizer: optimizers.adam({ learningRate: foldValue }),
      loss: losses.meanSquaredError(),
      fold,
      ...options,
    });
    folds.push({ ...result, model });
  }
  return folds;
}
`);
  const mixed = staged(
    {
      ...spec!,
      data: { ...spec!.data!, validation: [...folded(spec!, 2).data!.validation, ...spec!.data!.validation] },
    },
    [{ epochs: 1 }, { epochs: 2 }],
  );
  const text = await format(emitTypeScript(mixed), typescriptStyle);
  expect(text).toContain("validation: [{ fold: 1, of: 2 }, { fold: 2, of: 2 }, { fraction: 0.2 }][fold - 1],");
  const files = [ordered, text].map((module, i) => [join(fixtures, `folds-${i}.ts`), module] as const);
  expect(typeErrors(new Map(files))).toEqual([]);
});

it("what is printed trains to the same numbers", async () => {
  writeFileSync(join(folder, "phases.ts"), await print());
  const entry = join(root, "src/runtime/layers.ts");
  await build({
    absWorkingDir: folder,
    entryPoints: ["phases.ts"],
    outfile: join(folder, "phases.mjs"),
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    alias: { "regnet/layers": entry },
    logLevel: "error",
  });
  const printed = (await import(pathToFileURL(join(folder, "phases.mjs")).href)) as {
    train(data: Arrays, options?: Partial<FitOptions>): Promise<Trained>;
  };
  const x = ndArray(Array.from({ length: 13 }, (_, i) => [i % 3, i % 5, (i * i) % 7]));
  const y = ndArray(Array.from({ length: 13 }, (_, i) => [(i % 4) - 1]));
  const [theirs, ours] = [await printed.train({ x, y }), await train(ir, { x, y })];
  expect(theirs.history.map(({ ms: _, ...record }) => record)).toEqual(ours.history.map(({ ms: _, ...r }) => r));
  expect(theirs.history.map(({ phase }) => phase)).toContain("tune");
  theirs.model.dispose();
  ours.model.dispose();
});
