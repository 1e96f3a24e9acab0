import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyFolder, regnet } from "./regnet.js";

const folder = emptyFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A spec on `source` with two features and a class, and no run yet. */
const specOn = (source: string, more = ""): string => `model m {
  input [2]
  dense 4 relu
  dense 2 softmax
}

data {
  source: "${source}"
  target: y
  features: [a, b]
  validation: split(0.25, seed=1)
}

train {
  optimizer: sgd(0.1)
  loss: sparse_categorical_crossentropy
  epochs: 3
${more}}
`;
const good = (rows: number): string[] =>
  Array.from({ length: rows }, (_, i) => `${i % 7},${(i * 3) % 5},${i % 2 ? "yes" : "no"}`);

describe("bad data files: one error with row and column, code 1, no run folder", () => {
  const late = good(80_000);
  late[69_999] = "oops,1,yes";
  const cases: readonly [string, string, RegExp][] = [
    ["empty", "", /data-file\/empty\]: t\.csv is empty/],
    ["header only", "a,b,y\n", /data-file\/empty\]: t\.csv has column names but no rows/],
    ["ragged", `a,b,y\n${good(9).join("\n")}\n1,2\n`, /data-file\/ragged-row\]: t\.csv, row 10 \(line 11\)/],
    [
      "wrong type in row 70,000",
      `a,b,y\n${late.join("\n")}\n`,
      /a is a column of numbers, but row 70000 \(line 70001\) says "oops"/,
    ],
    ["NaN", `a,b,y\n${good(9).join("\n")}\nNaN,2,yes\n`, /a has 1 missing value, in row 10 \(line 11\)/],
    ["duplicate columns", `a,b,a,y\n1,2,3,yes\n`, /data-file\/duplicate-column\]: t\.csv names column "a" twice/],
    ["too many classes", `a,b,y\n1,2,p\n2,1,q\n3,3,r\n4,4,p\n`, /y has 3 classes, but dense_1 has 2 units/],
  ];
  it.each(cases)("%s", async (_, content, message) => {
    writeFileSync(join(folder, "t.csv"), content);
    writeFileSync(join(folder, "s.regnet"), specOn("t.csv"));
    const { code, out, err } = await regnet(folder, ["train", "s.regnet", "--out", "run"]);
    expect(err).toMatch(message);
    expect([code, out]).toEqual([1, ""]);
    expect(err.match(/^error/gm)).toHaveLength(1);
    expect(err).not.toContain("    at ");
    expect(existsSync(join(folder, "run"))).toBe(false);
  });

  it("a missing file, a folder, another ending", async () => {
    mkdirSync(join(folder, "dir.csv"));
    for (const [source, message] of [
      ["no.csv", /there is no such file/],
      ["dir.csv", /it is a folder/],
      ["t.xlsx", /is no csv, tsv, jsonl or parquet file/],
    ] as const) {
      writeFileSync(join(folder, "s.regnet"), specOn(source));
      const { code, err } = await regnet(folder, ["train", "s.regnet", "--out", "run"]);
      expect(err).toMatch(message);
      expect([code, existsSync(join(folder, "run"))]).toEqual([1, false]);
    }
  });
});

describe("a run", () => {
  beforeAll(async () => {
    writeFileSync(join(folder, "good.csv"), `a,b,y\n${good(40).join("\n")}\n`);
    writeFileSync(join(folder, "good.regnet"), specOn("good.csv"));
    expect((await regnet(folder, ["train", "good.regnet", "--out", "good"])).code).toBe(0);
  });

  it("whose loss is no number stops with the epoch and a cause, and its folder can be used", async () => {
    writeFileSync(
      join(folder, "wild.regnet"),
      specOn("good.csv")
        .replace("sgd(0.1)", "sgd(1e30)")
        .replace("relu", "linear")
        .replace("softmax", "linear")
        .replace("sparse_categorical_crossentropy", "sparse_categorical_crossentropy(from_logits=true)"),
    );
    const { code, err } = await regnet(folder, ["train", "wild.regnet", "--out", "wild"]);
    expect(code).toBe(1);
    expect(err).toMatch(
      /stopped at epoch \d of 3: the loss is no finite number at step \d+; the learning rate of 1e\+?30 is probably too high.*are kept/,
    );
    expect((await regnet(folder, ["evaluate", "wild", "--json"])).code).toBe(0);
  });

  it("does not predict for a category or label that training never saw, and says where", async () => {
    writeFileSync(join(folder, "new.csv"), "a,b,y\n1,2,yes\n2,1,maybe\n");
    const { code, err } = await regnet(folder, ["evaluate", "good", "--data", "new.csv"]);
    expect([code, /row 2 \(line 3\), column "y": (label|category)? ?"maybe"/.test(err)]).toEqual([1, true]);
  });

  const damaged: readonly [string, string, (text: Buffer) => string | Buffer, RegExp][] = [
    ["model cut short", "model.bin", (b) => b.subarray(0, b.length - 5), /model\.bin ends before the values/],
    [
      "model of other sizes",
      "model.bin",
      (b) => Buffer.from(b.toString("latin1").replace('"shape":[2,4]', '"shape":[4,2]'), "latin1"),
      /weights of another model/,
    ],
    [
      "model that claims the world",
      "model.bin",
      (b) => Buffer.from(b.toString("latin1").replace('"shape":[2,4]', '"shape":[9,9]'), "latin1"),
      /model\.bin/,
    ],
    ["IR that is no JSON", "ir.json", (b) => b.subarray(0, 200), /ir\.json is no JSON/],
    [
      "IR of a huge model",
      "ir.json",
      (b) => b.toString().replace(/"units": 4\b/, '"units": 2000000000'),
      /ir\.json is not as regnet writes it/,
    ],
    [
      "IR with an unknown word",
      "ir.json",
      (b) => b.toString().replace('"word": "dense"', '"word": "__proto__"'),
      /ir\.json is not as regnet writes it/,
    ],
    [
      "preprocessing without a column",
      "preprocessing.json",
      (b) => b.toString().replace(/"name": "a"/, '"name": 7'),
      /preprocessing\.json is not as regnet writes it/,
    ],
    [
      "manifest that points anywhere",
      "manifest.json",
      (b) => b.toString().replace(/"dataFolder": ".*"/, '"dataFolder": "/etc"'),
      /dataFolder is an absolute path/,
    ],
    [
      "settings of no epochs",
      "manifest.json",
      (b) => b.toString().replace('"planned": 3', '"planned": 0'),
      /manifest\.json is not as regnet writes it: it\.settings\.planned is not a whole number from 1/,
    ],
    [
      "settings of no threads",
      "manifest.json",
      (b) => b.toString().replace('"threads": null', '"threads": -1'),
      /it\.settings\.threads is not a whole number from 1/,
    ],
    [
      "data folder elsewhere",
      "manifest.json",
      (b) => b.toString().replace(/"dataFolder": ".*"/, '"dataFolder": "../../../../../../etc"'),
      /there is no such file/,
    ],
  ];
  it.each(damaged)("%s is refused", async (_, file, change, message) => {
    const path = join(folder, "good", file);
    const written = readFileSync(path);
    const changed = change(written);
    expect(Buffer.from(changed).equals(written)).toBe(false);
    writeFileSync(path, changed);
    const { code, out, err } = await regnet(folder, ["evaluate", "good"]);
    writeFileSync(path, written);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/bug in regnet| {4}at /);
    expect([code, out]).toEqual([1, ""]);
  });
  it("whose checkpoint is damaged cannot be resumed, and says so", async () => {
    const path = join(folder, "good/checkpoint.bin");
    writeFileSync(path, readFileSync(path).subarray(0, 300));
    const { code, err } = await regnet(folder, ["train", "good.regnet", "--resume", "good", "--epochs", "5"]);
    expect([code, /error\[runtime\/bad-run\]: good\/checkpoint\.bin/.test(err)]).toEqual([1, true]);
  });
});
