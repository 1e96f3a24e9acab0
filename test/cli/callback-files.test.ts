import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyFolder, jsonLines, regnet } from "./regnet.js";

const folder = emptyFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const rows = Array.from({ length: 40 }, (_, i) => `${i % 7},${(i * 3) % 5},${i % 2 ? "yes" : "no"}`);
const spec = `model m { input [2]; dense 4 relu; dense 2 softmax }
data { source: "t.csv", target: y, test: split(0.25, seed=1) }
train {
  optimizer: sgd(0.1), loss: sparse_categorical_crossentropy, seed: 3, epochs: 3
  model_checkpoint "all/{epoch:02d}"
  model_checkpoint "best.weights" monitor=loss save_best_only save_weights_only
  csv_logger "log.csv"
}
`;
const train = (out: string, ...more: string[]) =>
  regnet(folder, ["train", "s.regnet", "--backend", "cpu", "--json", ...more, out]);
const epochsOf = (out: string) => jsonLines(out).filter((e) => e["event"] === "epoch");

beforeAll(() => {
  writeFileSync(join(folder, "t.csv"), `a,b,y\n${rows.join("\n")}\n`);
  writeFileSync(join(folder, "s.regnet"), spec);
});

describe("what callbacks write into the run folder", () => {
  let epochs: Record<string, unknown>[] = [];
  beforeAll(async () => {
    const { code, out } = await train("run", "--out");
    expect(code).toBe(0);
    epochs = epochsOf(out);
  });

  it("model_checkpoint saves the whole model: a run folder with the weights of its epoch", async () => {
    expect(readdirSync(join(folder, "run/all"))).toEqual(["01", "02", "03"]);
    const numbers = await Promise.all(
      ["run/all/01", "run/all/03", "run"].map(
        async (run) => jsonLines((await regnet(folder, ["evaluate", run, "--json", "--backend", "cpu"])).out)[0],
      ),
    );
    expect(numbers[1]).toEqual(numbers[2]);
    expect(numbers[0]!["loss"]).not.toBe(numbers[2]!["loss"]);
    expect(
      (await regnet(folder, ["predict", "run/all/02", "--data", "t.csv", "--backend", "cpu"])).out.split("\n"),
    ).toHaveLength(42);
  });

  it("with save_weights_only the weights alone", () => {
    const file = readFileSync(join(folder, "run/best.weights"), "latin1");
    expect(file.startsWith("regnet-arrays-1\n")).toBe(true);
    expect(file).toContain('"dense/kernel"');
    expect(file).not.toContain("softmax");
  });

  it("csv_logger writes a line an epoch, and goes on where the last whole epoch ended", async () => {
    const path = join(folder, "run/log.csv");
    const written = readFileSync(path, "utf8");
    expect(written.split("\r\n").map((line) => line.split(",")[0])).toEqual(["epoch", "0", "1", "2", ""]);
    const columns = written.split("\r\n")[0]!.split(",");
    expect(
      written
        .split("\r\n")
        .slice(1, 4)
        .map((line) => Number(line.split(",")[columns.indexOf("loss")])),
    ).toEqual(epochs.map((e) => e["loss"]));
    writeFileSync(path, `${written}3,0.1,cut o`); // as a run leaves it that is killed while it writes
    expect((await train("run", "--epochs", "5", "--resume")).code).toBe(0);
    expect((await train("whole", "--epochs", "5", "--out")).code).toBe(0);
    expect(readFileSync(path, "utf8")).toBe(readFileSync(join(folder, "whole/log.csv"), "utf8"));
  });
});
