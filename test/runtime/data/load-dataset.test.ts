import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ColumnIr, DataIr, TargetIr } from "../../../src/ir/ir.js";
import { applyPreprocessing, loadDataset, type Preprocessing } from "../../../src/runtime/data/index.js";
import { dataIr, failureOf, folderOf, modelOf } from "./fixture.js";

const specs = join(import.meta.dirname, "../../../specs/data");
const lastRows = (fraction: number) => ({ fraction, seed: 0, stratify: false, order: "row" });
const column = (more: Partial<ColumnIr>): ColumnIr => ({ missing: "refuse", normalize: null, encode: null, ...more });
const target = (more: Partial<TargetIr>): TargetIr => ({
  output: "out",
  columns: ["y"],
  encode: "index",
  classes: null,
  ...more,
});

const load = async (csv: string, more: Partial<DataIr>, width: number, dtype: "float32" | "int32" = "float32") =>
  loadDataset(dataIr(more), modelOf([width], [null, 1], dtype), { baseDir: await folderOf({ "t.csv": csv }) });
const inputOf = (data: Awaited<ReturnType<typeof load>>) => [...data.train.inputs["input"]!.data];

describe("loadDataset", () => {
  it("lays digits out as images, with their hash", async () => {
    const features = [{ input: "input", columns: ["p*"] }];
    const targets = [target({ columns: ["digit"], classes: 10 })];
    const split = (seed: number) => ({ fraction: 0.1, seed, stratify: true, order: null });
    const ir = dataIr({ features, targets, normalize: "minmax", test: split(2), validation: [split(1)] }, "digits.csv");
    const data = await loadDataset(ir, modelOf([8, 8, 1], [null, 10]), { baseDir: specs });
    expect([data.train.rows, data.validation!.rows, data.test!.rows]).toEqual([1437, 180, 180]);
    expect(data.train.inputs["input"]!.shape).toEqual([1437, 8, 8, 1]);
    expect(data.test!.targets["out"]!.shape).toEqual([180, 1]);
    expect(data.train.targets["out"]!.data).toBeInstanceOf(Int32Array);
    expect(Math.max(...data.train.inputs["input"]!.data)).toBe(1);
    const bytes = await readFile(join(specs, "digits.csv"));
    expect(data.hash).toBe(createHash("sha256").update(bytes).digest("hex"));
    expect(await failureOf(loadDataset(ir, modelOf([8, 9, 1]), { baseDir: specs }))).toBe(
      "data/width: digits.csv: input takes 72 numbers a row, but its 64 columns give 64",
    );
    const open = await loadDataset(ir, modelOf([null, 16], [null, 10]), { baseDir: specs });
    expect(open.train.inputs["input"]!.shape).toEqual([1437, 4, 16]);
    expect(await failureOf(loadDataset(ir, modelOf([null, 9]), { baseDir: specs }))).toBe(
      "data/width: digits.csv: input takes a multiple of 9 numbers a row, but its 64 columns give 64",
    );
  });

  it("reads quotes, byte order marks, CRLF and newlines in values", async () => {
    const data = await load('\ufeffx,y\r\n"q""r",1\r\n"a\nb",2\r\n"q""r",3\r\n', {}, 2);
    expect(data.preprocessing.inputs["input"]!.columns[0]!.vocabulary).toEqual(["a\nb", 'q"r']);
    expect(inputOf(data)).toEqual([0, 1, 1, 0, 0, 1]);
    expect([...data.train.targets["out"]!.data]).toEqual([1, 2, 3]);
  });

  it("scales by the training rows only; constant columns by 1", async () => {
    const csv = "a,c,y\n1,7,0\n3,7,0\n5,7,0\n100,9,0\n";
    const standard = await load(csv, { normalize: "standard", test: lastRows(0.25) }, 2);
    const z = Math.fround(2 / Math.sqrt(8 / 3));
    expect(inputOf(standard)).toEqual([-z, 0, 0, 0, z, 0]);
    expect([...standard.test!.inputs["input"]!.data]).toEqual([Math.fround(97 / Math.sqrt(8 / 3)), 2]);
    const minmax = await load(
      csv,
      { normalize: "minmax", columns: { c: column({ normalize: "none" }) }, test: lastRows(0.25) },
      2,
    );
    expect(inputOf(minmax)).toEqual([0, 7, 0.5, 7, 1, 7]);
  });

  it.each<[ColumnIr["missing"], number[]]>([
    ["mean", [1, 1, 7, 3, 3]],
    ["median", [1, 1, 7, 1, 1]],
    ["most_frequent", [1, 1, 7, 1, 1]],
    [{ constant: -1 }, [1, 1, 7, -1, -1]],
  ])("imputes by %j of the training rows", async (missing, expected) => {
    const csv = "x,y\n1,0\n1,0\n7,0\nNA,0\n,0\n1000,0\n";
    expect(inputOf(await load(csv, { columns: { x: column({ missing }) }, test: lastRows(1 / 6) }, 1))).toEqual(
      expected,
    );
  });

  it("drops rows before splitting, and again for new files", async () => {
    const csv = "x,y\n1,0\n,0\n3,0\n4,0\n5,0\n";
    const data = await load(csv, { columns: { x: column({ missing: "drop" }) }, test: lastRows(0.25) }, 1);
    expect(inputOf(data)).toEqual([1, 3, 4]);
    const rows = await applyPreprocessing(data.preprocessing, "t.csv", {
      baseDir: await folderOf({ "t.csv": csv }),
      needTargets: false,
    });
    expect([...rows.rowIds]).toEqual([0, 2, 3, 4]);
    expect(rows.targets).toEqual({});
  });

  it("counts categories and classes of all rows, and notes those that no training row has", async () => {
    const split = { test: lastRows(0.25) };
    const rare = await load("x,y\na,0\nb,0\na,0\nc,0\n", split, 3);
    expect([...rare.train.inputs["input"]!.data]).toEqual([1, 0, 0, 0, 1, 0, 1, 0, 0]);
    // c has a place, and no weight that training gave it a meaning: it speaks for no category
    expect([...rare.test!.inputs["input"]!.data]).toEqual([0, 0, 0]);
    expect(rare.preprocessing.inputs["input"]!.columns[0]).toMatchObject({
      vocabulary: ["a", "b", "c"],
      untrained: ["c"],
    });
    expect(rare.untaught!.test).toEqual({ rows: 1, columns: [{ name: "x", rows: [3], value: "c" }] });
    const labels = { ...split, targets: [target({})] };
    const named = await load("x,y\n1,no\n2,yes\n3,no\n4,maybe\n", labels, 1);
    expect([[...named.train.targets["out"]!.data], [...named.test!.targets["out"]!.data]]).toEqual([[1, 2, 1], [0]]);
    expect(named.untaught).toEqual({ validation: null, test: null, labels: { out: ["maybe"] } });
    const numbers = { ...split, targets: [target({ classes: 3 })] };
    expect((await load("x,y\n1,0\n2,1\n3,0\n4,2\n", numbers, 1)).untaught!.labels).toEqual({ out: ["2"] });
    expect(await failureOf(load("x,y\n1,0\n2,1\n3,3\n4,2\n", numbers, 1))).toBe(
      'data-file/label-range: t.csv, row 3 (line 4), column "y": label 3 is no class index from 0 to 2',
    );
  });

  it("encodes targets as number, index and one-hot", async () => {
    const csv = "x,y\n1,b\n2,a\n3,b\n";
    const get = async (more: Partial<TargetIr>) =>
      (await load(csv, { targets: [target(more)] }, 1)).train.targets["out"]!;
    expect(await get({ encode: "index" })).toEqual({ data: Int32Array.of(1, 0, 1), shape: [3, 1] });
    expect(await get({ encode: "number" })).toEqual({ data: Float32Array.of(1, 0, 1), shape: [3, 1] });
    expect(await get({ encode: "onehot" })).toEqual({ data: Float32Array.of(0, 1, 1, 0, 0, 1), shape: [3, 2] });
    expect(await failureOf(load("x,y\n1,a\n2,b\n3,c\n", { targets: [target({ classes: 2 })] }, 1))).toContain(
      "data/classes: t.csv: y has 3 classes, but out has 2 units",
    );
  });

  it("takes indices and row weights, and refuses bad ones", async () => {
    const data = await load("w,x,y\n1,4,0\n0.5,2,0\n", { weight: "w" }, 1, "int32");
    expect(data.train.inputs["input"]!.data).toEqual(Int32Array.of(4, 2));
    expect(data.train.weights).toEqual(Float32Array.of(1, 0.5));
    expect(await failureOf(load("w,x,y\n1,4,0\n-1,2,0\n", { weight: "w" }, 1))).toBe(
      'data-file/bad-weight: t.csv, row 2 (line 3), column "w": -1 cannot be a row\'s weight',
    );
    expect(await failureOf(load("w,x,y\n1,4,0\n1,2.5,0\n", { weight: "w" }, 1, "int32"))).toContain(
      'row 2 (line 3), column "x": 2.5 is not a whole',
    );
  });

  it("applies what was fitted to a new file, with errors of that file", async () => {
    const data = await load("x,c,y\n0,a,no\n10,b,yes\n", { normalize: "minmax", targets: [target({})] }, 3);
    const baseDir = await folderOf({
      "n.csv": "c,x,y\nb,5,yes\n",
      "bad.csv": "c,x,y\nb,5,yes\nz,1,no\n",
      "text.csv": "c,x,y\na,much,no\n",
    });
    const rows = await applyPreprocessing(data.preprocessing, "n.csv", { baseDir, needTargets: true });
    expect([...rows.inputs["input"]!.data]).toEqual([0.5, 0, 1]);
    expect([...rows.targets["out"]!.data]).toEqual([1]);
    const apply = (path: string) =>
      failureOf(
        applyPreprocessing(JSON.parse(JSON.stringify(data.preprocessing)) as Preprocessing, path, {
          baseDir,
          needTargets: true,
        }),
      );
    expect(await apply("text.csv")).toBe(
      'data-file/bad-value: text.csv, row 1 (line 2), column "x": "much" is not a number',
    );
  });

  it("refuses splits without rows", async () => {
    expect(await failureOf(load("x,y\n1,0\n2,0\n", { test: lastRows(0.1) }, 1))).toBe(
      "data-file/empty-split: t.csv: of 2 rows none are left for test (fraction 0.1)",
    );
    expect(await failureOf(load("x,y\n1,0\n2,0\n", { test: lastRows(0.5), validation: [lastRows(0.5)] }, 1))).toContain(
      "none are left for training",
    );
  });

  it("orders by dates it can sort, and refuses others", async () => {
    const by = { fraction: 0.5, seed: 0, stratify: false, order: "t" };
    expect(inputOf(await load("t,x,y\n2024-03-01,1,0\n2023-12-31,2,0\n", { test: by }, 1))).toEqual([2]);
    expect(await failureOf(load("t,x,y\n01.03.2024,1,0\n31.12.2023,2,0\n", { test: by }, 1))).toContain(
      'row 1 (line 2), column "t": "01.03.2024" is not',
    );
  });
});
