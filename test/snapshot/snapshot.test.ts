import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "../../src/parser/parse.js";
import { snapshotOf, type Place, type Snapshot } from "../../src/snapshot/snapshot.js";
import type { Expectation } from "../../src/snapshot/expected.js";
import { openWorkspace } from "../../src/snapshot/workspace.js";
import { sourceFile } from "../../src/text/source-file.js";
import { planted } from "../support/planted/specs.js";

const read = (text: string): Snapshot => snapshotOf(parse(sourceFile("x.regnet", text)));

/** What is known at the `|` of a text. */
function at(marked: string): Place {
  const offset = marked.indexOf("|");
  return read(marked.slice(0, offset) + marked.slice(offset + 1)).at(offset);
}

/** An expectation in short: `argument dense`, `tensor a b`, `word model`. */
function short(e: Expectation): string {
  switch (e.is) {
    case "word":
      return ["word", e.of, ...e.names].join(" ");
    case "argument":
      return `argument ${e.word}`;
    case "value":
      return `value ${e.word}.${e.param} ${e.kind.type}`;
    case "key":
      return `key ${e.word}.${e.param}`;
    case "label":
      return `label ${e.param}`;
    case "name":
    case "tensor":
      return [e.is, ...e.names].join(" ");
    default:
      return e.is;
  }
}
const expected = (marked: string): readonly string[] => at(marked).expected.map(short);

const places: readonly (readonly [marked: string, expects: readonly string[]])[] = [
  ["|", ["word file"]],
  ["mod|", ["word file"]],
  ["model m { input 4; dense 3 }\n|", ["word file"]],
  ["model m { | }", ["word model"]],
  ["model m {\n  input 4\n  de|\n}", ["word model"]],
  ["block unit { dense 3 }\nmodel m { u| }", ["word model unit"]],
  ["let n = 3\nmodel m { input 4 as x; dense 8 re| }", ["argument dense", "name n", "tensor x"]],
  ["let n = 3\nmodel m { input 4 as x; dense 8 | }", ["argument dense", "name n", "tensor x"]],
  ["let n = 3\nmodel m { input 4; dense 8 re|", ["argument dense", "name n", "tensor input"]],
  ["model m { input 4; dense(8, |) }", ["argument dense", "name", "tensor input"]],
  ["model m { input 4; dense 8 { use_| } }", ["argument dense"]],
  ["model m { input 4; dense 8 activation=| }", ["value dense.activation word", "name"]],
  ["model m { input 4; dense 8 activation=re| }", ["value dense.activation word", "name"]],
  ["let a = 1\nmodel m { input 4; dense 8 regularizer=l2(|) }", ["argument l2", "name a"]],
  ["model m { input 4 as a; dense 3 as b; add from | }", ["tensor a b"]],
  ["model m { input 4 as a; dense 3 as b; add from a, |", ["tensor a b"]],
  ["model m { input 4 as a; dense 3 from |; dense 4 as later }", ["tensor a"]],
  ["model m { input 4; add { dense 4; | } }", ["word model"]],
  ["model m { input 4; dense 3 as | }", []],
  ["train { opt| }", ["word train", "argument train"]],
  ["train { optimizer: | }", ["value train.optimizer word", "name"]],
  ["train { optimizer: ad|\n", ["value train.optimizer word", "name"]],
  [
    "train { optimizer: adam(learning_rate=|) }",
    ["value adam.learning_rate number", "value adam.learning_rate word", "name"],
  ],
  ["train { metrics: [acc|] }", ["value train.metrics word", "name"]],
  ["train { early_stopping monitor=val_| }", ["label monitor"]],
  ["train { early_stopping | }", ["argument early_stopping", "name"]],
  ["data { target: | }", ["column", "value data.target list", "value data.target map"]],
  ["data { features: [a, |] }", ["column"]],
  ["data { column | }", ["column"]],
  ["data { column a { miss| } }", ["argument column"]],
  ["data { | }", ["word data", "argument data"]],
  ["data { test: split(0.2, order=|) }", ["column"]],
  ["import a from |", ["path"]],
  ["// mod|el", []],
  ["// model|", []],
  ["/* mo|del */ model m { }", []],
  ['model m "ti|tle" { input 4 }', []],
  ['import a from "par|ts.regnet"', ["path"]],
  ['data { source: "da|ta.csv" }', ["value data.source string", "path"]],
  ['data { source: "|" }', ["value data.source string", "path"]],
  ['data { source: "da|', ["value data.source string", "path"]],
  ['data { source: "da|ta.csv\n  target: y\n}', ["value data.source string", "path"]],
  ['data { target: "pri|ce of it" }', ["column"]],
  ['data { features: [a, "b|"] }', ["column"]],
  ['train { early_stopping monitor="val_|" }', ["label monitor"]],
  ['train { csv_logger "lo|g.csv" }', ["value csv_logger.filename string"]],
  ['train { csv_logger separator="|" }', ["value csv_logger.separator string"]],
  ['data { source: sql("sel|ect 1") }', ["value sql.query string"]],
  ['model m { input 4; dense "8|" }', []],
  ['allow unused_name "be|cause"', []],
  ["model m { input 4; dense 1|2 }", []],
];

describe("what may stand at a place", () => {
  for (const [marked, expects] of places) it(JSON.stringify(marked), () => expect(expected(marked)).toEqual(expects));

  it("free arguments are those that are not given", () => {
    const [argument] = at("model m { input 4; dense 8 use_bias=false | }").expected;
    const free = argument?.is === "argument" ? argument.free : [];
    expect(free).toContain("activation");
    expect(free).not.toContain("use_bias");
  });
});

describe("what stands at a place", () => {
  it("a name: where it is declared, and all its uses", () => {
    const text = "let rate = 0.5\nmodel m { input 4; dropout ra|te; dropout rate; dense 3 }";
    const { symbol } = at(text);
    expect(symbol?.name).toBe("rate");
    expect(symbol?.kind).toBe("value");
    expect(symbol?.declared.span.start).toBe(4);
    expect(symbol?.references).toHaveLength(2);
    expect(at("let ra|te = 0.5\nmodel m { input 4; dropout rate; dense 3 }").symbol?.references).toHaveLength(1);
  });
  it("tensors, blocks, parameters of blocks and repeat variables are names, too", () => {
    const { symbols } = read(
      "block unit(n) { dense n }\nmodel m { input 4 as x; unit 3 from x as y; repeat 2 as i { dense 3 }; output y }",
    );
    expect(symbols.map(({ name, kind, references }) => `${kind} ${name} ${references.length}`)).toEqual([
      "block unit 1",
      "parameter n 1",
      "model m 0",
      "tensor x 1",
      "tensor y 1",
      "parameter i 0",
    ]);
  });
  it("an argument: its parameters", () => {
    expect(at("model m { input 4; dense 8 re|lu }").argument).toEqual({ word: "dense", params: ["activation"] });
    expect(at("model m { input 4; dense 8 regulari|zer=l2(0.1) }").argument).toEqual({
      word: "dense",
      params: ["kernel_regularizer"],
    });
    expect(at("block u(n) { dense n }\nmodel m { input 4; u |3 }").argument).toEqual({ word: "u", params: ["n"] });
  });
  it("a statement: shape, parameters and mask behind it", () => {
    const { statement } = at("model m { input [5]; embedding 10 4 mask_zero; lst|m 3 return_sequences }");
    expect(statement).toMatchObject({ name: "lstm", shape: [null, 5, 3], parameters: 96, mask: [null, 5], times: 1 });
    const use = at("block u { dense 3; dense 2 }\nmodel m { input 4; |u }").statement;
    expect(use).toMatchObject({ shape: [null, 2], parameters: 23 });
  });
  it("one fact a place, of the first expansion", () => {
    const { facts } = read("let n = 4\nmodel m { input 4; repeat 50 { dense n relu; dropout 0.1 }; dense 2 }");
    expect(facts.statements.map(({ name, times }) => `${name} ${times}`)).toEqual([
      "input 1",
      "repeat/dense 50",
      "repeat/dropout 50",
      "dense 1",
    ]);
    expect(facts.references).toHaveLength(1);
    expect(facts.words.map(({ word }) => word)).toEqual([
      "model",
      "input",
      "repeat",
      "dense",
      "relu",
      "dropout",
      "dense",
    ]);
  });
  it("the tokens, put together, are the text", () => {
    for (const spec of planted) {
      const { tokens } = read(spec.text);
      expect(tokens.map(({ text }) => text).join("")).toBe(spec.text);
    }
  });
});

it("answers at every offset of specs, and of their beginnings", () => {
  const root = join(import.meta.dirname, "../..");
  const texts = readdirSync(join(root, "specs"))
    .filter((file) => file.endsWith(".regnet"))
    .map((file) => readFileSync(join(root, "specs", file), "utf8"));
  for (const [i, text] of texts.entries()) {
    const whole = read(text);
    for (let offset = i; offset <= text.length; offset += 23) {
      expect(whole.at(offset).nodes[0]?.kind).toBe("document");
      const cut = text.slice(0, offset);
      expect(read(cut).at(cut.length).expected).toBeInstanceOf(Array);
    }
  }
});

describe("a workspace", () => {
  const files = (): Map<string, string> =>
    new Map([
      ["a.regnet", 'import unit from "b.regnet"\nlet n = 3\nmodel m { input 4; unit n }\ntrain { loss: mse }\n'],
      ["b.regnet", "block unit(n) { dense n }\n"],
    ]);
  const open = (texts: ReadonlyMap<string, string>) =>
    openWorkspace({ textOf: (path) => texts.get(path) ?? null, root: "" });

  it("reads and checks nothing twice that did not change", () => {
    const texts = files();
    const workspace = open(texts);
    const first = workspace.snapshot("a.regnet")!;
    expect(first.diagnostics.filter((d) => d.severity === "error")).toEqual([]);
    const before = { ...workspace.work };
    expect(workspace.snapshot("a.regnet")).toBe(first);
    expect(workspace.work).toEqual(before);
    expect(before.parsed).toBe(2);
    const imported = workspace.snapshot("b.regnet")!;
    expect(workspace.work.parsed).toBe(2);
    expect(first.facts.references.map(({ at: { path } }) => path)).toContain("b.regnet");
    expect(imported.diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  });

  it("checks a file again whose import has changed, and reads only that", () => {
    const texts = files();
    const workspace = open(texts);
    const first = workspace.snapshot("a.regnet")!;
    const before = { ...workspace.work };
    texts.set("b.regnet", "block unit(n) { dense n regularizer=l3(1) }\n");
    const second = workspace.snapshot("a.regnet")!;
    expect(second).not.toBe(first);
    expect(second.parsed).toBe(first.parsed);
    expect(workspace.work.parsed).toBe(before.parsed + 1);
    expect(second.diagnostics.map(({ code, path }) => `${code} ${path}`)).toEqual(["names/unknown-value b.regnet"]);
  });

  it("keeps the trees of declarations that did not change", () => {
    const texts = files();
    const workspace = open(texts);
    const before = workspace.snapshot("a.regnet")!.parsed.ast.items;
    texts.set("a.regnet", files().get("a.regnet")!.replace("loss: mse", "loss: mae"));
    const after = workspace.snapshot("a.regnet")!.parsed.ast.items;
    expect(after.map((item, i) => item === before[i])).toEqual([true, true, true, false]);
  });

  it("a file that is gone has no snapshot", () => {
    const texts = files();
    const workspace = open(texts);
    expect(workspace.snapshot("b.regnet")).not.toBeNull();
    texts.delete("b.regnet");
    expect(workspace.snapshot("b.regnet")).toBeNull();
    expect(workspace.snapshot("a.regnet")!.diagnostics.map(({ code }) => code)).toContain("names/import-missing");
  });
});
