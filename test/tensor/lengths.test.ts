import { describe, expect, it } from "vitest";
import {
  floorDivided,
  mentionsRows,
  minus,
  namesOf,
  plus,
  quotient,
  readLength,
  renamed,
  times,
  valueOfLength,
  type LengthArithmetic,
} from "../../src/tensor/lengths.js";
import type { Dim } from "../../src/tensor/ops.js";
import { random } from "../../src/tensor/random.js";

describe("open lengths", () => {
  it("have one text for what is equal", () => {
    expect(plus("x.1", 2)).toBe("x.1 + 2");
    expect(plus("b", "a", 1, "b")).toBe("a + 2*b + 1");
    expect(minus(plus("x.1", 2), 2)).toBe("x.1");
    expect(minus("x.1", "x.1")).toBe(0);
    expect(minus(1, "x.1")).toBe("-x.1 + 1");
    expect(times(2, "x.1", 7)).toBe("14*x.1");
    expect(times(plus("a", 1), plus("a", -1))).toBe("a*a - 1");
    expect(times("a", 0)).toBe(0);
  });

  it("keep the rows as null wherever they are alone", () => {
    expect(plus(null, 0)).toBe(null);
    expect(times(null, "x.1")).toBe("rows*x.1");
    expect(quotient(times(null, "x.1", 8), times("x.1", 8))).toBe(null);
    expect(plus(null, null)).toBe("2*rows");
  });

  it("are divided down with what is whole taken out", () => {
    expect(floorDivided("n", 2)).toBe("floor(n / 2)");
    expect(floorDivided(times(4, "n"), 2)).toBe("2*n");
    expect(plus(floorDivided(minus("n", 3), 2), 1)).toBe("floor((n + 1) / 2) - 1");
    expect(plus(floorDivided(minus("n", 1), 2), 1)).toBe(floorDivided(plus("n", 1), 2));
    expect(floorDivided(floorDivided("n", 2), 2)).toBe("floor(n / 4)");
    expect(floorDivided(floorDivided(7, 2), 2)).toBe(1);
    // A length that is halved and doubled is the same for even ones only.
    expect(times(2, floorDivided("n", 2))).toBe("2*floor(n / 2)");
    expect(times(2, floorDivided(times(2, "n"), 2))).toBe("2*n");
  });

  it("are divided by what goes into them whatever they are", () => {
    expect(quotient(times("a", "b", 6), times(3, "b"))).toBe("2*a");
    expect(quotient(times(plus("a", 2), plus("b", 1)), plus("b", 1))).toBe("a + 2");
    expect(quotient("a", 2)).toBe(undefined);
    expect(quotient("a", "b")).toBe(undefined);
    expect(quotient(plus("a", 1), "a")).toBe(undefined);
    expect(quotient(12, 5)).toBe(undefined);
    expect(quotient(0, 5)).toBe(0);
    expect(quotient(5, 0)).toBe(undefined);
  });

  it("are read as people write them", () => {
    expect(readLength(" 2 * steps+1")).toBe("2*steps + 1");
    expect(readLength("(a + 1) * (a - 1)")).toBe("a*a - 1");
    expect(readLength("floor((n - 3) / 2) + 1")).toBe("floor((n + 1) / 2) - 1");
    expect(readLength("floor(floor(n / 2)*m / 3)")).toBe("floor(floor(n / 2)*m / 3)");
    expect(readLength("28")).toBe(28);
    expect(readLength("rows")).toBe(null);
    for (const text of ["", "2*", "a b", "a +", "floor(a)", "floor(a / 0)", "a / 2", "(a", "-"])
      expect([text, readLength(text)]).toEqual([text, undefined]);
  });
});

const names = ["a", "b", "x.1", "rows"];
const numbers = (at: Readonly<Record<string, number>>): LengthArithmetic<number> => ({
  number: (n) => n,
  named: (name) => at[name]!,
  add: (a, b) => a + b,
  multiply: (a, b) => a * b,
  floorDivide: (a, by) => Math.floor(a / by),
});

/** An expression by the functions, with what it has to give. */
function anyLength(
  draw: () => number,
  at: Readonly<Record<string, number>>,
  depth: number,
): { readonly d: Dim; readonly n: number } {
  const pick = Math.floor(draw() * (depth === 0 ? 2 : 6));
  if (pick === 0) {
    const n = Math.floor(draw() * 9);
    return { d: n, n };
  }
  if (pick === 1) {
    const name = names[Math.floor(draw() * names.length)]!;
    return { d: name === "rows" ? null : name, n: at[name]! };
  }
  const a = anyLength(draw, at, depth - 1);
  if (pick === 5) {
    const by = 1 + Math.floor(draw() * 4);
    return { d: floorDivided(a.d, by), n: Math.floor(a.n / by) };
  }
  const b = anyLength(draw, at, depth - 1);
  if (pick === 2) return { d: plus(a.d, b.d), n: a.n + b.n };
  return pick === 3 ? { d: minus(a.d, b.d), n: a.n - b.n } : { d: times(a.d, b.d), n: a.n * b.n };
}

describe("any expression", () => {
  it("has the value of what it was made of, and is read as itself", () => {
    const source = random(7);
    for (let i = 0; i < 3000; i++) {
      const at = Object.fromEntries(names.map((name) => [name, source.below(40)]));
      const { d, n } = anyLength(() => source.uniform(), at, 4);
      expect([d, valueOfLength(d, numbers(at)) + 0]).toEqual([d, n + 0]);
      if (typeof d === "string") expect(readLength(d)).toBe(d);
    }
  });

  it("comes back from a product by division", () => {
    const source = random(8);
    for (let i = 0; i < 1000; i++) {
      const at = Object.fromEntries(names.map((name) => [name, 0]));
      const [a, b] = [anyLength(() => source.uniform(), at, 3).d, anyLength(() => source.uniform(), at, 2).d];
      if (b !== 0) expect([a, b, quotient(times(a, b), b)]).toEqual([a, b, a]);
    }
  });
});

it("says what a length is computed from, and takes others in their place", () => {
  const length = plus(times(2, "x.1"), floorDivided(plus("y.1", 1), 2), times("x.1", "z.2"));
  expect([...namesOf(length)].sort()).toEqual(["x.1", "y.1", "z.2"]);
  expect(namesOf(4)).toEqual([]);
  expect(namesOf(null)).toEqual([]);
  expect(renamed(minus("a.1", "b.1"), () => "a.1")).toBe(0);
  expect(renamed(plus(times(2, null), "b.1"), () => "a.1")).toBe(plus(times(2, null), "a.1"));
  expect(renamed(floorDivided(plus("a.1", 3), 2), (name) => name.replace("a", "b"))).toBe(
    floorDivided(plus("b.1", 3), 2),
  );
  expect([null, times(2, null), plus("x.1", null), "rows.1", "x.rows", 3, "x.1"].map(mentionsRows)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
