import { describe, expect, it } from "vitest";
import { suggest } from "../../src/text/suggest.js";

const losses = [
  "binary_crossentropy",
  "categorical_crossentropy",
  "sparse_categorical_crossentropy",
  "mean_squared_error",
];

describe("what was meant", () => {
  it.each([
    ["binary_crossentopy", "binary_crossentropy"],
    ["sparse_crossentropy", "sparse_categorical_crossentropy"],
    ["sparse-crossentropy", "sparse_categorical_crossentropy"],
    ["mean_error", "mean_squared_error"],
    ["BinaryCrossentropy", "binary_crossentropy"],
    // Two have its part: the nearest.
    ["x_crossentropy", undefined],
    ["error_mean", undefined],
    ["hinge", undefined],
  ])("by %s: %s", (typed, meant) => expect(suggest(typed, losses)).toBe(meant));
});
