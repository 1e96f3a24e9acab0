import { describe, expect, it } from "vitest";
import * as families from "../../src/catalog/families.generated.js";
import { camelCase } from "../../src/catalog/layer-call.js";
import type { Word } from "../../src/catalog/word.js";
import { compile } from "../../src/index.js";
import { callbacks, layers, losses, optimizers, regularizers, schedules } from "../../src/runtime/api/factories.js";
import { argsFrom } from "../../src/runtime/api/options.js";

it("every word is exported under the camelCase of its name", () => {
  // Words of structure have no factory, and one of them is called import.
  const { structure: _, ...made } = families;
  const wrong = Object.values(made).flatMap((family: Readonly<Record<string, Word>>) =>
    Object.entries(family)
      .filter(([key, word]) => key !== camelCase(word.name))
      .map(([key, word]) => `${key}: ${word.name}`),
  );
  expect(wrong).toEqual([]);
});

const messageOf = (make: () => unknown): string => {
  try {
    make();
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
  return "no error";
};

describe("options that are no value of their kind", () => {
  const any = (options: Record<string, unknown>): never => options as never;

  /** A factory's call, and the layer that is as wrong in a spec. */
  const alike: readonly (readonly [string, () => unknown, string])[] = [
    ["conv2d", () => layers.conv2d(any({ filters: 4, kernelSize: ["a", "b"] })), 'conv2d 4 kernel_size=["a", 3]'],
    ["conv2d", () => layers.conv2d(any({ filters: 4, kernelSize: [3, 3, 3] })), "conv2d 4 kernel_size=3x3x3"],
    ["conv2d", () => layers.conv2d(any({ filters: 4, kernelSize: 0 })), "conv2d 4 kernel_size=0"],
    ["conv2d", () => layers.conv2d(any({ filters: 4, kernelSize: { foo: 1 } })), "conv2d 4 kernel_size={ foo: 1 }"],
    ["dense", () => layers.dense(any({ units: "8" })), 'dense units="8"'],
    ["dense", () => layers.dense(any({ units: 2.5 })), "dense units=2.5"],
    ["dense", () => layers.dense(any({ units: 8, useBias: 1 })), "dense 8 use_bias=1"],
    ["dense", () => layers.dense(any({ units: 8, activation: "rleu" })), "dense 8 activation=rleu"],
    ["dense", () => layers.dense(any({ units: 8, kernelRegularizer: 3 })), "dense 8 kernel_regularizer=3"],
    [
      "dense",
      () => layers.dense(any({ units: 8, kernelRegularizer: { word: "l2", args: { l2: -1 } } })),
      "dense 8 kernel_regularizer=l2(-1)",
    ],
    ["dropout", () => layers.dropout(any({ rate: 1.5 })), "dropout rate=1.5"],
    ["dropout", () => layers.dropout({}), "dropout"],
    ["dense", () => layers.dense(any({ unitss: 3 })), "dense 3 unitss=3"],
    ["padding", () => layers.conv2d(any({ filters: 4, kernelSize: 3, padding: "sam" })), "conv2d 4 3 padding=sam"],
  ];
  for (const [word, make, statement] of alike)
    it(`${statement}: with the checker's words`, () => {
      const { diagnostics } = compile(`model m { input 8x8x1; flatten from input as f\n ${statement} from input }`);
      const said = diagnostics.find((d) => d.severity === "error")!.message;
      const theirs = said.replace(/\b[a-z]+_[a-z_]+\b/g, (name) =>
        name.startsWith("kernel") ? camelCase(name) : name,
      );
      const ours = messageOf(make).replace(new RegExp(`^${word}: |^conv2d: `), "");
      expect(ours).toBe(theirs.replace("use_bias", "useBias"));
    });

  it("are TypeErrors, whatever was given for whatever parameter", () => {
    const odd = [() => 0, undefined, Number.NaN, Infinity, -1.5, "nothing such", [], [[]], {}, { foo: 1 }, true, 1n];
    const wrong: string[] = [];
    const words = Object.values(families).flatMap((family: Readonly<Record<string, Word>>) => Object.values(family));
    for (const word of words)
      for (const name of Object.keys(word.params))
        for (const value of [...odd, Symbol("s")]) {
          try {
            argsFrom(word, { [camelCase(name)]: value });
          } catch (error) {
            if (!(error instanceof TypeError) || /\[object|has no argument/.test(error.message))
              wrong.push(`${word.name} ${name}: ${String(error)}`);
          }
        }
    expect(wrong).toEqual([]);
  });

  it("also where they are arguments of arguments, and of words that are given by name", () => {
    expect(messageOf(() => optimizers.adam(any({ learningRate: { word: "cosine_decay", args: {} } })))).toBe(
      "adam: cosine_decay needs initial_learning_rate and decay_steps",
    );
    expect(messageOf(() => optimizers.adam(any({ learningRate: { word: "cosin_decay", args: {} } })))).toMatch(
      /^adam: there is no schedule `cosin_decay`; did you mean cosine_decay\?$/,
    );
    expect(messageOf(() => layers.dense(any({ units: 3, kernelRegularizer: regularizers.l2({ l2: 0.1 }) })))).toBe(
      "no error",
    );
    expect(messageOf(() => losses.huber(any({ delta: "1" })))).toBe(
      'huber: delta takes a number above 0, not the text "1"',
    );
    expect(messageOf(() => callbacks.earlyStopping(any({ patience: -1 })))).toBe(
      "earlyStopping: patience cannot be -1: at least 0",
    );
    expect(messageOf(() => layers.dense(any({ units: 3, name: 4 })))).toBe(
      "dense: name takes a text, not the number 4",
    );
    expect(messageOf(() => schedules.piecewiseConstantDecay(any({ boundaries: [1], values: [1] })))).toMatch(
      /^piecewiseConstantDecay: /,
    );
  });
});
