import { describe, expect, it } from "vitest";
import type { ColumnIr, DataIr } from "../../../src/ir/ir.js";
import { applyPreprocessing, loadDataset, type Preprocessing } from "../../../src/runtime/data/index.js";
import { dataIr, failureOf, folderOf, modelOf } from "./fixture.js";

const column = (more: Partial<ColumnIr>): ColumnIr => ({ missing: "refuse", normalize: null, encode: null, ...more });
const csv = "town,age,y\nRome,10,0\nOslo,20,0\nRome,30,1\n";

const fitted = async (more: Partial<DataIr>, width: number, dtype: "float32" | "int32" = "float32") =>
  loadDataset(dataIr(more), modelOf([width], [null, 1], dtype), { baseDir: await folderOf({ "t.csv": csv }) });
async function applied(preprocessing: Preprocessing, rows: string) {
  const baseDir = await folderOf({ "n.csv": rows });
  // as a run folder keeps it
  const kept = JSON.parse(JSON.stringify(preprocessing)) as Preprocessing;
  return applyPreprocessing(kept, "n.csv", { baseDir, needTargets: false });
}

describe("values that training did not know", () => {
  it("are no category at all where categories are one-hot, and the mean where they are numbers", async () => {
    const { preprocessing, train } = await fitted({ normalize: "standard" }, 3);
    expect([...train.inputs["input"]!.data.slice(0, 2)]).toEqual([0, 1]);
    const { inputs, unknown } = await applied(preprocessing, "age,town\n20,Paris\n,Oslo\n20,\n20,Rome\n");
    expect([...inputs["input"]!.data]).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0]);
    expect(unknown).toEqual({
      rows: 3,
      columns: [
        { name: "town", rows: [0, 2], value: "Paris" },
        { name: "age", rows: [1], value: null },
      ],
    });
  });

  it("have index 0, before the categories, where those are indices", async () => {
    const columns = { town: column({ encode: "index" }) };
    const { preprocessing, train } = await fitted({ columns }, 2);
    expect([...train.inputs["input"]!.data]).toEqual([2, 10, 1, 20, 2, 30]);
    const { inputs, unknown } = await applied(preprocessing, "age,town\n20,Paris\n,Oslo\n20,\n");
    expect([...inputs["input"]!.data]).toEqual([0, 20, 1, 20, 0, 20]);
    expect(unknown!.rows).toBe(3);
  });

  it("have index 0 in an input of whole numbers", async () => {
    const { preprocessing, train } = await fitted({}, 2, "int32");
    expect([...train.inputs["input"]!.data]).toEqual([2, 10, 1, 20, 2, 30]);
    expect([...(await applied(preprocessing, "age,town\n,Paris\n")).inputs["input"]!.data]).toEqual([0, 0]);
  });

  it("are what the spec says of missing cells, where it says something, and then they are no surprise", async () => {
    const columns = { town: column({ missing: { constant: "none" } }), age: column({ missing: "median" }) };
    const { preprocessing } = await fitted({ columns }, 4);
    const { inputs, unknown } = await applied(preprocessing, "age,town\n,Rome\n1,\n");
    expect([...inputs["input"]!.data]).toEqual([0, 1, 0, 20, 0, 0, 0, 1]);
    // No training row lacks its town: what "none" means was never taught.
    expect(unknown).toEqual({ rows: 1, columns: [{ name: "town", rows: [1], value: null }] });
  });

  it("take the mean of each place of a list", async () => {
    const baseDir = await folderOf({
      "t.jsonl": '{"x":[1,2],"y":0}\n{"x":[3,6],"y":1}\n',
      "n.jsonl": '{"x":[1,null]}\n{"x":null}\n',
    });
    const { preprocessing } = await loadDataset(dataIr({}, "t.jsonl"), modelOf([2]), { baseDir });
    const rows = await applyPreprocessing(preprocessing, "n.jsonl", { baseDir, needTargets: false });
    expect([...rows.inputs["input"]!.data]).toEqual([1, 4, 2, 4]);
    expect(rows.unknown).toEqual({ rows: 2, columns: [{ name: "x", rows: [0, 1], value: null }] });
  });

  it("stop a run that was fitted before there was a place for them, and only where it needs one", async () => {
    const old = (encode: "onehot" | "index"): Preprocessing => ({
      version: 1,
      inputs: {
        input: {
          shape: [encode === "onehot" ? 3 : 2],
          dtype: "float32",
          columns: [
            { name: "town", encode, vocabulary: ["Oslo", "Rome"], scaling: null, fill: null, dropMissing: false },
            { name: "age", encode: "number", vocabulary: null, scaling: null, fill: null, dropMissing: false },
          ],
        },
      },
      targets: {},
      weight: null,
    });
    const get = async (encode: "onehot" | "index", rows: string) => [
      ...(await applied(old(encode), rows)).inputs["input"]!.data,
    ];
    expect(await get("index", "town,age\nOslo,1\nRome,2\n")).toEqual([0, 1, 1, 2]);
    expect(await get("onehot", "town,age\nParis,1\nRome,2\n")).toEqual([0, 0, 1, 0, 1, 2]);
    expect(await failureOf(get("index", "town,age\nOslo,1\nParis,2\n"))).toContain("data-file/unseen-category");
    expect(await failureOf(get("onehot", "town,age\nOslo,1\nParis,\n"))).toContain("data-file/missing-value");
  });

  it("are not numbers written in another way", async () => {
    const baseDir = await folderOf({ "t.csv": "k,y\n1,0\n2.0,0\n2,1\n", "n.csv": "k\n2.00\n1.0\n3\n" });
    const ir = dataIr({ columns: { k: column({ encode: "onehot" }) } });
    const { preprocessing, train } = await loadDataset(ir, modelOf([2]), { baseDir });
    expect([...train.inputs["input"]!.data]).toEqual([1, 0, 0, 1, 0, 1]);
    const rows = await applyPreprocessing(preprocessing, "n.csv", { baseDir, needTargets: false });
    expect([...rows.inputs["input"]!.data]).toEqual([0, 1, 1, 0, 0, 0]);
  });
});
