import { expect, test } from "vitest";
import { findWord, wordNamed } from "../../../src/catalog/lookup.js";
import type { Args } from "../../../src/ir/value.js";
import { random } from "../../../src/tensor/random.js";
import goldens from "../../goldens/catalog/values.json" with { type: "json" };
import { error, withDefaults } from "./engine.js";

interface Statistics {
  readonly name: string;
  readonly args: Args;
  readonly shape: readonly number[];
  readonly mean: number;
  readonly std: number;
  readonly min: number;
  readonly max: number;
  readonly kurtosis: number;
}

const values = (name: string, args: Args, shape: readonly number[], seed = 7): Float32Array =>
  wordNamed("initializer", name).values(withDefaults(wordNamed("initializer", name), args), shape, random(seed));

function describe(v: ArrayLike<number>): Omit<Statistics, "name" | "args" | "shape"> {
  const all = Array.from(v);
  const mean = all.reduce((a, b) => a + b, 0) / all.length;
  const moment = (k: number) => all.reduce((a, b) => a + (b - mean) ** k, 0) / all.length;
  return {
    mean,
    std: Math.sqrt(moment(2)),
    min: all.reduce((a, b) => Math.min(a, b)),
    max: all.reduce((a, b) => Math.max(a, b)),
    kurtosis: moment(4) / moment(2) ** 2,
  };
}

const drawn = goldens.initializers as unknown as readonly Statistics[];

test.each(drawn.map((c) => [`${c.name} ${JSON.stringify(c.args)} ${c.shape.join("x")}`, c] as const))(
  "%s: Keras's distribution",
  (_title, c) => {
    const ours = describe([1, 2, 3, 4, 5, 6, 7, 8].flatMap((seed) => [...values(c.name, c.args, c.shape, seed)]));
    const n = 8 * c.shape.reduce((a, b) => a * b, 1);
    const noise = 6 / Math.sqrt(n); // six standard errors, both sides drawn
    expect(Math.abs(ours.mean - c.mean)).toBeLessThan(noise * c.std * 1.5);
    expect(Math.abs(ours.std / c.std - 1)).toBeLessThan(noise * 1.5);
    expect(Math.abs(ours.kurtosis - c.kurtosis)).toBeLessThan(noise * 8);
    // Bounded distributions end where Keras's do; a normal one has no end.
    const apart = c.kurtosis > 2.9 ? Infinity : 0.03 * c.std;
    expect(Math.abs(ours.max - c.max)).toBeLessThan(apart);
    expect(Math.abs(ours.min - c.min)).toBeLessThan(apart);
  },
);

test.each(goldens.constants.map((c) => [`${c.name} ${JSON.stringify(c.args)} ${c.shape.join("x")}`, c] as const))(
  "%s: Keras's values",
  (_title, c) => {
    expect(error(values(c.name, c.args as unknown as Args, c.shape), c.values)).toBe(0);
  },
);

test.each([
  ["tall", [24, 7], 1],
  ["wide", [7, 24], 1],
  ["kernel", [3, 3, 4, 8], 2.5],
])("orthogonal: %s weights are orthogonal times the gain", (_title, shape, gain) => {
  const v = values("orthogonal", { gain }, shape);
  const columns = shape.at(-1)!;
  const rows = v.length / columns;
  const at = (i: number, k: number) => (rows >= columns ? v[k * columns + i]! : v[i * columns + k]!);
  const [few, many] = [Math.min(rows, columns), Math.max(rows, columns)];
  for (let i = 0; i < few; i++)
    for (let j = 0; j < few; j++) {
      let product = 0;
      for (let k = 0; k < many; k++) product += at(i, k) * at(j, k);
      expect(Math.abs(product - (i === j ? gain ** 2 : 0))).toBeLessThan(1e-5);
    }
});

test("the same seed draws the same, another seed something else", () => {
  expect(values("he_normal", {}, [5, 5], 3)).toEqual(values("he_normal", {}, [5, 5], 3));
  expect(values("he_normal", {}, [5, 5], 3)).not.toEqual(values("he_normal", {}, [5, 5], 4));
});

test("Keras's short names", () => {
  const names = ["uniform", "normal", "zero", "one"].map((alias) => findWord("initializer", alias)!.name);
  expect(names).toEqual(["random_uniform", "random_normal", "zeros", "ones"]);
});

test("shapes that cannot be initialised so are refused", () => {
  const check = (name: string, shape: readonly number[], args: Args = {}) =>
    wordNamed("initializer", name).check!(withDefaults(wordNamed("initializer", name), args), shape);
  expect(check("identity", [3])).toContain("matrix");
  expect(check("identity", [3, 4])).toBeNull();
  expect(check("orthogonal", [3])).toContain("two axes");
  expect(check("variance_scaling", [3, 4], { input_axes: [0], output_axes: [2] })).toContain("no axis 2");
});
