import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { random } from "../../src/tensor/random.js";
import { emptyFolder, regnet } from "./regnet.js";

/** Sentences of open length: trained on six words each, used on four and on nine. */
const folder = emptyFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const spec = `model text {
  input [none] as words
  embedding 12 4 mask_zero
  bidirectional gru(3)
  dense 1 sigmoid
}
data { source: "six.jsonl", target: low, validation: split(0.2, seed=1), test: split(0.2, seed=2) }
train {
  optimizer: adam(0.05), loss: binary_crossentropy, metrics: accuracy, epochs: 6, batch_size: 16, seed: 3
  early_stopping(patience=2, restore_best_weights)
}
`;

const draws = random(5);
/** Words are 1 to 11, and 0 behind the end; `low` is whether any is below 4. */
const sentences = (rows: number, words: number): readonly (readonly number[])[] =>
  Array.from({ length: rows }, () => {
    const length = 2 + draws.below(words - 1);
    return Array.from({ length: words }, (_, i) => (i < length ? 1 + draws.below(11) : 0));
  });
const lines = (all: readonly (readonly number[])[]): string =>
  all.map((words) => JSON.stringify({ words, low: words.some((w) => w > 0 && w < 4) ? 1 : 0 }) + "\n").join("");
const files = { "six.jsonl": sentences(80, 6), "four.jsonl": sentences(5, 4), "nine.jsonl": sentences(5, 9) };

async function ok(...args: readonly string[]): Promise<string> {
  const ran = await regnet(folder, args);
  expect([args.join(" "), ran.code, ran.code === 0 ? "" : ran.err]).toEqual([args.join(" "), 0, ""]);
  return ran.out + ran.err;
}

const predicted = async (file: string): Promise<readonly number[]> =>
  (await ok("predict", "run", "--data", file, "-q"))
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => Number(line.split(",")[1]));

beforeAll(async () => {
  for (const [name, rows] of Object.entries(files)) writeFileSync(join(folder, name), lines(rows));
  writeFileSync(join(folder, "text.regnet"), spec);
  await ok("train", "text.regnet", "--out", "run");
});

describe("a model whose input leaves a length open", () => {
  it("is checked, summed up, and printed with the name of that length", async () => {
    expect(await ok("check", "text.regnet")).toContain("no errors");
    const summary = await ok("summary", "text.regnet");
    expect(summary).toMatch(/words \(input\) +\[rows, words\.1\]/);
    expect(summary).toContain("a row of open lengths 1");
    expect(await ok("compile", "text.regnet")).toContain("// [batch, words.1, 4]");
  });

  it.each(["four.jsonl", "nine.jsonl"] as const)(
    "predicts for %s what its ONNX file does, and evaluates it",
    async (file) => {
      const output = join(folder, `${file}.onnx`);
      expect(await ok("export", "run", "--format", "onnx", "-o", output)).toContain("inputs words [rows, words.1]");
      const rows = files[file];
      const session = await InferenceSession.create(readFileSync(output));
      const words = new Tensor("int32", Int32Array.from(rows.flat()), [rows.length, rows[0]!.length]);
      const { dense } = await session.run({ words });
      await session.release();
      const found = await predicted(file);
      found.forEach((p, i) => expect(p).toBeCloseTo((dense!.data as Float32Array)[i]!, 5));
      expect(found.length).toBe(rows.length);
      expect(await ok("evaluate", "run", "--data", file)).toMatch(/\(5 rows\): loss \d/);
    },
  );

  it("says what it cannot take: sentences of several lengths, or steps of two inputs as one", async () => {
    writeFileSync(join(folder, "odd.jsonl"), '{"words":[1,2,3]}\n{"words":[1,2]}\n');
    const odd = await regnet(folder, ["predict", "run", "--data", "odd.jsonl"]);
    expect([odd.code, odd.err]).toEqual([1, expect.stringContaining("a list of 2 values where row 1 has 3")]);
    writeFileSync(
      join(folder, "two.regnet"),
      "model m { input [none, 4] as a; input [none, 4] as b; add from a, b; lstm 2 }",
    );
    const two = await regnet(folder, ["check", "two.regnet"]);
    expect([two.code, two.err + two.out]).toEqual([1, expect.stringContaining("shapes/open-lengths")]);
  });
});
