import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Host } from "../../src/cli/host.js";
import { train } from "../../src/cli/commands/train.js";
import type * as workspace from "../../src/cli/workspace.js";
import { folded, staged } from "../support/staged.js";
import { emptyFolder, jsonLines, regnet } from "./regnet.js";

// Specs have no words for phases and folds yet: the command gets an IR that has them.
vi.mock("../../src/cli/workspace.js", async (original) => {
  const actual = await original<typeof workspace>();
  const load: typeof workspace.load = async (...args) => {
    const loaded = await actual.load(...args);
    const { ir } = loaded.checked;
    const changed = ir && staged(folded(ir, 3), [{ name: "head", frozen: ["h"], epochs: 1 }, { epochs: 2 }]);
    return { ...loaded, checked: { ...loaded.checked, ir: changed } };
  };
  return { ...actual, load };
});

const folder = emptyFolder();
const rows = Array.from({ length: 40 }, (_, i) => [i % 7, (i * 3) % 5, i % 3 === 0 ? "yes" : "no"].join(","));
const options = { engine: "layers", backend: "cpu", shuffle: true } as const;

/** What the command said: data, and everything else. */
function hostIn(cwd: string): { readonly host: Host; readonly said: { out: string; err: string } } {
  const said = { out: "", err: "" };
  const note = (text: string): void => void (said.err += text);
  const plain = { color: false, interactive: false, columns: 100, quiet: false, env: {} };
  return { said, host: { cwd, out: (text) => void (said.out += text), err: note, say: note, ...plain } };
}

beforeAll(async () => {
  await tf.setBackend("cpu");
  writeFileSync(join(folder, "t.csv"), `a,b,y\n${rows.join("\n")}\n`);
  writeFileSync(
    join(folder, "s.regnet"),
    `model m { input [2]; dense 4 relu as h; dense 2 softmax }
data { source: "t.csv", target: y, normalize: standard, test: split(0.1) }
train { optimizer: adam(0.01), loss: sparse_categorical_crossentropy, metrics: [accuracy], batch_size: 8 }
`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const out = join(folder, "run");
const spec = join(folder, "s.regnet");

it("train tells folds and phases to people", async () => {
  const { host, said } = hostIn(folder);
  expect(await train(host, spec, undefined, { ...options, out })).toBe(0);
  expect(said.out).toMatch(/^validation over 3 folds: loss [\d.]+ ± [\d.]+, .*accuracy [\d.]+ ± [\d.]+\n$/);
  const lines = said.err
    .replaceAll(/\d+\.\d+(e-\d+)?/g, "#")
    .replaceAll(/\(\d+ ms\)/g, "(ms)")
    .split("\n");
  expect(lines[0]).toBe(
    "training m: 22 parameters, 24 rows, 12 for validation, 4 for the test, 3 folds; layers engine on cpu, seed 0",
  );
  expect(lines.slice(1, 7)).toEqual([
    "fold 1 of 3: 24 rows, 12 for validation",
    "phase head: epochs 1 to 1; 1 layer frozen",
    expect.stringMatching(/^epoch 1\/1 {2}loss # {2}accuracy # {2}val_loss # {2}val_accuracy # {2}\(ms\)$/),
    "phase 2: epochs 2 to 3",
    expect.stringMatching(/^epoch 2\/3 /),
    expect.stringMatching(/^epoch 3\/3 /),
  ]);
  expect(lines.filter((line) => line.startsWith("fold "))).toHaveLength(6);
  expect(lines.at(-3)).toMatch(/^9 epochs in # s$/);
  expect(lines.at(-2)).toBe("run folder: run (open run/report.html for what each fold came to)");
});

it("train --json tells them to programs, and --resume of a run that is through changes nothing", async () => {
  const { host, said } = hostIn(folder);
  expect(await train(host, spec, undefined, { ...options, out: join(folder, "json"), json: true })).toBe(0);
  const events = jsonLines(said.out);
  expect(events[0]).toMatchObject({
    event: "start",
    folds: 3,
    epochs: 3,
    rows: { train: 24, validation: 12, test: 4 },
  });
  expect(events.filter(({ event }) => event === "epoch").map(({ fold, phase, epoch }) => [fold, phase, epoch])).toEqual(
    [1, 2, 3].flatMap((fold) => [
      [fold, "head", 1],
      [fold, "2", 2],
      [fold, "2", 3],
    ]),
  );
  expect(events.at(-2)).toMatchObject({ event: "folds", folds: 3 });
  expect(events.at(-1)).toMatchObject({ event: "end", epochs: 9, run: join(folder, "json") });
  const before = readFileSync(join(folder, "json/history.csv"), "utf8");
  expect(before).toBe(readFileSync(join(out, "history.csv"), "utf8"));
  const again = hostIn(folder);
  expect(await train(again.host, spec, undefined, { ...options, resume: join(folder, "json") })).toBe(0);
  expect(readFileSync(join(folder, "json/history.csv"), "utf8")).toBe(before);
  await expect(
    train(again.host, spec, undefined, { ...options, out: join(folder, "more"), epochs: 4 }),
  ).rejects.toThrow("the spec trains in 2 phases, and --epochs does not say in which of them");
});

it("evaluate takes the run as a whole, or a fold; predict and export need a fold", async () => {
  const plain = ["--engine", "layers", "--backend", "cpu"];
  const whole = await regnet(folder, ["evaluate", "run", ...plain]);
  expect(whole.code).toBe(0);
  expect(whole.out).toMatch(
    /^(fold \d, test \(4 rows\): loss [\d.]+, .*\n){3}test over 3 folds: loss [\d.]+ ± [\d.]+, .*\n$/,
  );
  const { folds, mean } = JSON.parse((await regnet(folder, ["evaluate", "run", "--json", ...plain])).out) as {
    folds: { fold: number; rows: number; loss: number }[];
    mean: { loss: number };
  };
  expect(folds.map(({ fold, rows: n }) => [fold, n])).toEqual([1, 2, 3].map((fold) => [fold, 4]));
  expect(mean.loss).toBeCloseTo(folds.reduce((sum, { loss }) => sum + loss, 0) / 3, 12);
  const one = await regnet(folder, ["evaluate", "run/fold-2", "--json", ...plain]);
  expect(JSON.parse(one.out)).toMatchObject({ split: "test", rows: 4, loss: folds[1]!.loss });
  for (const args of [
    ["predict", "run", "--data", "t.csv"],
    ["export", "run", "--format", "onnx", "-o", "m.onnx"],
  ]) {
    const { code, err } = await regnet(folder, args);
    expect([code, err]).toEqual([
      1,
      "error[runtime/run-of-folds]: run is a run of several folds, each with a model of its own, and this needs one " +
        "model\n  help: name one of them, as run/fold-1\n",
    ]);
  }
  const exported = await regnet(folder, ["export", "run/fold-2", "--format", "tfjs", "-o", "exported"]);
  expect([exported.code, exported.err.split("\n")[0]]).toEqual([
    0,
    "wrote exported: inputs input [rows, 2]; outputs dense [rows, 2]",
  ]);
  const predicted = await regnet(folder, ["predict", "run/fold-2", "--data", "t.csv", ...plain]);
  expect([predicted.code, predicted.out.split("\n").length]).toEqual([0, 42]);
});
