import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compile } from "../../src/index.js";
import { folderInCheckout } from "../support/temporary.js";
import { folded, staged } from "../support/staged.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
let folder: string;

const { ir: one } = compile(`
model m { input [2]; dense 6 tanh as h; batch_normalization; dropout 0.3; dense 1 }
data { source: "t.csv", target: y, normalize: standard }
train { optimizer: adam(0.02), loss: mse, batch_size: 8, seed: 5 }
`);
const ir = staged(folded(one!, 3), [
  { name: "head", frozen: ["h"], epochs: 8 },
  { name: "tune", epochs: 8 },
]);

/** Trains as a process of its own, and says each epoch: `fold phase epoch`. */
const PROGRAM = `
import * as tf from "@tensorflow/tfjs";
import { readFileSync } from "node:fs";
import { loadFolds, trainFolds } from "regnet/runtime";
const [folder, resume] = process.argv.slice(2);
await tf.setBackend("cpu");
const ir = JSON.parse(readFileSync("ir.json", "utf8"));
await trainFolds(ir, await loadFolds(ir.data, ir.model, { baseDir: "." }), {
  folder, resume: resume === "resume", spec: "", versions: {}, dataFolder: ".", backend: "cpu", engineName: "layers",
  onEvent: (e) => e.event === "epoch" && console.log([e.fold, e.phase, e.epoch].join(" ")),
});
`;

beforeAll(async () => {
  mkdirSync(join(root, "node_modules/.cache"), { recursive: true });
  folder = folderInCheckout("killed");
  const rows = Array.from({ length: 60 }, (_, i) => `${i % 7},${(i * 3) % 5},${(i * i) % 11}`);
  writeFileSync(join(folder, "t.csv"), `p,q,y\n${rows.join("\n")}\n`);
  writeFileSync(join(folder, "ir.json"), JSON.stringify(ir));
  writeFileSync(join(folder, "program.ts"), PROGRAM);
  await build({
    absWorkingDir: folder,
    entryPoints: ["program.ts"],
    outfile: join(folder, "program.mjs"),
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    alias: { "regnet/runtime": join(root, "src/runtime/index.ts") },
    logLevel: "error",
  });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Its lines; `kill` as soon as it has said this one. */
function program(run: string, resume: boolean, kill: string | null): Promise<{ said: string; signal: string | null }> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ["program.mjs", run, resume ? "resume" : "new"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    child.stdout.on("data", (bytes: Buffer) => {
      said += bytes.toString();
      if (kill !== null && said.includes(`${kill}\n`)) child.kill("SIGKILL");
    });
    child.on("error", fail);
    child.on("close", (_, signal) => done({ said, signal }));
  });
}

it("a run that is killed in any fold and phase goes on to the same bits", async () => {
  expect((await program("whole", false, null)).said.trim().split("\n")).toHaveLength(48);
  let resume = false;
  for (const place of ["1 head 3", "1 tune 12", "2 head 2", "2 tune 15", "3 tune 9"]) {
    expect((await program("killed", resume, place)).signal).toBe("SIGKILL");
    resume = true;
  }
  expect((await program("killed", true, null)).signal).toBeNull();
  const files = ["history.csv", "fold-1/model.bin", "fold-2/model.bin", "fold-3/model.bin", "fold-3/history.csv"];
  for (const file of files)
    expect(readFileSync(join(folder, "killed", file)).equals(readFileSync(join(folder, "whole", file))), file).toBe(
      true,
    );
  const left = readdirSync(join(folder, "killed"), { recursive: true }) as string[];
  expect(left.filter((file) => /\.tmp$|\.lock$/.test(file))).toEqual([]);
}, 120_000);
