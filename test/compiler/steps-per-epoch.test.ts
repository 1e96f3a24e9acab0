import { describe, expect, it } from "vitest";
import { check, type CheckedFile } from "../../src/compiler/check.js";
import { measureKey, type ColumnFacts, type DataFacts } from "../../src/ir/data-facts.js";
import { isWordCall } from "../../src/ir/value.js";
import { parse } from "../../src/parser/parse.js";
import { sourceFile } from "../../src/text/source-file.js";

const column = (name: string, more: Partial<ColumnFacts> = {}): ColumnFacts => ({
  name,
  type: "number",
  missing: 0,
  distinct: 50,
  min: 0,
  max: 9,
  values: null,
  ...more,
});
const thousand: DataFacts = { rows: 1000, columns: [column("a"), column("b"), column("y")] };
const measured = (rows: number): DataFacts["measured"] => ({
  [measureKey({ of: "rows", column: null, value: null })]: rows,
});

const decay = "optimizer: adam(cosine_decay(1e-3, decay_steps=2 * steps_per_epoch))";
const spec = (train: string, { before = "", data = "", line = "" } = {}): string =>
  `${before}\nmodel m { input 2; dense 1 }\ndata { source: "x.csv", target: y ${data} }\ntrain ${line} { loss: ` +
  `mse, epochs: 5; ${train} }`;
const checked = (text: string, facts: DataFacts | null = thousand): CheckedFile =>
  check(parse(sourceFile("x.regnet", text)), { facts, noting: true });
const findings = (text: string, facts: DataFacts | null = thousand): readonly string[] =>
  checked(text, facts).diagnostics.map((d) => `${d.severity} ${d.code} ${text.slice(d.span.start, d.span.end)}`);

/** What twice the steps of an epoch come to. */
function decaySteps({ ir, diagnostics }: CheckedFile): unknown {
  expect(diagnostics.filter((d) => d.severity !== "warning")).toEqual([]);
  const schedule = ir!.training!.stages[0]!.optimizer.args["learning_rate"]!;
  return isWordCall(schedule) && schedule.args["decay_steps"];
}

describe("steps_per_epoch by its name", () => {
  it.each([
    ["of no setting", spec(decay), 64],
    ["of a number", spec(`batch_size: 8; ${decay}`), 250],
    ["of a named value", spec(`batch_size: n; ${decay}`, { before: "let n = 8" }), 250],
    ["of one after it", spec(`${decay}; batch_size: n`, { before: "let n = 8" }), 250],
    ["of arithmetic", spec(`${decay}; batch_size: min(2 * n, 40)`, { before: "let n = 25" }), 50],
    ["of an argument in the line", spec(decay, { line: "m batch_size=n", before: "let n = 8" }), 250],
    ["of a batch that does not divide the rows", spec(`batch_size: 300; ${decay}`), 8],
    ["of its own setting", spec(`batch_size: 8; steps_per_epoch: 25; ${decay}`), 50],
    [
      "of its own named setting, after it",
      spec(`${decay}; batch_size: 8; steps_per_epoch: n / 4`, { before: "let n = 100" }),
      50,
    ],
    ["of none", spec(`${decay}; batch_size: 8; steps_per_epoch: none`), 250],
    ["of a batch size that comes from it", spec(`${decay}; batch_size: steps_per_epoch; steps_per_epoch: 25`), 50],
    [
      "in a named value",
      spec("optimizer: adam(cosine_decay(1e-3, decay_steps=k)); batch_size: n", {
        before: "let k = 2 * steps_per_epoch\nlet n = 8",
      }),
      250,
    ],
    ["as a name of the file's own", spec(`batch_size: 8; ${decay}`, { before: "let steps_per_epoch = 7" }), 14],
  ])("%s", (_, text, steps) => expect(decaySteps(checked(text))).toBe(steps));

  it("is of the file that trains, in an imported value, too", () => {
    const text = spec("optimizer: adam(cosine_decay(1e-3, decay_steps=k)); batch_size: n", {
      before: 'import k from "k.regnet"\nlet n = 8',
    });
    const imports = new Map([["k.regnet", parse(sourceFile("k.regnet", "let n = 500\nlet k = 2 * steps_per_epoch"))]]);
    expect(decaySteps(check(parse(sourceFile("x.regnet", text)), { facts: thousand, imports }))).toBe(250);
  });
  it("counts the rows that are trained on", () => {
    expect(
      decaySteps(checked(spec(`batch_size: 10; ${decay}`, { data: ", test: split(0.1), validation: split(0.25)" }))),
    ).toBe(130);
    expect(
      decaySteps(
        checked(spec(`batch_size: 10; ${decay}`, { before: "let part = 0.25", data: ", validation: split(part)" })),
      ),
    ).toBe(150);
  });
  it("counts rows after some are dropped", () => {
    const dropping = { data: ", validation: split(0.5); column a, b { missing: drop }" };
    const text = spec(`batch_size: 10; ${decay}`, dropping);
    const holes = (b: number): DataFacts => ({
      rows: 1000,
      columns: [column("a", { missing: 200 }), column("b", { missing: b }), column("y")],
    });
    expect(decaySteps(checked(text, holes(0)))).toBe(80);
    // Two columns may lack the same rows: the data are asked.
    const unknown = checked(text, holes(100));
    expect(unknown.ir).toBeNull();
    expect(unknown.requirements.measures).toEqual([{ of: "rows", column: null, value: null }]);
    expect(findings(text, holes(100))).toEqual(["info shapes/measured steps_per_epoch"]);
    expect(decaySteps(checked(text, { ...holes(100), measured: measured(375)! }))).toBe(76);
  });
  it("waits for a batch size that is measured", () => {
    const text = spec(`${decay}; batch_size: rows() / 100`);
    expect(findings(text)).toEqual(["info shapes/measured rows()"]);
    expect(decaySteps(checked(text, { ...thousand, measured: measured(1000)! }))).toBe(200);
  });
  it("needs no data where it is written", () => {
    expect(findings(spec(`${decay}; steps_per_epoch: n`, { before: "let n = 25" }), null)).toEqual([
      'info data/not-at-hand "x.csv"',
    ]);
    expect(findings(spec(decay), null)).toEqual(["info shapes/measured steps_per_epoch"]);
    expect(
      findings(spec(decay.replace("2 * steps_per_epoch", "steps_per_epoch * 2 + max(steps_per_epoch, 3)")), null),
    ).toEqual(["info shapes/measured steps_per_epoch"]);
  });
  it.each([
    ["batch_size: 2.5", "error arguments/type 2.5"],
    ["batch_size: 0", "error arguments/range 0"],
    ["batch_size: nn", "error arguments/type nn"],
    ["steps_per_epoch: relu", "error arguments/type relu"],
  ])("%s is said once", (setting, finding) => expect(findings(spec(`${decay}; ${setting}`))).toEqual([finding]));

  it("notes every reference once, wherever the settings stand", () => {
    for (const text of [
      spec(`batch_size: n; ${decay}`, { before: "let n = 2 * k\nlet k = 4" }),
      spec(`${decay}; batch_size: n`, { before: "let n = 2 * k\nlet k = 4" }),
    ]) {
      const { references, values } = checked(text).facts;
      expect(references.map(({ at }) => text.slice(at.span.start, at.span.end)).sort()).toEqual(["k", "n"]);
      expect(values).toEqual([{ at: { path: "x.regnet", span: { start: 4, end: 5 } }, value: "8" }]);
    }
  });
  it("keeps what it came from", () => {
    const { ir } = checked(spec(`${decay}; batch_size: 8; steps_per_epoch: n`, { before: "let n = 25" }));
    expect(JSON.stringify(ir!.authored)).toContain('{"op":"*","of":[2,{"name":"n"}]}');
  });
});

describe("a cycle", () => {
  it.each([
    ["batch_size from it", spec("batch_size: 2 * steps_per_epoch"), "steps_per_epoch"],
    ["batch_size from it, used before", spec(`${decay}; batch_size: steps_per_epoch`), "steps_per_epoch"],
    [
      "through a named value",
      spec("optimizer: adam(cosine_decay(1e-3, decay_steps=k)); batch_size: k", {
        before: "let k = 2 * steps_per_epoch",
      }),
      "steps_per_epoch",
    ],
    ["of its setting", spec("steps_per_epoch: steps_per_epoch / 2"), "steps_per_epoch"],
    [
      "of its setting through a named value",
      spec("steps_per_epoch: k", { before: "let k = steps_per_epoch / 2", data: ", test: split(1 / k)" }),
      "steps_per_epoch",
    ],
    ["of the rows", spec(decay, { data: ", test: split(1 / steps_per_epoch)" }), "steps_per_epoch"],
  ])("%s", (_, text, place) => {
    expect(findings(text)).toEqual([`error training/circular-steps ${place}`]);
    expect(findings(text, null).filter((f) => f.startsWith("error"))).toEqual([
      `error training/circular-steps ${place}`,
    ]);
  });
  it("is none where a number is written", () =>
    expect(
      findings(spec("batch_size: 8; steps_per_epoch: 24", { data: ", test: split(1 / steps_per_epoch)" })),
    ).toEqual([]));
});

describe("short-epochs", () => {
  const short = (text: string, facts = thousand) =>
    checked(text, facts).diagnostics.filter((d) => d.code === "lints/short-epochs");
  it.each([
    ["steps_per_epoch: 30, batch_size: 10", "one epoch in 4 has only 10 of the 30: write 25 or 50"],
    ["steps_per_epoch: 3 * n, batch_size: n", "one epoch in 4 has only 10 of the 30: write 25 or 50"],
    ["steps_per_epoch: 6, batch_size: 91", "one epoch in 2 has only 5 of the 6: write 11"],
    ["steps_per_epoch: 500, batch_size: 10", "no epoch has 500: write 100"],
  ])("%s", (train, said) => {
    const text = spec(train, { before: "let n = 10\nlet unused = n" });
    const [d, ...rest] = short(text);
    expect(rest).toEqual([]);
    expect(text.slice(d!.span.start, d!.span.end)).toBe(train.split(",")[0]);
    expect(d!.message).toContain("a pass over the 1000 training rows has ");
    expect(d!.message).toContain(said);
  });
  it("mends a number beyond a pass", () => {
    const text = spec("steps_per_epoch: 500, batch_size: 10");
    const [edit] = short(text)[0]!.fixes[0]!.edits;
    const mended = text.slice(0, edit!.span.start) + edit!.text + text.slice(edit!.span.end);
    expect(mended).toContain("steps_per_epoch: 100, batch_size");
    expect(findings(mended)).toEqual([]);
    expect(short(spec("steps_per_epoch: 5 * n, batch_size: 10", { before: "let n = 100" }))[0]!.fixes).toEqual([]);
    expect(short(spec("steps_per_epoch: 6, batch_size: 91"))[0]!.fixes).toEqual([]);
  });
  it.each([
    ["a divisor", spec("steps_per_epoch: 25, batch_size: 10")],
    ["a whole pass", spec("steps_per_epoch: 100, batch_size: 10")],
    ["no setting", spec("batch_size: 300")],
    ["rows that a split leaves", spec("steps_per_epoch: 30, batch_size: 10", { data: ", test: split(0.1)" })],
    ["a batch size that is not known", spec("steps_per_epoch: 30, batch_size: rows() / 100")],
    ["a batch size that is wrong", spec("steps_per_epoch: 30, batch_size: 0")],
  ])("not: %s", (_, text) => expect(short(text)).toEqual([]));
  it("can be allowed", () =>
    expect(findings(spec('allow short_epochs "as in the paper"; steps_per_epoch: 30, batch_size: 10'))).toEqual([]));
});
