import { describe, expect, it } from "vitest";
import { check, type CheckHost } from "../../src/compiler/check.js";
import type { ColumnFacts, DataFacts } from "../../src/ir/data-facts.js";
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
const kind = column("kind", { type: "text", distinct: 3, min: null, max: null, values: ["a", "b", "c"] });
const facts = (rows: number, ...columns: readonly ColumnFacts[]): DataFacts => ({ rows, columns });
const iris = facts(150, column("p"), column("q"), kind);

const found = (text: string, host: CheckHost): readonly string[] =>
  check(parse(sourceFile("x.regnet", text)), host).diagnostics.map(
    (d) => `${d.severity} ${d.code} ${text.slice(d.span.start, d.span.end)}: ${d.message}`,
  );
const codes = (text: string, host: CheckHost): readonly string[] =>
  check(parse(sourceFile("x.regnet", text)), host).diagnostics.map(
    (d) => `${d.severity} ${d.code} ${text.slice(d.span.start, d.span.end)}`,
  );

/** A classifier of three classes over two columns. */
const spec = (
  data: string,
  { model = "input 2; dense 3 softmax", loss = "sparse_categorical_crossentropy", train = "" } = {},
): string => `model m { ${model} }\ndata { source: "x.csv", ${data} }\ntrain { loss: ${loss} ${train} }`;

describe("a spec against its data", () => {
  it("that agrees has nothing to say", () => expect(found(spec("target: kind"), { facts: iris })).toEqual([]));

  it.each([
    ["target: knd", "knd", "kind"],
    ["target: kind, features: [p, qq]", "qq", "q"],
    ["target: kind, weight: pp", "pp", "p"],
    ["target: kind, validation: split(0.2, order=pp)", "pp", "p"],
    ["target: kind; column Kind { missing: drop }", "Kind", "kind"],
  ])("a column that is not there: %s", (data, place, near) => {
    const text = spec(data);
    const [d, ...rest] = check(parse(sourceFile("x.regnet", text)), { facts: iris }).diagnostics.filter(
      (x) => x.code === "data/missing-column",
    );
    expect(rest).toEqual([]);
    expect(text.slice(d!.span.start, d!.span.end)).toBe(place);
    expect(d!.message).toContain(`did you mean ${near}?`);
    expect(d!.fixes[0]!.edits[0]!.text).toBe(near);
  });

  it("finds the column's place, not the same letters elsewhere", () => {
    const text = spec("target: t");
    const d = check(parse(sourceFile("x.regnet", text)), { facts: iris }).diagnostics.find(
      (x) => x.code === "data/missing-column",
    )!;
    expect(text.slice(d.span.start - 8, d.span.end)).toBe("target: t");
  });

  it("writes a suggested column in quotes where it is no word", () => {
    const text = spec('target: "T degC"');
    const d = check(parse(sourceFile("x.regnet", text)), {
      facts: facts(50, column("p"), column("q"), { ...kind, name: "T (degC)" }),
    }).diagnostics.find((x) => x.code === "data/missing-column")!;
    expect(text.slice(d.span.start, d.span.end)).toBe('"T degC"');
    expect(d.fixes[0]!.edits[0]!.text).toBe('"T (degC)"');
  });

  it("too few rows", () => {
    expect(
      codes(spec("target: kind, test: split(0.5), validation: split(0.5)"), { facts: { ...iris, rows: 2 } }),
    ).toContain('error data/too-few-rows source: "x.csv"');
    expect(codes(spec("target: kind"), { facts: { ...iris, rows: 20 } })).toEqual([
      'warning data/small-batch source: "x.csv"',
    ]);
  });

  it("classes against units, both ways", () => {
    expect(
      found(spec("target: kind"), {
        facts: facts(150, column("p"), column("q"), { ...kind, distinct: 4, values: ["a", "b", "c", "d"] }),
      }),
    ).toEqual(["error data/classes target: kind: kind has 4 classes, but dense has 3 units"]);
    expect(
      codes(spec("target: kind"), {
        facts: facts(150, column("p"), column("q"), { ...kind, distinct: 2, values: ["a", "b"] }),
      }),
    ).toEqual(["warning data/unused-units target: kind"]);
  });

  it("text where numbers are needed", () => {
    expect(codes(spec("target: kind", { model: "input 2; dense 1", loss: "mse" }), { facts: iris })).toEqual([
      "error data/not-numbers target: kind",
    ]);
    expect(
      codes(spec("target: kind; column name { missing: mean }", { model: "input; dense 3 softmax" }), {
        facts: facts(
          150,
          column("p"),
          column("name", { type: "text", missing: 2, distinct: 2, values: ["a", "b"] }),
          kind,
        ),
      }),
    ).toEqual(["error data/not-numbers name"]);
    expect(
      codes(spec("target: kind, weight: name"), {
        facts: facts(150, column("p"), column("q"), column("name", { type: "text" }), kind),
      }),
    ).toEqual(["error data/not-numbers weight: name"]);
  });

  it("a target that never changes", () => {
    const one = { ...kind, distinct: 1, values: ["a"] };
    expect(found(spec("target: kind"), { facts: facts(150, column("p"), column("q"), one) })).toEqual([
      "warning data/constant-target target: kind: kind has the same value in every row (a): there is nothing to learn",
    ]);
  });

  it("a target among the features", () =>
    expect(
      codes(spec("target: kind, features: [p, kind]", { model: "input; dense 3 softmax" }), { facts: iris }),
    ).toContain("error data/target-in-features kind"));

  it("a column used twice", () => {
    expect(codes(spec("target: kind, features: [p, p]"), { facts: iris })).toContain("error data/column-twice p");
    expect(codes(spec("target: kind, features: [p, q], weight: q"), { facts: iris })).toEqual([
      "error data/column-twice weight: q",
    ]);
    expect(
      codes(spec("target: kind, weight: kind", { model: "input; dense 3 softmax" }), {
        facts: facts(150, column("p"), column("q"), { ...kind, type: "integer", values: ["0", "1", "2"] }),
      }),
    ).toEqual(["error data/column-twice weight: kind"]);
  });

  it("missing cells without a rule, naming column and count; a rule settles it", () => {
    const holes = facts(150, column("p", { missing: 7 }), column("q"), kind);
    expect(found(spec("target: kind"), { facts: holes })).toEqual([
      'error data/missing-values source: "x.csv": p has 7 missing values; say what becomes of them: column p { ' +
        "missing: mean }",
    ]);
    expect(found(spec("target: kind; column p { missing: median }"), { facts: holes })).toEqual([]);
    expect(found(spec("target: kind, features: q", { model: "input 1; dense 3 softmax" }), { facts: holes })).toEqual(
      [],
    );
  });

  it("one finding a place, however many columns", () => {
    const many = Array.from({ length: 795 }, (_, i) => column(`x${i}`, { missing: 7 }));
    expect(
      found(spec("target: kind", { model: "input 795; dense 3 softmax" }), { facts: facts(150, ...many, kind) }),
    ).toEqual([
      'error data/missing-values source: "x.csv": x0 has 7 missing values; say what becomes of them: column x0 { ' +
        "missing: mean }; the same holds for 794 more columns: x1, x2, x3, …",
    ]);
    const two = facts(150, column("p", { missing: 7 }), column("q", { missing: 1 }), kind);
    expect(codes(spec("target: kind; column q { missing: refuse }"), { facts: two })).toEqual([
      'error data/missing-values source: "x.csv"',
      "error data/missing-values q",
    ]);
  });

  it("columns that do not make up the input's width, text as one number a category", () => {
    expect(found(spec("target: kind", { model: "input 5; dense 3 softmax" }), { facts: iris })).toEqual([
      "error data/width input: input takes 5 numbers a row, but its 2 columns give 2",
    ]);
    const open = (shape: string) =>
      found(spec("target: kind", { model: `input ${shape}; flatten; reshape [none, 1]; lstm 3; dense 3 softmax` }), {
        facts: iris,
      });
    expect(open("[none, 2]")).toEqual([]);
    expect(open("[none, 3]")).toEqual([
      "error data/width input: input takes a multiple of 3 numbers a row, but its 2 columns give 2",
    ]);
    expect(open("[none, none, 2]")).toEqual([
      "error data/several-open input: input leaves 2 lengths open, and 2 numbers a row can be laid out in several " +
        "ways: give all but one of them a number",
    ]);
    expect(
      found(spec("target: kind", { model: "input 6; dense 3 softmax" }), {
        facts: facts(
          150,
          column("p"),
          column("town", { type: "text", distinct: 5, values: ["a", "b", "c", "d", "e"] }),
          kind,
        ),
      }),
    ).toEqual([]);
  });

  it("several inputs and outputs take the columns said", () => {
    const two = (features: string, target = "{ a: kind, b: q }") =>
      "model m { input 1 as l; input 1 as r; concatenate from l, r as x; dense 3 softmax from x as a; dense 1 " +
      `from x as b; output a, b }\ndata { source: "x.csv", target: ${target}, features: ${features} }\ntrain { ` +
      "loss: { a: sparse_categorical_crossentropy, b: mse } }";
    const wide = facts(150, column("p"), column("q"), column("s"), kind);
    expect(found(two("{ l: p, r: s }"), { facts: wide })).toEqual([]);
    expect(codes(two("{ l: p, rr: s }"), { facts: wide })).toEqual(["error data/unknown-key rr"]);
    expect(codes(two("{ l: p, r: s }", "{ a: kind, c: q }"), { facts: wide })).toEqual(["error data/unknown-key c"]);
    expect(codes(two("{ l: p, r: s }", "kind"), { facts: wide })).toEqual(["error data/target-count target: kind"]);
  });

  it("measured columns have to be there", () =>
    expect(codes(spec("target: kind", { model: "input 2; dense classes(knd) softmax" }), { facts: iris })).toEqual([
      "error data/missing-column knd",
    ]));
});

describe("without the data", () => {
  it("a file that was looked for and is not there is one note", () =>
    expect(codes(spec("target: kind, weight: w, features: [p, q]"), { facts: null })).toEqual([
      'info data/not-at-hand "x.csv"',
    ]));
  it("one note, too, where shapes or numbers wait for them", () => {
    expect(codes(spec("target: kind", { model: "input; dense 3 softmax" }), { facts: null })).toEqual([
      "info shapes/unknown-input input",
    ]);
    expect(
      codes(spec("target: kind", { model: "input 2; dense classes(kind) softmax; dense rows() softmax" }), {
        facts: null,
      }),
    ).toEqual(["info shapes/measured classes(kind)"]);
  });
  it("nothing is said where nobody looked", () => expect(codes(spec("target: kind"), {})).toEqual([]));
  it("what is wrong besides is still found", () =>
    expect(codes(spec("target: kind", { model: "input; dense 3 softmaxx" }), { facts: null })).toContain(
      "error arguments/unknown-word softmaxx",
    ));
});
