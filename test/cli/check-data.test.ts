import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { emptyFolder, regnet } from "./regnet.js";

const folder = emptyFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const spec = (source: string): string => `model m {
  input [2]
  dense 2 softmax
}
data {
  source: ${source}
  target: y
}
train { loss: sparse_categorical_crossentropy }
`;
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);

interface Report {
  readonly files: readonly {
    readonly path: string;
    readonly diagnostics: readonly {
      code: string;
      severity: string;
      message: string;
      range: { start: { offset: number }; end: { offset: number } };
      fixes: { title: string }[];
    }[];
  }[];
  readonly errors: number;
}
async function checked(
  file: string,
): Promise<{ readonly code: number | null; readonly err: string; readonly report: Report }> {
  const { code, out, err } = await regnet(folder, ["check", file, "--format", "json"]);
  return { code, err, report: JSON.parse(out) as Report };
}

it.each([
  ["empty", "", "data-file/empty"],
  ["ragged", "a,b,y\n1,2,3\n1,2\n", "data-file/ragged-row"],
  ["two columns of one name", "a,a,y\n1,2,3\n", "data-file/duplicate-column"],
])("a data file that is %s is one diagnostic at the source, in every format", async (_, content, code) => {
  write("t.csv", content);
  const text = spec('"t.csv"');
  write("s.regnet", text);
  const { code: exit, err, report } = await checked("s.regnet");
  expect([exit, err, report.errors]).toEqual([1, "", 1]);
  expect(
    report.files[0]!.diagnostics.map((d) => [d.code, d.severity, text.slice(d.range.start.offset, d.range.end.offset)]),
  ).toEqual([[code, "error", '"t.csv"']]);
  expect((await regnet(folder, ["check", "s.regnet", "--format", "github"])).out).toMatch(
    new RegExp(`^::error file=s\\.regnet,line=6,endLine=6,col=11,endColumn=17,title=${code}::t\\.csv[^\\n]*\\n$`),
  );
  const sarif = JSON.parse((await regnet(folder, ["check", "s.regnet", "--format", "sarif"])).out) as {
    runs: { results: { ruleId: string; level: string }[] }[];
  };
  expect(sarif.runs[0]!.results.map((r) => [r.ruleId, r.level])).toEqual([[code, "error"]]);
  const pretty = await regnet(folder, ["check", "s.regnet"]);
  expect([pretty.code, pretty.out, pretty.err.match(/t\.csv(?:,| is| names)/g)]).toEqual([
    1,
    "",
    expect.objectContaining({ length: 1 }),
  ]);
  expect(pretty.err).toContain("s.regnet:6:11");
});

it("a query that fails is an error at the query", async () => {
  const text = spec('sql("selekt 1")');
  write("q.regnet", text);
  const { code, report } = await checked("q.regnet");
  expect(code).toBe(1);
  expect(report.files[0]!.diagnostics.map((d) => text.slice(d.range.start.offset, d.range.end.offset))).toEqual([
    'sql("selekt 1")',
  ]);
});

it("a data file that is not there is a note to check, with the name it may mean, and an error to train", async () => {
  write("digits.csv", "a,b,y\n1,2,0\n");
  write("n.regnet", spec('"digts.csv"'));
  const { code, report } = await checked("n.regnet");
  expect([code, report.errors]).toEqual([0, 0]);
  expect(report.files[0]!.diagnostics).toMatchObject([
    { code: "data/not-at-hand", severity: "info", fixes: [{ title: 'write "digits.csv"' }] },
  ]);
  const { code: exit, err } = await regnet(folder, ["train", "n.regnet", "--out", "run"]);
  expect([exit, err]).toEqual([
    1,
    expect.stringMatching(
      /^error\[data-file\/not-found\]: cannot open digts\.csv: there is no such file; did you mean digits\.csv\?\n --> n\.regnet:6:11\n/,
    ),
  ]);
});

it("a spec that cannot be read is in the list too, and the other files are checked", async () => {
  write("good.regnet", "model m { input [2]; dense 1 }\n");
  const { code, out, err } = await regnet(folder, ["check", "nowhere.regnet", ".", "good.regnet", "--format", "json"]);
  const report = JSON.parse(out) as Report;
  expect([code, err, report.errors]).toEqual([1, "", 2]);
  expect(report.files.map((f) => [f.path, f.diagnostics.map((d) => d.message)])).toEqual([
    ["nowhere.regnet", ["nowhere.regnet does not exist"]],
    [".", [expect.stringContaining(". is a folder, not a spec")]],
    ["good.regnet", []],
  ]);
});
