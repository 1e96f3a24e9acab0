import { describe, expect, it } from "vitest";
import { assign, type Uses } from "../../src/columns/assign.js";
import { fitsPattern } from "../../src/columns/pattern.js";

const names = ["p1", "p2", "price", "w", "time", "t1", "t2", "other"];
const uses = (more: Partial<Uses>): Uses => ({
  features: [{ input: "x", columns: null }],
  targets: [{ output: "o", columns: ["price"] }],
  weight: "w",
  order: ["time"],
  ...more,
});
const featuresOf = (columns: readonly string[] | null, more: Partial<Uses> = {}): readonly string[] =>
  assign(uses({ features: [{ input: "x", columns }], ...more }), names).features.get("x")!;

describe("columns of a pattern", () => {
  it("are none that has another use: no target, no weight, nothing that orders the rows", () => {
    expect(featuresOf(["*"])).toEqual(["p1", "p2", "t1", "t2", "other"]);
    expect(featuresOf(null)).toEqual(["p1", "p2", "t1", "t2", "other"]);
    expect(featuresOf(["p*"])).toEqual(["p1", "p2"]);
    expect(featuresOf(["t*"])).toEqual(["t1", "t2"]);
  });

  it("are none of a list of targets, and none of a target's pattern", () => {
    const list = { targets: [{ output: "o", columns: ["p1", "t2"] }] };
    expect(featuresOf(["p*", "t*"], list)).toEqual(["p2", "price", "t1"]);
    const pattern = { targets: [{ output: "o", columns: ["t*"] }] };
    expect(featuresOf(["*"], pattern)).toEqual(["p1", "p2", "price", "other"]);
    expect(assign(uses(pattern), names).targets.get("o")).toEqual(["t1", "t2"]);
  });

  it("come in where they are named: what orders the rows is a feature then", () => {
    expect(featuresOf(["time", "p*"])).toEqual(["time", "p1", "p2"]);
    expect(featuresOf(["p2", "p*"])).toEqual(["p2", "p1"]);
  });

  it("of a target leave the named features", () => {
    const { targets, features } = assign(
      uses({ targets: [{ output: "o", columns: ["t*"] }], features: [{ input: "x", columns: ["t1", "p1"] }] }),
      names,
    );
    expect([targets.get("o"), features.get("x")]).toEqual([["t2"], ["t1", "p1"]]);
  });

  it("are missing where nothing is left", () => {
    expect(assign(uses({ features: [{ input: "x", columns: ["price*", "z*", "zz"] }] }), names).missing).toEqual(
      ["price*", "z*", "zz"].map((name) => ({ param: "features", name })),
    );
  });

  it("are one column where it is really called so", () => {
    const { features } = assign(uses({ features: [{ input: "x", columns: ["p*"] }] }), [...names, "p*"]);
    expect(features.get("x")).toEqual(["p*"]);
  });
});

it("a named column in two uses is a conflict", () => {
  const codes = (more: Partial<Uses>) => assign(uses(more), names).conflicts.map((c) => [c.column, c.problem.code]);
  expect(codes({ features: [{ input: "x", columns: ["p1", "price"] }] })).toEqual([
    ["price", "data/target-in-features"],
  ]);
  expect(codes({ features: [{ input: "x", columns: ["w"] }] })).toEqual([["w", "data/column-twice"]]);
  expect(codes({ features: [{ input: "x", columns: ["p1", "p1"] }] })).toEqual([["p1", "data/column-twice"]]);
  expect(codes({ weight: "price" })).toEqual([["price", "data/column-twice"]]);
  expect(codes({ features: [{ input: "x", columns: ["*"] }] })).toEqual([]);
});

it.each([
  ["*", "", true],
  ["a*", "a", true],
  ["a*b", "ab", true],
  ["a*b", "b", false],
  ["ab*ba", "aba", false],
  ["a*c*e", "abcde", true],
  ["a*c*e", "aedc", false],
  ["*x*", "axb", true],
  ["a.c", "abc", false],
])("the pattern %s and %j: %s", (pattern, name, fits) => expect(fitsPattern(pattern, name)).toBe(fits));
