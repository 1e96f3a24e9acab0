import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler/check.js";
import { compile } from "../../src/index.js";
import { summarize } from "../../src/compiler/summary.js";
import { parse } from "../../src/parser/parse.js";
import { deriveSeed } from "../../src/tensor/random.js";
import { sourceFile } from "../../src/text/source-file.js";

const irOf = (text: string) => {
  const { ir, diagnostics } = compile(text);
  expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  return ir!;
};
const names = (text: string): readonly string[] => irOf(text).model.layers.map((l) => l.name);

describe("names of layers", () => {
  it("are Keras's counters", () =>
    expect(names("model m { input 4; dense 8; dropout 0.1; dense 8; dense 2 as last }")).toEqual([
      "dense",
      "dropout",
      "dense_1",
      "last",
    ]));
  it("carry the call's name inside blocks and repeats", () =>
    expect(names("block b { dense 4 }\nmodel m { input 4; b; b as c; repeat 2 { dense 3 } }")).toEqual([
      "b/dense",
      "c/dense",
      "repeat/dense",
      "repeat_1/dense",
    ]));
});

it("a shared model is one set of weights, applied twice", () => {
  const { model } = irOf(
    "model e { dense 8 relu; dense 2 }\nmodel m { input 4 as a; input 4 as b; e from a as x; e from b as y; " +
      "concatenate from x, y }",
  );
  expect(model.layers.map((l) => l.name)).toEqual(["e/dense", "e/dense_1", "concatenate"]);
  expect(model.nodes.map((n) => [n.name, n.inputs])).toEqual([
    ["e/dense", ["a"]],
    ["e/dense_1", ["e/dense"]],
    ["e/dense@2", ["b"]],
    ["e/dense_1@2", ["e/dense@2"]],
    ["concatenate", ["e/dense_1", "e/dense_1@2"]],
  ]);
});

it("a shared model of one layer is that layer", () =>
  expect(
    names("model e { dense 2 }\nmodel m { input 4 as a; input 4 as b; e from a as x; e from b as y; add x, y }"),
  ).toEqual(["e", "add"]));

it("a merge with braces adds what they compute to what enters", () => {
  const { model } = irOf("model m { input 4; add { dense 4 relu } }");
  expect(model.nodes.at(-1)!.inputs).toEqual(["input", "dense"]);
});

it("defaults reach into blocks, and none leaves them", () => {
  const { model } = irOf(
    "defaults { regularizer: l2(0.5) }\nblock b { dense 4 }\nmodel m { input 4; b; dense 3 regularizer=none; dense 2 }",
  );
  expect(model.layers.map((l) => (l.args["kernel_regularizer"] as { args: object } | null)?.args ?? null)).toEqual([
    { l2: 0.5 },
    null,
    { l2: 0.5 },
  ]);
});

it("penalties add, arithmetic folds, names are values", () => {
  const { model } = irOf("let n = 2 * 8\nlet p = l1(0.1) + l2(0.2)\nmodel m { input 4; dense n regularizer=p }");
  expect(model.layers[0]!.args["units"]).toBe(16);
  expect(model.layers[0]!.args["kernel_regularizer"]).toEqual({ word: "l1_l2", args: { l1: 0.1, l2: 0.2 } });
});

it("seeds follow from the seed and the weight's name", () => {
  const ir = irOf("model m { input 4; dense 8; dropout 0.5; dense 1 }\ntrain { loss: mse, seed: 7 }");
  expect(ir.model.layers[0]!.weights[0]!.seed).toBe(deriveSeed(7, "dense/kernel"));
  expect(ir.model.layers[1]!.args["seed"]).toBe(deriveSeed(7, "dropout"));
});

it("an input of embeddings takes whole numbers", () =>
  expect(irOf("model m { input 20; embedding 100 8; flatten; dense 1 }").model.inputs[0]!.dtype).toBe("int32"));

it("the data give a bare input its shape, and measured numbers their value", () => {
  const text =
    'model m { input; dense classes(kind) softmax }\ndata { source: "x.csv", target: kind }\ntrain { loss: ' +
    "sparse_categorical_crossentropy }";
  const file = parse(sourceFile("x.regnet", text));
  const without = check(file);
  expect(without.ir).toBeNull();
  expect(without.diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  expect(without.requirements.measures).toEqual([{ of: "classes", column: "kind", value: null }]);
  const column = (name: string) => ({
    name,
    type: "integer" as const,
    missing: 0,
    distinct: 3,
    min: 0,
    max: 2,
    values: null,
  });
  const { ir } = check(file, {
    facts: { rows: 100, columns: ["a", "b", "kind"].map(column), measured: { "classes\u0000kind\u0000": 3 } },
  });
  expect(ir?.model.layers[0]!.weights[0]!.shape).toEqual([2, 3]);
});

it("what the data contradict is reported with its place", () => {
  const text =
    'model m { input 2; dense 2 softmax }\ndata { source: "x.csv", target: knd }\ntrain { loss: ' +
    "sparse_categorical_crossentropy }";
  const facts = {
    rows: 10,
    columns: [{ name: "kind", type: "text" as const, missing: 0, distinct: 3, min: null, max: null, values: null }],
  };
  const found = check(parse(sourceFile("x.regnet", text)), { facts }).diagnostics.find(
    (d) => d.code === "data/missing-column",
  )!;
  expect(text.slice(found.span.start, found.span.end)).toBe("knd");
  expect(found.fixes[0]!.edits[0]!.text).toBe("kind");
});

it("imports bring blocks of another file, asked for by path", () => {
  const text = 'import unit from "lib/blocks.regnet"\nmodel m { input 4; unit; dense 1 }';
  expect(compile(text).requirements.imports).toEqual(["lib/blocks.regnet"]);
  const { ir } = compile(text, { imports: { "lib/blocks.regnet": "block unit { dense 3 }" } });
  expect(ir!.model.layers.map((l) => l.name)).toEqual(["unit/dense", "dense"]);
});

it("a spec that grows without bound meets a limit", () => {
  for (const body of ["repeat 1_000_000_000 { }", "repeat 1000 { repeat 1000 { repeat 1000 { } } }"]) {
    expect(compile(`model m { input 4; ${body}; dense 1 }`).diagnostics.map((d) => d.code)).toContain(
      "shapes/too-large",
    );
  }
});

it("a summary counts attention by the pairs of steps, and names what is open", () => {
  const of = (layer: string) =>
    summarize(irOf(`model m { input [6, 3] as q; input [5, 3] as v; ${layer} from q, value=v; flatten; dense 1 }`))
      .rows[0]!.flops;
  expect(of("attention")).toBe(6 * 5 * (2 * 3 + 2 * 3));
  expect(of("attention use_scale")).toBe(6 * 5 * (2 * 3 + 1 + 2 * 3));
  expect(of("attention score_mode=concat")).toBe(6 * 5 * (2 * 3 + 1 + 2 * 3));
  expect(of("additive_attention")).toBe(6 * 5 * (3 * 3 + 2 * 3));
  const open = summarize(irOf("model m { input [none, 3] as x; conv1d 4 3; lstm 2 return_state as y, h, c }"));
  expect(open.inputs).toEqual([{ name: "x", shape: [null, "x.1", 3] }]);
  expect(open.rows.map(({ shape, more }) => [shape, ...more])).toEqual([
    [[null, "x.1 - 2", 4]],
    [
      [null, 2],
      [null, 2],
      [null, 2],
    ],
  ]);
});

it("a summary counts weights once and names penalties", () => {
  const s = summarize(irOf("model m { input 4; dense 8 regularizer=l2(0.1); dense 1 trainable=false }"));
  expect(s.totals).toMatchObject({ parameters: 49, trainable: 40, frozen: 9 });
  expect(s.rows[0]!.penalties).toEqual([{ weight: "kernel", penalty: { word: "l2", args: { l2: 0.1 } } }]);
});
