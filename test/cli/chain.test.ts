import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyFolder, jsonLines, regnet, type Ran } from "./regnet.js";

const folder = emptyFolder();
const spec = "early-stopping.regnet";
const long = "long.regnet";
const files = [
  "checkpoint.bin",
  "history.csv",
  "ir.json",
  "manifest.json",
  "model.bin",
  "preprocessing.json",
  "report.html",
  "spec.regnet",
];
let trained: Ran;

beforeAll(async () => {
  const made = await regnet(folder, ["init"]);
  expect([made.code, made.out]).toEqual([0, `${spec}\ndata/iris.csv\n`]);
  trained = await regnet(folder, ["train", spec, "--json", "--out", "run"]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("init, check, train, evaluate, predict", () => {
  it("init does not overwrite, and knows its templates", async () => {
    const again = await regnet(folder, ["init"]);
    expect([again.code, again.out]).toEqual([1, ""]);
    expect(again.err).toContain("is already there; nothing was written");
    expect(await regnet(folder, ["init", "--template", "tabel"])).toMatchObject({ code: 2, out: "" });
  });

  it("what init wrote is canonical and without faults", async () => {
    expect(await regnet(folder, ["check", spec])).toEqual({ code: 0, out: "", err: `${spec}: no errors\n` });
    expect(await regnet(folder, ["fmt", "--check", spec])).toEqual({ code: 0, out: "", err: "" });
  });

  it("train --json prints the events of the contract and nothing else", () => {
    expect(trained.code).toBe(0);
    const events = jsonLines(trained.out);
    expect(Object.keys(events[0]!)).toEqual([
      "event",
      "model",
      "engine",
      "backend",
      "parameters",
      "rows",
      "seed",
      "epochs",
      "versions",
    ]);
    expect(events[0]).toMatchObject({
      event: "start",
      model: "iris",
      parameters: 259,
      rows: { train: 90, validation: 30, test: 30 },
      seed: 6,
    });
    const epochs = events.filter((e) => e["event"] === "epoch");
    expect(Object.keys(epochs[0]!)).toEqual([
      "event",
      "epoch",
      "loss",
      "penalty",
      "accuracy",
      "val_loss",
      "val_penalty",
      "val_accuracy",
      "learning_rate",
      "ms",
    ]);
    expect(epochs.map((e) => e["epoch"])).toEqual(epochs.map((_, i) => i + 1));
    const [stop, end] = events.slice(-2);
    expect(stop).toMatchObject({ event: "stop", epoch: epochs.length, monitor: "val_loss" });
    const best = stop!["best_epoch"] as number;
    expect(stop!["message"]).toBe(
      `stopped at epoch ${epochs.length} of 100: val_loss has not improved since epoch ${best}; weights of epoch ` +
        `${best} restored`,
    );
    expect(stop!["best"]).toBe(epochs[best - 1]!["val_loss"]);
    expect(stop!["best"]).toBe(Math.min(...epochs.map((e) => e["val_loss"] as number)));
    expect(end).toMatchObject({ event: "end", epochs: epochs.length, run: "run" });
  });

  it("the run folder is complete and its report needs nothing else", () => {
    expect(readdirSync(join(folder, "run")).sort()).toEqual(files);
    const report = readFileSync(join(folder, "run/report.html"), "utf8");
    for (const part of ["best epoch", "prefers-color-scheme:dark", "validation", "early_stop(patience=5"])
      expect(report).toContain(part);
    expect(report).not.toMatch(/<script|https?:\/\/|src=/);
  });

  it("evaluate gives the restored weights' numbers, as one JSON object", async () => {
    const { code, out } = await regnet(folder, ["evaluate", "run", "--json"]);
    const [values, ...more] = jsonLines(out);
    expect([code, more]).toEqual([0, []]);
    expect(Object.keys(values!)).toEqual(["split", "rows", "loss", "penalty", "accuracy"]);
    expect(values).toMatchObject({ split: "test", rows: 30 });
    expect(values!["accuracy"]).toBeGreaterThan(0.9);
    const other = await regnet(folder, ["evaluate", "run", "--json", "--data", "data/iris.csv"]);
    expect(jsonLines(other.out)[0]).toMatchObject({ split: "data/iris.csv", rows: 150 });
  });

  it("predict needs no target column, and writes CSV or JSON lines", async () => {
    const [head, ...lines] = readFileSync(join(folder, "data/iris.csv"), "utf8")
      .trim()
      .split("\n")
      .map((l) => l.split(","));
    const at = head!.indexOf("species");
    const without = [head!, ...lines].map((cells) => cells.filter((_, i) => i !== at).join(","));
    writeFileSync(join(folder, "new.csv"), `${without.join("\n")}\n`);
    const { code, out } = await regnet(folder, ["predict", "run", "--data", "new.csv"]);
    expect(code).toBe(0);
    const rows = out
      .trim()
      .split("\n")
      .map((l) => l.split(","));
    expect(rows).toHaveLength(151);
    const right = lines.filter((cells, i) => cells[at] === rows[i + 1]![1]).length;
    expect(right).toBeGreaterThan(140); // the preprocessing of training was applied: without it they are guesses
    const json = await regnet(folder, ["predict", "run", "--data", "new.csv", "-o", "p.jsonl"]);
    expect([json.code, json.out]).toEqual([0, ""]);
    expect(jsonLines(readFileSync(join(folder, "p.jsonl"), "utf8"))).toHaveLength(150);
  });

  it("evaluate refuses data that have changed, before it reads them", async () => {
    const data = join(folder, "data/iris.csv");
    const written = readFileSync(data, "utf8");
    writeFileSync(data, `secret ${written}`);
    const { code, out, err } = await regnet(folder, ["evaluate", "run"]);
    writeFileSync(data, written);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("error[runtime/data-changed]: data/iris.csv is not what the run run was trained on");
    expect(err).not.toContain("secret");
  });

  it("a run that is there is not overwritten", async () => {
    const { code, err } = await regnet(folder, ["train", spec, "--epochs", "1", "--out", "run"]);
    expect([code, /error\[runtime\/run-exists\]/.test(err)]).toEqual([1, true]);
  });
});

describe("--resume", () => {
  const epochsOf = (out: string) =>
    jsonLines(out)
      .filter((e) => e["event"] === "epoch")
      .map(({ ms: _, ...rest }) => rest);

  it("after Ctrl-C and after kill -9 goes on to the very numbers of the unbroken run", async () => {
    // Slowly enough that a signal finds it at work.
    writeFileSync(
      join(folder, long),
      readFileSync(join(folder, spec), "utf8")
        .replace("adam(0.02)", "adam(0.002)")
        .replace("batch_size: 16", "batch_size: 2"),
    );
    const unbroken = await regnet(folder, ["train", long, "--json", "--out", "unbroken"]);
    const whole = epochsOf(unbroken.out);
    const heard: Record<string, unknown>[] = [];
    for (const [signal, epoch] of [
      ["SIGINT", 3],
      ["SIGKILL", 6],
      ["SIGKILL", 9],
    ] as const) {
      const args = ["train", long, "--json", ...(heard.length === 0 ? ["--out", "cut"] : ["--resume", "cut"])];
      let sent = false; // a second Ctrl-C would end it at once
      const cut = await regnet(folder, args, {}, (out, kill) => {
        if (!sent && out.includes(`"epoch":${epoch},`)) kill(signal);
        sent ||= out.includes(`"epoch":${epoch},`);
      });
      expect(cut.signal).toBe(signal);
      if (signal === "SIGINT") expect(cut.err).toContain(`go on with: regnet train ${long} --resume cut`);
      expect(cut.err).not.toContain("    at ");
      heard.push(...epochsOf(cut.out.slice(0, cut.out.lastIndexOf("\n"))));
      expect(existsSync(join(folder, "cut/model.bin"))).toBe(false);
    }
    const rest = await regnet(folder, ["train", long, "--json", "--resume", "cut"]);
    expect(rest.code).toBe(0);
    // An epoch may be heard twice: printed, and killed before its checkpoint was whole.
    const byEpoch = new Map([...heard, ...epochsOf(rest.out)].map((e) => [e["epoch"], e]));
    expect([...byEpoch.values()]).toEqual(whole);
    for (const file of ["model.bin", "history.csv"])
      expect(readFileSync(join(folder, "cut", file))).toEqual(readFileSync(join(folder, "unbroken", file)));
    expect(readdirSync(join(folder, "cut")).sort()).toEqual(files); // nothing half-written is left
  });

  it("is refused with another spec or seed", async () => {
    const { code, err } = await regnet(folder, ["train", spec, "--resume", "run", "--seed", "7"]);
    expect([
      code,
      /error\[runtime\/spec-changed\]: the run run was begun with another spec, seed or flags/.test(err),
    ]).toEqual([1, true]);
  });
});
