import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadDataset, probe, sourceOfPath } from "../../../src/runtime/data/index.js";
import { dataIr, failureOf, folderOf, modelOf } from "./fixture.js";

/** What loading `t.csv` (one feature `x`, target `y`) says. */
const says = async (content: string | Buffer, name = "t.csv"): Promise<string> => {
  const baseDir = await folderOf({ [name]: content });
  return failureOf(
    loadDataset(dataIr({ features: [{ input: "input", columns: ["x"] }] }, name), modelOf([1]), { baseDir }),
  );
};

describe("bad data files are refused with file, row and column", () => {
  const cases: readonly [string, string | Buffer, string][] = [
    ["empty", "", "data-file/empty: t.csv is empty"],
    ["header only", "x,y\r\n", "data-file/empty: t.csv has column names but no rows"],
    [
      "duplicate names",
      "x,y,x\n1,2,3\n",
      'data-file/duplicate-column: t.csv names column "x" twice, as column 1 and 3',
    ],
    [
      "too few values",
      "x,y\n1,2\n3\n",
      "data-file/ragged-row: t.csv, row 2 (line 3): 1 value where the header names 2 columns (the first without a " +
        'value is "y")',
    ],
    [
      "too many values",
      'x,y\n"a\nb",2\n1,2,3\n',
      "data-file/ragged-row: t.csv, row 2 (line 4): 3 values where the header names 2 columns (the last with one " +
        'is "y")',
    ],
    [
      "open quote",
      'x,y\n1,2\n"3,4\n5,6\n',
      "data-file/unclosed-quote: t.csv, row 2 (line 3): a quote is opened and never closed",
    ],
    [
      "latin-1",
      Buffer.from("x,y\n1,2\ncaf\xe9,3\n", "latin1"),
      "data-file/encoding: t.csv, row 2 (line 3): the bytes are not UTF-8",
    ],
    [
      "not a number",
      "x,y\n1,2\n\n3,4\nabc,5\n",
      'data-file/bad-value: t.csv, row 3 (line 5), column "x": "abc" is not a number',
    ],
    [
      "infinite",
      "x,y\n1,2\ninf,3\n",
      'data-file/bad-value: t.csv, row 2 (line 3), column "x": Infinity is not a finite number',
    ],
    [
      "beyond float32",
      "x,y\n1,2\n1e39,3\n",
      'data-file/bad-value: t.csv, row 2 (line 3), column "x": 1e+39 is not a number that float32 can hold',
    ],
    [
      "missing",
      "x,y\n1,2\n,3\nNA,4\n",
      'data-file/missing-value: t.csv, row 2 (line 3), column "x": the value is missing (2 of 3 rows)',
    ],
    [
      "NaN",
      "x,y\n1,2\nNaN,3\n",
      'data-file/missing-value: t.csv, row 2 (line 3), column "x": the value is missing (1 of 2 rows)',
    ],
    [
      "missing target",
      "x,y\n1,2\n2,\n",
      'data-file/missing-value: t.csv, row 2 (line 3), column "y": the value is missing (1 of 2 rows)',
    ],
    [
      "no such column",
      "X1,y\n1,2\n",
      'data-file/unknown-column: t.csv has no column "x", wanted as a feature of input "input"',
    ],
    [
      "huge line",
      `x,y\n1,2\n${"9".repeat(2_100_000)},3\n`,
      "data-file/long-line: t.csv, row 2 (line 3): the row is longer than 2000000 bytes",
    ],
  ];
  it.each(cases)("%s", async (_, content, message) => expect(await says(content)).toBe(message));

  it("a wrong type in row 70,000 is found there", async () => {
    const lines = Array.from({ length: 80_000 }, (_, i) => (i === 69_999 ? "oops,1" : `${i},1`));
    const message = 't.csv, row 70000 (line 70001), column "x": "oops" is not a number';
    expect(await says(`x,y\n${lines.join("\n")}\n`)).toBe(`data-file/bad-value: ${message}`);
  });

  it("bad bytes and ragged rows beyond the sample are found, with their line", async () => {
    const good = "1,2\n".repeat(3000);
    expect(await says(Buffer.concat([Buffer.from(`x,y\n${good}`), Buffer.from([0xe9]), Buffer.from(",1\n")]))).toBe(
      "data-file/encoding: t.csv, row 3001 (line 3002): the bytes are not UTF-8",
    );
    expect(await says(`x,y\n${good}1,2,3\n`)).toContain("data-file/ragged-row: t.csv, row 3001 (line 3002): 3 values");
  });

  it("files that are not there, folders and unknown endings", async () => {
    const baseDir = await folderOf({});
    await mkdir(join(baseDir, "dir.csv"));
    expect(await failureOf(probe(sourceOfPath("no.csv"), baseDir))).toBe(
      "data-file/not-found: cannot open no.csv: there is no such file",
    );
    expect(await failureOf(probe(sourceOfPath("dir.csv"), baseDir))).toBe(
      "data-file/not-found: cannot open dir.csv: it is a folder",
    );
    expect(() => sourceOfPath("t.xlsx")).toThrow('".xlsx" is no format that regnet reads');
  });

  it("parquet and JSON lines that are neither", async () => {
    expect(await says("x,y\n1,2\n", "t.parquet")).toMatch(
      /^data-file\/unreadable: t\.parquet cannot be read as Parquet: /,
    );
    expect(await says('{"x": 1, "y": 2}\n{"x": 1,\n', "t.jsonl")).toMatch(
      /^data-file\/unreadable: t\.jsonl cannot be read as JSON lines: /,
    );
    expect(await says("", "t.jsonl")).toMatch(/^data-file\//);
    expect(await says('{"x": 1, "y": 2}\n{"x": "one", "y": 2}\n', "t.jsonl")).toBe(
      'data-file/bad-value: t.jsonl, row 2 (line 2), column "x": "one" is not a number',
    );
  });

  it("paths outside the allowed folders, also through links", async () => {
    const outside = await folderOf({ "s.csv": "x,y\n1,2\n" });
    const baseDir = await folderOf({});
    await symlink(join(outside, "s.csv"), join(baseDir, "link.csv"));
    for (const path of [join(outside, "s.csv"), "../s.csv", "/etc/passwd.csv", "link.csv"])
      expect(await failureOf(probe(sourceOfPath(path), baseDir))).toMatch(/^data-file\/path-refused: /);
    expect((await probe(sourceOfPath("link.csv"), baseDir, [baseDir, outside])).rows).toBe(1);
  });
});
