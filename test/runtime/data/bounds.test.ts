import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { SourceIr } from "../../../src/ir/ir.js";
import { loadDataset, probe } from "../../../src/runtime/data/index.js";
import { budget } from "../../../src/runtime/data/budget.js";
import { withDuckDb } from "../../../src/runtime/data/duckdb.js";
import { dataIr, failureOf, folderOf, modelOf } from "./fixture.js";

const csvOf = (rows: readonly string[]): string => `x,y\n${rows.join("\n")}\n`;
const inputs = async (csv: string, columns: Record<string, never> = {}): Promise<number[]> => {
  const baseDir = await folderOf({ "t.csv": csv });
  const { train } = await loadDataset(dataIr({ columns }), modelOf([1]), { baseDir });
  return [...train.inputs["input"]!.data];
};

describe("bounds", () => {
  it.each([
    "select range from range(1000000000000)",
    "select count(*) from range(10000000) a, range(10000000) b where a.range + b.range = -1",
  ])(
    "stops what takes too long, and does not take what came so far for all: %s",
    async (sql) => {
      const limits = { label: "the query", seconds: 0.3 };
      const run = withDuckDb([], limits, (db) => db.stream(sql, () => undefined));
      expect(await failureOf(run)).toBe("data-file/too-slow: the query was stopped: it was not read after 0.3 seconds");
    },
    30_000,
  );

  it("counts what a source takes", () => {
    const taken = budget("t.csv");
    taken.numbers(1e6);
    expect(() => taken.numbers(1e12)).toThrow(/^t\.csv takes more than [\d.]+ GB of numbers$/);
    taken.text(1000, 1);
    expect(() => taken.text(1e9, 2)).toThrow("t.csv takes more than 0.5 GB of different texts");
    expect(() => budget("t.csv").text(10, 20_000_000)).toThrow(
      "t.csv takes more than 10000000 different texts in one column",
    );
  });

  it("does not lose a last line that is longer than DuckDB's buffers", async () => {
    const content = Buffer.concat([
      Buffer.from("x,y\n1,2\n".padEnd(8, "\n")),
      Buffer.alloc(40_000_000, "9"),
      Buffer.from(",3\n"),
    ]);
    const rows = Buffer.from(csvOf(Array.from({ length: 1500 }, () => "1,2")));
    const baseDir = await folderOf({ "t.csv": Buffer.concat([rows, content.subarray(8)]) });
    const message = "data-file/long-line: t.csv, row 1501 (line 1502): the row is longer than 2000000 bytes";
    expect(await failureOf(probe({ format: "csv", path: "t.csv" }, baseDir))).toBe(message);
  });

  it("names the line of what is wrong in JSON lines, blank lines counted", async () => {
    const baseDir = await folderOf({
      "cut.jsonl": '{"x":1,"y":2}\n\n{"x":2,"y":3}\n \n{"x":3,"y":\n{"x":4,"y":5}\n',
      "list.jsonl": '{"x":1,"y":2}\r\n\r\n[1, 2]\r\n',
      "text.jsonl": '{"x":1,"y":2}\n\n\n{"x":"one","y":3}\n',
    });
    const says = (path: string) => failureOf(loadDataset(dataIr({}, path), modelOf([1]), { baseDir }));
    expect(await says("cut.jsonl")).toContain("cut.jsonl cannot be read as JSON lines: row 3 (line 5): no valid JSON");
    expect(await says("list.jsonl")).toContain(
      "list.jsonl cannot be read as JSON lines: row 2 (line 3): not an object { … }",
    );
    expect(await says("text.jsonl")).toBe(
      'data-file/bad-value: text.jsonl, row 2 (line 4), column "x": "one" is not a number',
    );
  });

  it("a compressed file is none of the formats", async () => {
    const { gzipSync } = await import("node:zlib");
    const baseDir = await folderOf({ "t.csv.gz": gzipSync(csvOf(["1,2"])), "t.jsonl.gz": gzipSync('{"x":1,"y":2}\n') });
    expect(await failureOf(probe({ format: "csv", path: "t.csv.gz" }, baseDir))).toMatch(/^data-file\/encoding: /);
    expect(await failureOf(probe({ format: "jsonl", path: "t.jsonl.gz" }, baseDir))).toMatch(
      /it is compressed: unpack it first$/,
    );
  });

  it("values nested without end do not reach DuckDB, which would end the process", async () => {
    const deep = `{"x":1,"y":${"[".repeat(200_000)}${"]".repeat(200_000)}}\n`;
    const baseDir = await folderOf({ "t.jsonl": `{"x":1,"y":[1]}\n${deep}`, "t.json": deep });
    const says = (source: SourceIr) => failureOf(probe(source, baseDir));
    expect(await says({ format: "jsonl", path: "t.jsonl" })).toMatch(/line 2: values are nested more than 100 deep$/);
    for (const query of ["from 't.json'", "select x from read_json('t.jsonl')", "from read_ndjson(['t.jsonl'])"])
      expect(await says({ format: "sql", query })).toMatch(/nested more than 100 deep$/);
    expect(
      await says({ format: "sql", query: "select json_structure(repeat('[', 200000) || repeat(']', 200000)) as x" }),
    ).toMatch(/^data-file\/query-refused: .*json_structure\(…\) is not allowed$/);
  });

  it("queries count, recurse and hold large numbers", async () => {
    const baseDir = await folderOf({ "t.csv": csvOf(["1,2", "3,4"]) });
    const values = async (query: string) =>
      (await probe({ format: "sql", query }, baseDir)).columns.map((column) => column.values);
    expect(await values("select count(*) as n, cast(9007199254740993 as varchar) as big from 't.csv'")).toEqual([
      ["2"],
      ["9007199254740993"],
    ]);
    expect(
      await values("with recursive t(x) as (select 1 union all select x + 1 from t where x < 3) select x from t"),
    ).toEqual([["1", "2", "3"]]);
    expect(await failureOf(values(`select '${join(baseDir, "..")}' as x from read_blob('t.csv')`))).toMatch(
      /^data-file\/query-refused/,
    );
  });
});

describe("the quick way of reading numbers and the careful one agree", () => {
  // each of these cells in its 1,200th row is what the sample of 1,000 does not show
  const many = Array.from({ length: 1199 }, (_, i) => `${i},0`);
  it.each<[string, number]>([
    [" 1.5", 1.5],
    ["1.5 ", 1.5],
    ['"2.5"', 2.5],
    ["+3", 3],
    ["-0", -0],
    [".5", 0.5],
    ["5.", 5],
    ["1e3", 1000],
    ["1E-3", Math.fround(0.001)],
    ["0.1", Math.fround(0.1)],
    ["123456789.123456789", Math.fround(123456789.12345679)],
  ])("%j is %d", async (cell, value) => expect((await inputs(csvOf([...many, `${cell},0`]))).at(-1)).toBe(value));

  it.each([
    "NAN",
    "+nan",
    "abc",
    "0x10",
    "1,5",
    "1.2.3",
    "--1",
    "inf",
    "-Infinity",
    "1e39",
    "1 2",
    "NA",
    " null ",
    '""',
    "true",
  ])("%j is refused with its row", async (cell) => {
    const quoted = cell.includes('"') ? cell : `"${cell}"`;
    const baseDir = await folderOf({ "t.csv": csvOf([...many, `${quoted},0`]) });
    const message = await failureOf(
      loadDataset(dataIr({ features: [{ input: "input", columns: ["x"] }] }), modelOf([1]), { baseDir }),
    );
    expect(message).toMatch(/^data-file\/(bad|missing)-value: t\.csv, row 1200 \(line 1201\), column "x": /);
  });
});
