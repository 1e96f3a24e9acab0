import { DuckDBInstance } from "@duckdb/node-api";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { measureKey, type Measure } from "../../../src/ir/data-facts.js";
import { loadDataset, measure, probe } from "../../../src/runtime/data/index.js";
import { dataIr, failureOf, folderOf, modelOf } from "./fixture.js";

const csv = "x,y\n1,0\n2,1\n3,1\n";

async function parquet(baseDir: string, query: string): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:");
  const db = await instance.connect();
  await db.run(`copy (${query}) to '${join(baseDir, "t.parquet")}'`);
  db.closeSync();
  instance.closeSync();
}

describe("sources", () => {
  it("CSV, TSV, JSON lines, Parquet and queries give the same rows", async () => {
    const jsonl = '{"x":1,"y":0}\n{"x":2,"y":1}\n{"x":3,"y":1}\n';
    const baseDir = await folderOf({
      "t.csv": csv,
      "t.tsv": csv.replaceAll(",", "\t"),
      "t.jsonl": jsonl,
      "semi.csv": csv.replaceAll(",", ";"),
    });
    await parquet(baseDir, "select * from (values (1, 0), (2, 1), (3, 1)) t(x, y)");
    const sql = {
      source: { format: "sql", query: "with t as (select * from 't.csv') select x, y from t -- all" },
    } as const;
    for (const ir of [
      dataIr(),
      dataIr({}, "t.tsv"),
      dataIr({}, "t.jsonl"),
      dataIr({}, "semi.csv"),
      dataIr({}, "t.parquet"),
      dataIr(sql),
    ]) {
      const { train } = await loadDataset(ir, modelOf([1]), { baseDir });
      expect([...train.inputs["input"]!.data]).toEqual([1, 2, 3]);
      expect([...train.targets["out"]!.data]).toEqual([0, 1, 1]);
    }
  });

  it("reads lists as vectors", async () => {
    const baseDir = await folderOf({ "t.jsonl": '{"x":[1,2],"y":0}\n{"x":[3],"y":1}\n' });
    await parquet(baseDir, "select [1.5, 2, 3, 4]::FLOAT[] as x, 0 as y union all select [5, 6, 7, 8], 1");
    const { train, preprocessing } = await loadDataset(dataIr({ normalize: "minmax" }, "t.parquet"), modelOf([2, 2]), {
      baseDir,
    });
    expect(train.inputs["input"]).toEqual({ data: Float32Array.of(0, 0, 0, 0, 1, 1, 1, 1), shape: [2, 2, 2] });
    expect(preprocessing.inputs["input"]!.columns[0]!.scalings![0]).toEqual({ shift: 1.5, scale: 3.5 });
    expect(await failureOf(loadDataset(dataIr({}, "t.jsonl"), modelOf([2]), { baseDir }))).toBe(
      'data-file/vector-length: t.jsonl, row 2 (line 2), column "x": a list of 1 values where row 1 has 2',
    );
  });

  it("refuses queries that are no single SELECT over allowed files", async () => {
    const outside = await folderOf({ "s.csv": csv });
    const baseDir = await folderOf({ "t.csv": csv });
    await symlink(join(outside, "s.csv"), join(baseDir, "link.csv"));
    const refused = (query: string) => failureOf(probe({ format: "sql", query }, baseDir));
    const other = join(outside, "s.csv");
    for (const query of [
      `from '${other}'`,
      "from 'link.csv'",
      `from read_csv('${other}')`,
      `select (select max(x) from read_csv(['t.csv', '${other}'])) as x`,
      "from '../s.csv'",
    ])
      expect(await refused(query)).toMatch(/^data-file\/path-refused: /);
    const queries = [
      "delete from t",
      "select 1; select 2",
      "copy (select 1) to 'x.csv'",
      "attach 'x.db'",
      "install httpfs",
      "selec",
      "from '*.csv'",
    ];
    const hidden = [
      `from read_text('${other}')`,
      "from glob('/etc/*')",
      "from 'https://example.org/x.csv'",
      `from read_csv('${other.slice(0, 5)}' || '${other.slice(5)}')`,
    ];
    for (const query of [
      ...queries,
      ...hidden,
      "from nowhere",
      `from query('from ''${other}''')`,
      `from query_table('${other}')`,
      "pragma version",
    ])
      expect(await refused(query)).toMatch(/^data-file\/(query-refused|path-refused|not-found): /);
  });

  it("probes types, ranges, missing and different values", async () => {
    const baseDir = await folderOf({ "t.csv": "a,b,c,d,e\n1,x,true,1.5,1\n2,NA,false,,2\n10,y,true,2,oops\n" });
    const { rows, columns } = await probe({ format: "csv", path: "t.csv" }, baseDir);
    expect(rows).toBe(3);
    const fine = { missing: 0, missingAt: null, stray: null };
    expect(columns).toEqual([
      { name: "a", type: "integer", ...fine, distinct: 3, min: 1, max: 10, values: ["1", "2", "10"] },
      {
        name: "b",
        type: "text",
        ...fine,
        missing: 1,
        missingAt: "row 2 (line 3)",
        distinct: 2,
        min: null,
        max: null,
        values: ["x", "y"],
        unordered: { row: 1, value: "x" },
      },
      { name: "c", type: "boolean", ...fine, distinct: 2, min: 0, max: 1, values: ["false", "true"] },
      {
        name: "d",
        type: "number",
        ...fine,
        missing: 1,
        missingAt: "row 2 (line 3)",
        distinct: 2,
        min: 1.5,
        max: 2,
        values: ["1.5", "2"],
      },
      {
        name: "e",
        type: "number",
        ...fine,
        stray: { place: "row 3 (line 4)", value: "oops" },
        distinct: 3,
        min: 1,
        max: 2,
        values: ["1", "2", "oops"],
      },
    ]);
  });

  it("measures on the training rows, but for what decides a shape", async () => {
    const baseDir = await folderOf({ "t.csv": `c,${csv.replaceAll("\n", "\nu,").slice(0, -2)}v,99,7\n` });
    const test = { fraction: 0.25, seed: 0, stratify: false, order: "row" };
    const m = (of: Measure["of"], column: string | null = null, value: string | null = null): Measure => ({
      of,
      column,
      value,
    });
    const measures = [
      m("rows"),
      m("count", "y", "1"),
      m("count", "c", "u"),
      m("classes", "y"),
      m("mean", "x"),
      m("std", "x"),
      m("features"),
    ];
    const values = await measure(dataIr({ test }), baseDir, measures);
    expect(measures.map((one) => values[measureKey(one)])).toEqual([3, 2, 3, 3, 2, Math.sqrt(2 / 3), 3]);
  });
});
