import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { load } from "../../../src/cli/workspace.js";
import { Failure } from "../../../src/diagnostics/failure.js";
import { loadDataset } from "../../../src/runtime/data/index.js";
import { folderOf } from "./fixture.js";

/**
 * What a check says of a data file, a training finds: there are no errors exactly where the rows can be prepared,
 * whatever the seeds of the splits. Rare categories and classes are where counting apart shows.
 */
let folder = "";
beforeAll(async () => void (folder = await folderOf({})));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function bothOf(
  csv: string,
  spec: string,
): Promise<{ readonly check: readonly string[]; readonly train: string | null }> {
  await writeFile(join(folder, "t.csv"), csv);
  await writeFile(join(folder, "s.regnet"), spec);
  const { checked } = await load(join(folder, "s.regnet"));
  const errors = checked.diagnostics.filter((d) => d.severity === "error").map((d) => `${d.code}: ${d.message}`);
  // Of a spec with errors, what its data section means without the model's shape would still be loaded.
  if (checked.ir === null) return { check: errors, train: null };
  const train = await loadDataset(checked.ir.data!, checked.ir.model, { baseDir: folder }).then(
    () => "fine",
    (error: unknown) => {
      if (error instanceof Failure) return `${error.code}: ${error.message}`;
      throw error;
    },
  );
  return { check: errors, train };
}

/** Twelve rows; the last of a rare kind, which most seeds set aside. */
const rows = (cells: (i: number) => string): string => `${Array.from({ length: 12 }, (_, i) => cells(i)).join("\n")}\n`;
const split = (seed: number): string => `test: split(0.2, seed=${seed}), validation: split(0.2, seed=${seed + 7})`;
const spec = (model: string, data: string, loss: string): string =>
  `model m { ${model} }\ndata { source: "t.csv"\n${data} }\ntrain { loss: ${loss} }\n`;
const sparse = "sparse_categorical_crossentropy";
const rare = (i: number, usual: string, other: string): string => (i === 11 ? other : usual);

describe("check and train count alike, whatever the seed", () => {
  it.each<[string, string, (data: string) => string]>([
    [
      "a rare category",
      `town,x,y\n${rows((i) => `${rare(i, i % 2 ? "a" : "b", "c")},${i},${i}`)}`,
      (d) => spec("input 4; dense 1", `target: y\n${d}`, "mse"),
    ],
    [
      "a rare category of a bare input",
      `town,x,y\n${rows((i) => `${rare(i, "a", "c")},${i},${i}`)}`,
      (d) => spec("input; dense 4; dense 1", `target: y\n${d}`, "mse"),
    ],
    [
      "a rare index",
      `town,y\n${rows((i) => `${rare(i, "a", "c")},${i}`)}`,
      (d) => spec("input 1; embedding 3 2; flatten; dense 1", `target: y\n${d}\ncolumn town { encode: index }`, "mse"),
    ],
    [
      "a rare category, counted",
      `town,y\n${rows((i) => `${rare(i, "a", "c")},${i}`)}`,
      (d) =>
        spec(
          "input 1; embedding (classes(town) + 1) 2; flatten; dense 1",
          `target: y\n${d}\ncolumn town { encode: index }`,
          "mse",
        ),
    ],
    [
      "a rare number that is a category",
      `k,y\n${rows((i) => `${rare(i, i % 2 ? "1" : "1.0", "2")},${i}`)}`,
      (d) => spec("input 2; dense 1", `target: y\n${d}\ncolumn k { encode: onehot }`, "mse"),
    ],
    [
      "a fill that is a category of its own",
      `town,y\n${rows((i) => `${rare(i, "a", "")},${i}`)}`,
      (d) => spec("input 2; dense 1", `target: y\n${d}\ncolumn town { missing: "none" }`, "mse"),
    ],
    [
      "a rare class",
      `x,y\n${rows((i) => `${i},${rare(i, i % 2 ? "yes" : "no", "maybe")}`)}`,
      (d) => spec("input 1; dense 3 softmax", `target: y\n${d}`, sparse),
    ],
    [
      "a rare class, counted",
      `x,y\n${rows((i) => `${i},${rare(i, i % 2 ? "yes" : "no", "maybe")}`)}`,
      (d) => spec("input 1; dense classes(y) softmax", `target: y\n${d}`, sparse),
    ],
    [
      "a rare label of two",
      `x,y\n${rows((i) => `${i},${rare(i, "yes", "no")}`)}`,
      (d) => spec("input 1; dense 1 sigmoid", `target: y\n${d}`, "binary_crossentropy"),
    ],
    [
      "a rare class of numbers",
      `x,y\n${rows((i) => `${i},${rare(i, String(i % 2), "2")}`)}`,
      (d) => spec("input 1; dense 3 softmax", `target: y\n${d}`, sparse),
    ],
    [
      "targets by a pattern",
      `x,t1,t2\n${rows((i) => `${i},${i % 3},${rare(i, "0", "1")}`)}`,
      (d) => spec("input 1; dense 2 as o", `target: { o: "t*" }\n${d}`, "mse"),
    ],
    [
      "rows that are dropped",
      `x,z,y\n${rows((i) => `${i},${i === 3 ? "" : i},${rare(i, "a", "b")}`)}`,
      (d) => spec("input 2; dense 2 softmax", `target: y\n${d}\ncolumn z { missing: drop }`, sparse),
    ],
    [
      "a target that lacks a value, dropped",
      `x,y\n${rows((i) => `${i},${i === 3 ? "" : i}`)}`,
      (d) => spec("input 1; dense 1", `target: y\n${d}\ncolumn y { missing: drop }`, "mse"),
    ],
  ])("fine: %s", async (_, csv, of) => {
    for (const seed of [0, 1, 2, 3]) expect(await bothOf(csv, of(split(seed)))).toEqual({ check: [], train: "fine" });
  });

  it.each<[string, string, string, RegExp]>([
    [
      "a category more than there is room for",
      `town,y\n${rows((i) => `${rare(i, i % 2 ? "a" : "b", "c")},${i}`)}`,
      spec("input 2; dense 1", "target: y", "mse"),
      /data\/width/,
    ],
    [
      "a table without a place for unknown values",
      `town,y\n${rows((i) => `${rare(i, "a", "c")},${i}`)}`,
      spec("input 1; embedding 2 2; flatten; dense 1", "target: y\ncolumn town { encode: index }", "mse"),
      /data\/index-outside: town has 2 categories and the place 0/,
    ],
    [
      "an index outside the table",
      `k,y\n${rows((i) => `${rare(i, "1", "9")},${i}`)}`,
      spec("input 1; embedding 9 2; flatten; dense 1", "target: y", "mse"),
      /data\/index-outside: k holds indices from 1 to 9/,
    ],
    [
      "one text label",
      `x,y\n${rows((i) => `${i},yes`)}`,
      spec("input 1; dense 1 sigmoid", "target: y", "binary_crossentropy"),
      /data\/not-numbers: .* two labels \(there is one: yes\)/,
    ],
    [
      "three text labels",
      `x,y\n${rows((i) => `${i},${rare(i, i % 2 ? "a" : "b", "c")}`)}`,
      spec("input 1; dense 1 sigmoid", "target: y", "binary_crossentropy"),
      /data\/not-numbers/,
    ],
    [
      "labels from 1",
      `x,y\n${rows((i) => `${i},${1 + (i % 3)}`)}`,
      spec("input 1; dense 3 softmax", "target: y", sparse),
      /data\/label-range: y holds 1 to 3/,
    ],
    [
      "labels that are not whole",
      `x,y\n${rows((i) => `${i},${i % 3}.5`)}`,
      spec("input 1; dense 3 softmax", "target: y", sparse),
      /data\/label-range/,
    ],
    [
      "a target that is imputed",
      `x,y\n${rows((i) => `${i},${i === 3 ? "" : i}`)}`,
      spec("input 1; dense 1", "target: y\ncolumn y { missing: mean }", "mse"),
      /data\/missing-values: y .* missing: drop/,
    ],
    [
      "a weight below 0",
      `x,w,y\n${rows((i) => `${i},${rare(i, "1", "-1")},0`)}`,
      spec("input 1; dense 1", "target: y, weight: w", "mse"),
      /data\/bad-weight/,
    ],
    [
      "an order that texts do not have",
      `x,t,y\n${rows((i) => `${i},${i}.1.2024,${i}`)}`,
      spec("input 1; dense 1", "target: y, validation: split(0.2, order=t)", "mse"),
      /data\/no-order/,
    ],
    [
      "a test row too few",
      `x,y\n${rows((i) => `${i},${i}`)}`,
      spec("input 1; dense 1", "target: y, test: split(0.01)", "mse"),
      /data\/too-few-rows/,
    ],
    [
      "true, false and something else",
      `x,y\n${rows((i) => `${i < 1100 ? "true" : "no"},${i}`).repeat(100)}perhaps,1\n`,
      spec("input 1; dense 1", "target: y", "mse"),
      /data\/stray-text/,
    ],
    [
      "a fraction in an input of whole numbers",
      `k,y\n${rows((i) => `${rare(i, "1", "1.5")},${i}`)}`,
      spec("input 1 dtype=int32; embedding 9 2; flatten; dense 1", "target: y", "mse"),
      /data\/column-type/,
    ],
  ])("an error of check: %s", async (_, csv, text, code) => {
    const { check, train } = await bothOf(csv, text);
    expect(check).toEqual([expect.stringMatching(code)]);
    expect(train).toBeNull();
  });

  it("in random tables", async () => {
    let fine = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          town: fc.array(fc.constantFrom("a", "b", "b", "c", "", "2.0"), { minLength: 9, maxLength: 9 }),
          y: fc
            .constantFrom(["0", "1"], ["0", "1", "2"], ["no", "yes"], ["no", "yes", "maybe"], ["0", "yes"])
            .chain((labels) => fc.array(fc.constantFrom(...labels), { minLength: 9, maxLength: 9 })),
          encode: fc.constantFrom("", "encode: onehot", "encode: index"),
          missing: fc.constantFrom("", "missing: drop", 'missing: "b"', "missing: most_frequent", "missing: 7"),
          width: fc.integer({ min: 1, max: 5 }),
          head: fc.constantFrom(["dense 1 sigmoid", "binary_crossentropy"], ["dense 3 softmax", sparse]),
          seed: fc.integer({ min: 0, max: 50 }),
        }),
        async ({ town, y, encode, missing, width, head, seed }) => {
          const csv = `town,y\n${town.map((cell, i) => `${cell},${y[i]}`).join("\n")}\n`;
          const shape = encode.includes("index") ? "input 1" : `input ${width}`;
          const column = encode || missing ? `column town { ${[encode, missing].filter(Boolean).join(", ")} }` : "";
          const { check, train } = await bothOf(
            csv,
            spec(`${shape}; ${head[0]}`, `target: y, ${split(seed)}\n${column}`, head[1]),
          );
          if (check.length > 0) return;
          expect(train, csv).toBe("fine");
          fine++;
        },
      ),
      { numRuns: 60, seed: 8 },
    );
    expect(fine).toBeGreaterThan(5);
  });
});
