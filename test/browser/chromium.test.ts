import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { build as viteBuild } from "vite";
import { beforeEach, describe, expect, it } from "vitest";
import { worstDifference } from "../support/golden.js";
import { beforeAllWith, needsBrowser } from "../support/needs.js";
import { launchChromium } from "./chromium.js";
import { packageFolder, root, type PackageFolder } from "./package-folder.js";
import type { Done, Work } from "./program.js";
import { serve, type Served } from "./serve.js";

const INDEX = '<!doctype html><meta charset="utf-8" /><script type="module" src="./page.js"></script>';

/** Much of what a small table may need: a penalty, noise, running averages, a stop that restores, two logs. */
const SPEC = `
model flowers {
  input [4]
  batch_normalization
  dense 12 tanh regularizer=l2(1e-3)
  dropout 0.2
  dense 3 softmax
}
data {
  source: "flowers.csv"
  target: kind
  validation: split(1 / 3, order=row)
}
train {
  optimizer: adam(0.02)
  loss: sparse_categorical_crossentropy
  metrics: [accuracy]
  epochs: 30
  batch_size: 32
  seed: 3
  early_stopping patience=4 restore_best_weights
}
`;
const ROWS_TO_TRAIN = 100;

describe("in Chromium", () => {
  beforeEach(async () => void (await needsBrowser()));

  let folder: PackageFolder;
  let served: Served;
  let browser: Browser;
  let asked: Work;
  let expected: Pick<Done, "history" | "stopped" | "predictions">;

  beforeAllWith(
    "browser",
    async (path) => {
      folder = packageFolder();
      asked = { spec: SPEC, ...flowers(), rowsToTrain: ROWS_TO_TRAIN };
      for (const file of ["page.ts", "program.ts"])
        copyFileSync(join(root, "test/browser", file), join(folder.path, file));
      for (const bundler of ["esbuild", "vite"]) {
        mkdirSync(join(folder.path, bundler));
        writeFileSync(join(folder.path, bundler, "index.html"), INDEX);
      }
      const wasm = join(root, "node_modules/@tensorflow/tfjs-backend-wasm/dist");
      mkdirSync(join(folder.path, "wasm"));
      for (const file of readdirSync(wasm).filter((name) => name.endsWith(".wasm")))
        cpSync(join(wasm, file), join(folder.path, "wasm", file));
      expected = byTheCommandLine(folder.path, asked);
      served = await serve(folder.path);
      browser = await launchChromium(path);
      return async () => {
        await browser.close();
        served.close();
        folder.remove();
      };
    },
    120_000,
  );

  /** What a page makes of the work, and what it wrote to the console meanwhile. */
  const onPage = async (path: string, backend: string): Promise<readonly [Done | null, readonly string[]]> => {
    const page = await browser.newPage();
    const said: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(String(error)));
    await page.goto(served.url + path);
    await page.waitForFunction("globalThis.onBackend");
    const done = await page.evaluate<Done | null>(`onBackend(${JSON.stringify(backend)}, ${JSON.stringify(asked)})`);
    await page.close();
    return [done, said];
  };

  /** @param tolerance of the last numbers, which every step before has a part in */
  const expectEqual = (done: Done | null, tolerance: number): void => {
    expect(done?.diagnostics).toEqual([]);
    expect(done?.stopped).toBe(expected.stopped);
    const logs = (history: Done["history"]): readonly number[] => history.flatMap((epoch) => Object.values(epoch));
    expect(done?.history.map((epoch) => Object.keys(epoch))).toEqual(expected.history.map((e) => Object.keys(e)));
    expect(worstDifference(logs(done!.history), logs(expected.history))).toBeLessThan(tolerance);
    expect(worstDifference(done!.predictions, expected.predictions)).toBeLessThan(tolerance);
  };

  it("a page bundled by esbuild trains to the numbers of regnet train --engine layers", async () => {
    const { metafile, warnings } = await build({
      absWorkingDir: folder.path,
      entryPoints: ["page.ts"],
      outdir: "esbuild",
      bundle: true,
      minify: true,
      format: "esm",
      metafile: true,
      logLevel: "silent",
    });
    expect(warnings).toEqual([]);
    const inputs = Object.keys(metafile.inputs).map((path) => relative(root, resolve(folder.path, path)));
    expect(inputs).toContain("dist/layers.js"); // the package is bundled, and not its sources
    expect(inputs.filter((path) => path.startsWith("src/"))).toEqual([]);
    const [done, said] = await onPage("esbuild/", "cpu");
    expectEqual(done, 1e-6);
    expect(done?.stopped).toContain("weights of epoch");
    expect(said).toEqual([]);
  });

  it.each([
    ["wasm", 1e-4],
    ["webgl", 1e-3],
  ] as const)("so it does on %s", async (backend, tolerance) => {
    const [done] = await onPage("esbuild/", backend);
    expect(done?.backend).toBe(backend);
    expectEqual(done, tolerance);
  });

  it("a page bundled by vite does, too", async () => {
    writeFileSync(join(folder.path, "vite/page.ts"), 'import "../page.js";');
    writeFileSync(join(folder.path, "vite/index.html"), INDEX.replace("page.js", "page.ts"));
    await viteBuild({
      root: join(folder.path, "vite"),
      base: "./",
      configFile: false,
      logLevel: "error",
      build: { chunkSizeWarningLimit: 10_000, reportCompressedSize: false },
    });
    const [done, said] = await onPage("vite/dist/", "cpu");
    expectEqual(done, 1e-6);
    expect(said).toEqual([]);
  });
});

/** What `regnet train --engine layers` logs of the same rows, and `regnet predict` makes of them. */
function byTheCommandLine(folder: string, { spec, x, y }: Work): Pick<Done, "history" | "stopped" | "predictions"> {
  const csv = [["a", "b", "c", "d", "kind"], ...x.map((row, i) => [...row, ...y[i]!])];
  writeFileSync(join(folder, "flowers.csv"), csv.map((row) => row.join(",")).join("\n"));
  writeFileSync(join(folder, "flowers.regnet"), spec);
  const regnet = (...args: readonly string[]): readonly string[] =>
    execFileSync(
      process.execPath,
      [join(root, "bin/regnet.mjs"), ...args, "--engine", "layers", "--backend", "cpu", "--quiet"],
      { cwd: folder, encoding: "utf8" },
    )
      .trim()
      .split("\n");
  const events = regnet("train", "flowers.regnet", "--out", "run", "--json").map(
    (line) => JSON.parse(line) as Readonly<Record<string, string | number>>,
  );
  const epochs = events.filter(({ event }) => event === "epoch");
  const [header, ...rows] = regnet("predict", "run", "--data", "flowers.csv").map((line) => line.split(","));
  return {
    history: epochs.map(({ event: _, ms: __, epoch, learning_rate: rate, ...logs }) => ({
      epoch: epoch as number,
      learningRate: rate as number,
      ...(logs as Record<string, number>),
    })),
    stopped: (events.find(({ event }) => event === "stop")?.["message"] as string | undefined) ?? null,
    // The row, the class, and each class's probability.
    predictions: rows.flatMap((row) => row.slice(header!.indexOf("dense_1:0")).map(Number)),
  };
}

/** The irises, mixed. */
function flowers(): Pick<Work, "x" | "y"> {
  const kinds = ["setosa", "versicolor", "virginica"];
  const rows = readFileSync(join(root, "specs/data/iris.csv"), "utf8").trim().split("\n").slice(1);
  const cells = rows.map((_, i) => rows[(i * 37) % rows.length]!.split(","));
  return { x: cells.map((row) => row.slice(0, 4).map(Number)), y: cells.map((row) => [kinds.indexOf(row[4]!)]) };
}
