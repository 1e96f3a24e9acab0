import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler/check.js";
import type { ColumnFacts, DataFacts } from "../../src/ir/data-facts.js";
import { parse } from "../../src/parser/parse.js";
import { sourceFile } from "../../src/text/source-file.js";

const numbers = (name: string, min: number, max: number, more: Partial<ColumnFacts> = {}): ColumnFacts => ({
  name,
  type: Number.isInteger(min) && Number.isInteger(max) ? "integer" : "number",
  missing: 0,
  distinct: 50,
  min,
  max,
  values: null,
  ...more,
});
const labels = (name: string, ...values: readonly string[]): ColumnFacts => ({
  ...numbers(name, 0, 0),
  type: "text",
  min: null,
  max: null,
  distinct: values.length,
  values,
});
const list = (name: string, width: number | null, min = 0, max = 1): ColumnFacts => ({
  ...numbers(name, min, max),
  type: "list",
  distinct: null,
  width,
  whole: true,
});
/** Over two features `p`, `q`. */
const said = (
  model: string,
  loss: string,
  target: string,
  columns: readonly ColumnFacts[],
  train = "",
): readonly string[] => {
  const text =
    `model m { input 2; ${model} }\ndata { source: "x.csv", features: [p, q], target: ${target} }\n` +
    `train { loss: ${loss}${train} }`;
  const facts: DataFacts = { rows: 100, columns: [numbers("p", 0, 1), numbers("q", 0, 1), ...columns] };
  return check(parse(sourceFile("x.regnet", text)), { facts }).diagnostics.map(
    (d) => `${d.severity} ${d.code} ${text.slice(d.span.start, d.span.end)}: ${d.message}`,
  );
};

const dense = "dense 1";
const sigmoid = "dense 1 sigmoid";
const sparse = "sparse_categorical_crossentropy";

describe("numbers that a loss is not defined for", () => {
  it.each([
    [
      sigmoid,
      "binary_crossentropy",
      0,
      5,
      "numbers from 0 to 1: beyond them it falls without end, and drives the output to its border",
    ],
    [
      sigmoid,
      "binary_focal_crossentropy",
      -1,
      1,
      "numbers from 0 to 1: beyond them it falls without end, and drives the output to its border",
    ],
    [sigmoid, "dice", 0, 255, "numbers from 0 to 1: an overlap is counted of shares"],
    [sigmoid, "tversky", 0, 255, "numbers from 0 to 1: an overlap is counted of shares"],
    ["dense 1 softplus", "poisson", -3, 7, "numbers of at least 0: a count below 0 has no likelihood"],
    [dense, "hinge", -3, 1, "numbers from -1 to 1: labels are -1 and 1"],
    [dense, "squared_hinge", 1, 2, "numbers from -1 to 1: labels are -1 and 1"],
  ])("%s %s: an error", (model, loss, min, max, end) =>
    expect(said(model, loss, "y", [numbers("y", min, max)])).toEqual([
      `error data/target-range target: y: y holds ${min} to ${max}, but ${loss} takes ${end}`,
    ]),
  );

  it.each([
    [
      "dense 1 softplus",
      "msle",
      "mean_squared_logarithmic_error",
      -1,
      4,
      null,
      "numbers of at least 0: lower ones count as 1e-7",
    ],
    [
      dense,
      "mape",
      "mean_absolute_percentage_error",
      0,
      2,
      ["0", "1", "2"],
      "numbers other than 0: 0 counts as 1e-7, and its row rules the mean",
    ],
    [
      dense,
      "hinge",
      "hinge",
      0,
      1,
      ["0", "1"],
      "numbers other than 0: labels 0 and 1 are taken for -1 and 1, in each batch that has no others",
    ],
  ])("%s %s: a warning where Keras clips or converts", (...[model, word, loss, min, max, values, end]) =>
    expect(said(model, word, "y", [numbers("y", min, max, { values, distinct: values?.length ?? null })])).toEqual([
      `warning data/target-converted target: y: y holds ${min} to ${max}, but ${loss} takes ${end}`,
    ]),
  );

  it("distributions, too: an error or a warning by the loss", () => {
    const shares = [numbers("a", 0, 1.5), numbers("b", 0, 1), numbers("c", -0.5, 1)];
    const two = "a holds 0 to 1.5, but LOSS takes numbers from 0 to 1: THEN; the same holds for 1 more column: c";
    expect(said("dense 3 softmax", "categorical_crossentropy", "[a, b, c]", shares)).toEqual([
      `error data/target-range target: [a, b, c]: ${two.replace("LOSS", "categorical_crossentropy").replace("THEN", "they are the shares of a distribution")}`,
    ]);
    expect(said("dense 3 softmax", "kld", "[a, b, c]", shares)).toEqual([
      `warning data/target-converted target: [a, b, c]: ${two.replace("LOSS", "kl_divergence").replace("THEN", "others are clipped to 1e-7 and 1")}`,
    ]);
  });

  it("are none where labels are numbered as the loss needs them, and none within", () => {
    expect(said(dense, "hinge", "y", [labels("y", "no", "yes")])).toEqual([]);
    expect(said(sigmoid, "binary_crossentropy", "y", [numbers("y", 0, 1)])).toEqual([]);
    expect(said(dense, "hinge", "y", [numbers("y", -1, 1, { values: ["-1", "1"], distinct: 2 })])).toEqual([]);
    expect(said(dense, "mse", "y", [numbers("y", -1e6, 1e6)])).toEqual([]);
  });
});

describe("the width of a target against its output", () => {
  const seq = "reshape [2, 1]; dense 3 softmax as o";
  const ones = (count: number): ColumnFacts[] => Array.from({ length: count }, (_, i) => numbers(`t${i}`, 0, 2));
  it.each([
    ["dense 6", "mse", "t0", ones(1), "t0 gives 1 value a row, but dense has the shape [6]: 6 numbers would fit"],
    [
      "dense 6",
      "mse",
      '"t*"',
      ones(7),
      "t0, … t6 give 7 values a row, but dense has the shape [6]: 6 numbers would fit",
    ],
    [seq, sparse, "t0", ones(1), "t0 gives 1 value a row, but o has the shape [2, 3]: 2 labels would fit"],
    [
      seq,
      "categorical_crossentropy",
      "[t0, t1, t2]",
      ones(3),
      "t0, t1, t2 give 3 values a row, but o has the shape [2, 3]: 2 labels or 6 numbers would fit",
    ],
    [
      "dense 3 softmax",
      sparse,
      "l",
      [list("l", 3)],
      "l gives 3 values a row, but dense has the shape [3]: 1 label would fit",
    ],
  ])("%s with %s and %s does not fit", (model, loss, target, columns, message) =>
    expect(said(model, loss, target, columns)).toEqual([
      expect.stringContaining(`data/target-width target: ${target}: ${message}`),
    ]),
  );

  it.each([
    ["dense 6", "mse", '"t*"', ones(6)],
    ["dense 6", "mse", "l", [list("l", 6)]],
    ["reshape [2, 1]; dense 3", "mse", '"t*"', ones(6)],
    [seq, sparse, "[t0, t1]", ones(2)],
    [seq, sparse, "l", [list("l", 2, 0, 2)]],
    [seq, "categorical_crossentropy", "[t0, t1]", ones(2)],
    [seq, "categorical_crossentropy", "l", [list("l", 6)]],
    ["dense 3 softmax", "categorical_crossentropy", "l", [list("l", 3)]],
    ["dense 4; unit_normalization", "circle", "t0", [numbers("t0", 0, 40)]],
  ])("%s with %s and %s fits", (model, loss, target, columns) =>
    expect(said(model, loss, target, columns).filter((line) => line.startsWith("error"))).toEqual([]),
  );

  it("lists that differ in length fit nothing", () =>
    expect(said("dense 3", "mse", "l", [list("l", null)])).toEqual([
      "error data/list-length target: l: l holds lists of different lengths, or none at all: bring them to one " +
        "length in a query, as list_resize(l, 20, 0) does, which fills up with zeros",
    ]));

  it("a label that the loss ignores is no class", () => {
    const y = numbers("y", -1, 2, { values: ["-1", "0", "1", "2"], distinct: 4 });
    expect(said("dense 3 softmax", `${sparse}(ignore_class=-1)`, "y", [y])).toEqual([]);
    expect(said("dense 3 softmax", sparse, "y", [y])).toEqual([
      "error data/label-range target: y: y holds -1 to 2, but the classes of dense are whole numbers from 0 to 2",
    ]);
  });
});

describe("class_weight", () => {
  const three = [labels("y", "benign", "malignant", "very bad")];
  it("names classes by label or index", () => {
    expect(
      said("dense 3 softmax", sparse, "y", three, ', class_weight: { malignant: 3, "very bad": 9, 0: 1 }'),
    ).toEqual([]);
    expect(
      said(
        sigmoid,
        "binary_crossentropy",
        "y",
        [numbers("y", 0, 1, { values: ["0", "1"], distinct: 2 })],
        ", class_weight: { 0: 1, 1: 3 }",
      ),
    ).toEqual([]);
  });
  it("of no class is an error with the nearest", () => {
    expect(said("dense 3 softmax", sparse, "y", three, ", class_weight: { malignent: 3 }")).toEqual([
      "error data/unknown-class malignent: dense has no class malignent; did you mean malignant?",
    ]);
    expect(said("dense 3 softmax", sparse, "y", three, ", class_weight: { 3: 3 }")).toEqual([
      "error data/unknown-class 3: dense has no class 3; there are benign, malignant, very bad",
    ]);
    expect(
      said(
        sigmoid,
        "binary_crossentropy",
        "y",
        [numbers("y", 0, 1, { values: ["0", "1"], distinct: 2 })],
        ", class_weight: { 2: 3 }",
      ),
    ).toEqual(["error data/unknown-class 2: dense has no class 2; there are 0, 1"]);
  });
  it("needs one class a row", () =>
    expect(
      said(
        "reshape [2, 1]; dense 3 softmax",
        sparse,
        "[t0, t1]",
        [numbers("t0", 0, 2), numbers("t1", 0, 2)],
        ", class_weight: { 1: 3 }",
      ),
    ).toEqual([
      "error training/class-weight class_weight: { 1: 3 }: class_weight needs one class a row, " +
        "and the output has one at each position",
    ]));
});
