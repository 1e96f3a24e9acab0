import { describe, expect, it } from "vitest";
import type { StoredShape } from "../../../src/ir/ir.js";
import { applyPreprocessing, loadDataset } from "../../../src/runtime/data/index.js";
import { dataIr, failureOf, folderOf, modelOf } from "./fixture.js";

/** Training on lists of four numbers, and a new file. */
async function applied(shape: StoredShape, rows: string, normalize: "none" | "standard" = "none") {
  const baseDir = await folderOf({ "t.jsonl": '{"x":[1,2,3,4],"y":0}\n{"x":[3,6,1,1],"y":1}\n', "n.jsonl": rows });
  const { preprocessing } = await loadDataset(dataIr({ normalize }, "t.jsonl"), modelOf(shape), { baseDir });
  return applyPreprocessing(preprocessing, "n.jsonl", { baseDir, needTargets: false, inputs: { input: shape } });
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
