import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler/check.js";
import type { DataFacts } from "../../src/ir/data-facts.js";
import { parse } from "../../src/parser/parse.js";
import { sourceFile } from "../../src/text/source-file.js";

const lints = (text: string, facts?: DataFacts): readonly string[] => {
  const { diagnostics } = check(parse(sourceFile("x.regnet", text)), facts ? { facts } : {});
  expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  return diagnostics
    .filter((d) => d.severity === "warning" || d.code.startsWith("lints/"))
    .map((d) => `${d.code.slice(6)} ${text.slice(d.span.start, d.span.end)}`);
};
const model = (body: string, before = ""): string => `${before}\nmodel m { input 8; ${body} }`;
const trained = (train: string, body = "dense 8 relu; dense 1", before = ""): string =>
  `${model(body, before)}\ntrain { loss: mse, epochs: 50, ${train} }`;

/** Each rule with specs that earn it, and specs near by that do not. */
const rules: readonly (readonly [
  rule: string,
  bad: readonly (readonly [spec: string, place: string])[],
  good: readonly string[],
])[] = [
  [
    "dropout-on-output",
    [
      [model("dense 3; dropout 0.5"), "dropout"],
      [model("dense 3; dropout 0.5; softmax"), "dropout"],
      [model("head", "block head { dense 3; dropout 0.5 }"), "dropout"],
      [model("trunk", "model trunk { dense 3; alpha_dropout 0.5 }"), "alpha_dropout"],
      [model("repeat 2 { dense 3; dropout 0.2 }"), "dropout"],
    ],
    [
      model("dropout 0.5; dense 3"),
      model("dense 3; dropout 0"),
      model("head; dense 1", "block head { dense 3; dropout 0.5 }"),
      model("dropout 0.5; flatten; dense 3 softmax"),
    ],
  ],
  [
    "dropout-before-normalization",
    [
      [model("dense 8; dropout 0.5; batch_normalization; dense 1"), "dropout"],
      [model("unit; batch_norm; dense 1", "block unit { dense 8; dropout 0.5 }"), "dropout"],
      [model("repeat 2 { batch_normalization; dense 8; dropout 0.5 }; dense 1"), "dropout"],
    ],
    [
      model("dense 8; batch_normalization; dropout 0.5; dense 1"),
      model("dropout 0.5; dense 8; batch_normalization; dense 1"),
      model("dense 8; dropout 0.5; unit_normalization; dense 1"),
    ],
  ],
  [
    "penalty-before-normalization",
    [
      [model("dense 8 regularizer=l2(0.1); batch_normalization; dense 1"), "dense"],
      [model("unit 8; dense 1", "block unit(n) { dense n regularizer=l1(0.1); batch_normalization }"), "dense"],
      [model("dense 8; batch_normalization; dense 1 regularizer=none", "defaults { regularizer: l2(0.1) }"), "dense"],
    ],
    [
      model("dense 8; batch_normalization; dense 1 regularizer=l2(0.1)"),
      model("dense 8 bias_regularizer=l2(0.1); batch_normalization; dense 1"),
      model("dense 8 sigmoid regularizer=l2(0.1); batch_normalization; dense 1"),
      model(
        "dense 8 regularizer=none; batch_normalization; dense 1 regularizer=none",
        "defaults { regularizer: l2(0.1) }",
      ),
    ],
  ],
  [
    "patience-never-stops",
    [
      [trained("; early_stop patience=50 restore_best_weights"), "early_stop"],
      [trained("; early_stopping(patience=n, restore_best_weights)", "dense 1", "let n = 2 * 30"), "early_stopping"],
    ],
    [trained("; early_stop patience=49 restore_best_weights")],
  ],
  [
    "patience-too-short",
    [
      [trained("; early_stop patience=1 restore_best_weights"), "early_stop"],
      [trained("; early_stop restore_best_weights"), "early_stop"],
    ],
    [trained("; early_stop patience=2 restore_best_weights"), trained("; reduce_lr_on_plateau patience=1")],
  ],
  [
    "best-weights-lost",
    [[trained("; early_stop patience=5"), "early_stop"]],
    [
      trained("; early_stop patience=5 restore_best_weights"),
      trained("; early_stop patience=5 restore_best_weights=false"),
      trained("; early_stop patience=5 { restore_best_weights: false }"),
    ],
  ],
  [
    "penalty-and-decay",
    [
      [trained("optimizer: adamw", "dense 1 regularizer=l2(0.1)"), "optimizer: adamw"],
      [
        trained("optimizer: sgd(0.1, weight_decay=1e-4)", "dense 1 regularizer=l2(0.1)"),
        "optimizer: sgd(0.1, weight_decay=1e-4)",
      ],
      [
        trained("optimizer: adamw", "e; dense 1", "model e { dense 3 regularizer=l1_l2(0.1, 0.1) }"),
        "optimizer: adamw",
      ],
    ],
    [
      trained("optimizer: adamw(weight_decay=0)", "dense 1 regularizer=l2(0.1)"),
      trained("optimizer: adamw"),
      trained("optimizer: adamw", "dense 1 regularizer=l1(0.1)"),
      trained("optimizer: adamw", "dense 1 regularizer=l2(0)"),
      trained("optimizer: sgd(0.1, weight_decay=0)", "dense 1 regularizer=l2(0.1)"),
      trained("optimizer: adam", "dense 1 regularizer=l2(0.1)"),
    ],
  ],
  [
    "sparsity-under-descent",
    [[trained("optimizer: sgd", "dense 1 regularizer=l1(0.1)"), "optimizer: sgd"]],
    [
      trained("optimizer: sgd", "dense 1 regularizer=l2(0.1)"),
      trained("optimizer: adam", "dense 1 regularizer=l1(0.1)"),
      trained("optimizer: sgd", "dense 1 regularizer=l1(0)"),
    ],
  ],
  [
    "unused-name",
    [
      [model("dense 3", "let n = 3"), "n"],
      [model("dense 3", "block b { dense 3 }"), "b"],
      [model("b 3 4", "block b(n, k) { dense n }"), "k"],
      [model("repeat 3 as i { dense 3 }"), "i"],
      [model("let k = 3; dense 3"), "k"],
    ],
    [
      model("dense n", "let n = 3"),
      model("a", "let n = 3\nblock b { dense n }\nblock a { b }"),
      model("repeat 3 as _ { dense 3 }"),
      model("b 3", "block b(n, k=n) { dense k }"),
      trained("; early_stop patience=n restore_best_weights", "dense 1", "let n = 9"),
    ],
  ],
  [
    "unreachable-layer",
    [
      ["model m { input 8 as x; dense 3 from x; dense 1 from x }", "dense"],
      ["model m { input 8 as x; input 4 as y; dense 1 from x }", "input"],
      ["model m { input 8 as x; branch { dense 3 }; dense 1 from x }", "dense"],
    ],
    [
      "model m { input 8 as x; dense 3 from x as a; dense 1 from x as b; output a, b }",
      "model m { input 8 as x; dense 3 from x as a; add { dense 3 } }",
    ],
  ],
  ["hidden-word", [[model("dense dropout", "let dropout = 3"), "dropout"]], [model("dense rate", "let rate = 3")]],
];

describe.each(rules)("%s", (rule, bad, good) => {
  it.each(bad)("%s", (text, place) => expect(lints(text)).toEqual([`${rule} ${place}`]));
  it.each(good.map((text) => [text]))("not: %s", (text) => expect(lints(text)).toEqual([]));
});

describe("large-unregularized", () => {
  const column = (name: string) => ({
    name,
    type: "number" as const,
    missing: 0,
    distinct: 40,
    min: 0,
    max: 1,
    values: null,
  });
  const facts: DataFacts = { rows: 100, columns: [..."abcdefgh", "y"].map(column) };
  const spec = (body: string, train = "") =>
    `model m { input 8; ${body} }\ndata { source: "x.csv", target: y, validation: split(0.2) }\ntrain { loss: ` +
    `mse, epochs: 50 ${train} }`;
  it("is for many weights on few rows", () =>
    expect(lints(spec("dense 100; dense 1"), facts)).toEqual(["large-unregularized m"]));
  it.each([
    ["few weights", spec("dense 10; dense 1")],
    ["a penalty", spec("dense 100 regularizer=l2(0.01); dense 1")],
    ["a constraint", spec("dense 100 kernel_constraint=max_norm(3); dense 1")],
    ["dropout", spec("dense 100; dropout 0.5; dense 1")],
    ["early stopping", spec("dense 100; dense 1", "; early_stop patience=5 restore_best_weights")],
    ["weight decay", spec("dense 100; dense 1", ", optimizer: adamw")],
  ])("is not for %s", (_, text) => expect(lints(text, facts)).toEqual([]));
  it("an allow at the beginning of the model's braces covers its name", () =>
    expect(
      lints(
        spec("dense 100; dense 1").replace("{ input", '{ allow large_unregularized "to see it overfit"; input'),
        facts,
      ),
    ).toEqual([]));
});

describe("allow", () => {
  it("holds to the end of its braces", () => {
    const text =
      'block a { allow dropout_before_normalization "paper"; dropout 0.5; batch_normalization }\nblock b { ' +
      "dropout 0.5; batch_normalization }\nmodel m { input 8; a; b; dense 1 }";
    expect(lints(text)).toEqual(["dropout-before-normalization dropout"]);
  });
  it("that silences nothing is a warning", () =>
    expect(lints(model('allow unused_name "kept"; dense 1'))).toEqual(['unused-allow allow unused_name "kept"']));
  it("in an imported file holds there", () => {
    const text = 'import unit from "u.regnet"\nmodel m { input 8; unit; dense 1 }';
    const run = (unit: string) =>
      check(parse(sourceFile("x.regnet", text)), {
        imports: new Map([["u.regnet", parse(sourceFile("u.regnet", unit))]]),
      }).diagnostics.map((d) => `${d.code} ${d.path}`);
    expect(run("block unit { dropout 0.5; batch_normalization }")).toEqual([
      "lints/dropout-before-normalization u.regnet",
    ]);
    expect(run('allow dropout_before_normalization "paper"\nblock unit { dropout 0.5; batch_normalization }')).toEqual(
      [],
    );
  });
});

describe("errors come alone", () => {
  it("an unused name may be meant by a misspelled one", () => {
    const found = check(parse(sourceFile("x.regnet", model("dense 3; dropout rat", "let rate = 0.5")))).diagnostics;
    expect(found.map((d) => d.code)).toEqual(["arguments/unknown-word"]);
  });
  it("epochs that are misspelled are not one epoch", () => {
    const found = check(
      parse(
        sourceFile(
          "x.regnet",
          "model m { input 8; dense 1 }\ntrain { loss: mse, epoch: 50; early_stop patience=5 restore_best_weights }",
        ),
      ),
    ).diagnostics;
    expect(found.map((d) => d.code)).toEqual(["arguments/unknown"]);
  });
});

const folder = join(import.meta.dirname, "../../specs");
it.each(readdirSync(folder).filter((f) => f.endsWith(".regnet")))("specs/%s has no finding", (file) =>
  expect(lints(readFileSync(join(folder, file), "utf8"))).toEqual([]),
);
