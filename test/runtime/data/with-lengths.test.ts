import { describe, expect, it } from "vitest";
import type { StoredShape } from "../../../src/ir/ir.js";
import { applyPreprocessing, loadDataset } from "../../../src/runtime/data/index.js";
import { dataIr, failureOf, folderOf, modelOf } from "./fixture.js";

/** Training on lists of four numbers, and a new file. */
async function applied(shape: StoredShape, rows: string, normalize: "none" | "standard" = "none") {
  const baseDir = await folderOf({ "t.jsonl": '{"x":[1,2,3,4],"y":0}\n{"x":[3,6,1,1],"y":1}\n', "n.jsonl": rows });
  const { preprocessing } = await loadDataset(dataIr({ normalize }, "t.jsonl"), modelOf(shape), { baseDir });
  return applyPreprocessing(preprocessing, "n.jsonl", {
    baseDir,
    needTargets: false,
    declared: { inputs: { input: shape }, data: null },
  });
}

describe("lists of another length than in training", () => {
  it("feed an input whose length is open", async () => {
    const { inputs } = await applied([null, 2], '{"x":[1,2,3,4,5,6]}\n{"x":[9,8,7,6,5,4]}\n');
    expect(inputs["input"]).toEqual({ shape: [2, 3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6, 9, 8, 7, 6, 5, 4) });
    const same = await applied([null, 2], '{"x":[1,2,3,null]}\n');
    expect([...same.inputs["input"]!.data]).toEqual([1, 2, 3, 2.5]);
  });

  it.each([
    [
      "of another length that is known",
      [4],
      '{"x":[1,2]}\n',
      "none",
      /a list of 2 values where the training rows have 4/,
    ],
    ["that do not fill it", [null, 2], '{"x":[1,2,3]}\n', "none", /a list of 3 values where the training rows have 4/],
    ["whose places are scaled", [null, 2], '{"x":[1,2]}\n', "standard", /2 values where the training rows have 4/],
    ["with gaps, which the mean of a place would fill", [null, 2], '{"x":[1,null]}\n', "none", /missing/],
  ] as const)("are refused %s", async (_, shape, rows, normalize, message) =>
    expect(await failureOf(applied(shape, rows, normalize))).toMatch(message),
  );
});

/** Training on the columns s0 to s3, and a new file. */
async function columnsApplied(
  columns: readonly string[] | null,
  rows: string,
  normalize: "none" | "standard" = "none",
) {
  const csv = "s0,s1,s2,s3,y\n1,2,3,4,0\n3,6,1,1,1\n";
  const baseDir = await folderOf({ "t.csv": csv, "n.csv": rows });
  const data = dataIr({ normalize, features: [{ input: "input", columns }] });
  const { preprocessing } = await loadDataset(data, modelOf([null, 2]), { baseDir });
  const declared = { inputs: { input: [null, 2] }, data };
  return applyPreprocessing(preprocessing, "n.csv", { baseDir, needTargets: false, declared });
}

describe("columns of another number than in training", () => {
  it.each([
    ["s0,s1,s2,s3,s4,s5,y\n1,2,3,4,5,6,0\n", [1, 3, 2], [1, 2, 3, 4, 5, 6]],
    ["s1,id,s0\n1,9,2\n", [1, 1, 2], [1, 2]],
    ["s0,s1,s2,s3\n1,2,3,\n", [1, 2, 2], [1, 2, 3, 2.5]],
  ])("feed an open length where a pattern names them: %j", async (rows, shape, numbers) => {
    const { inputs, unread } = await columnsApplied(["s*"], rows);
    expect([inputs["input"]!.shape, [...inputs["input"]!.data], unread]).toEqual([shape, numbers, []]);
  });

  it("are refused where they do not fill it, or are too few of those that were scaled", async () => {
    expect(await failureOf(columnsApplied(["s*"], "s0,s1,s2\n1,2,3\n"))).toMatch(/takes a multiple of 2 numbers a row/);
    expect(await failureOf(columnsApplied(["s*"], "s0,s1\n1,2\n", "standard"))).toMatch(/s2/);
    expect(await failureOf(columnsApplied(["s*"], "s0,s1,s2,s3,s4,s5\n1,2,3,4,5,\n"))).toMatch(/missing/);
  });

  it("are told where the model reads all of the training by name", async () => {
    const { inputs, unread } = await columnsApplied(null, "s0,s1,s2,s3,s4,s5,y\n1,2,3,4,5,6,0\n");
    expect([[...inputs["input"]!.data], unread]).toEqual([
      [1, 2, 3, 4],
      ["s4", "s5"],
    ]);
  });
});
