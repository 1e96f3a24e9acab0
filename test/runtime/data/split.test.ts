import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitRows } from "../../../src/runtime/data/split.js";
import type { SplitIr } from "../../../src/ir/ir.js";

const split = (fraction: number, more: Partial<SplitIr> = {}): SplitIr => ({
  fraction,
  seed: 1,
  stratify: false,
  order: null,
  ...more,
});
const none = { classes: null, keys: () => [] };

describe("splits", () => {
  it("takes fractions of all rows, disjoint and complete", () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 500 }),
        fc.integer({ min: 5, max: 40 }),
        fc.integer({ min: 5, max: 40 }),
        fc.boolean(),
        (rows, t, v, stratify) => {
          const classes = Int32Array.from({ length: rows }, (_, i) => i % 3);
          const parts = splitRows(split(t / 100, { stratify }), split(v / 100, { stratify, seed: 2 }), {
            ...none,
            rows,
            classes,
          });
          expect(parts.test!.length).toBe(Math.round((t / 100) * rows));
          expect(parts.validation!.length).toBe(Math.round((v / 100) * rows));
          expect([...parts.train, ...parts.validation!, ...parts.test!].sort((a, b) => a - b)).toEqual(
            Array.from({ length: rows }, (_, i) => i),
          );
        },
      ),
      { numRuns: 50 },
    ));

  it("makes disjoint folds of all rows but the test rows, with as many rows and classes each, give or take one", () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 12, max: 300 }),
        fc.integer({ min: 2, max: 8 }),
        fc.boolean(),
        fc.integer({ min: 0, max: 9 }),
        (rows, of, stratify, seed) => {
          const classes = Int32Array.from({ length: rows }, (_, i) => Number(i % 7 === 3) + Number(i % 3 === 0));
          const folds = Array.from({ length: of }, (_, i) =>
            splitRows(split(0.2), { fold: i + 1, of, seed, stratify }, { ...none, rows, classes }),
          );
          const all = folds.flatMap(({ validation }) => [...validation!]);
          expect([...all, ...folds[0]!.test!].sort((a, b) => a - b)).toEqual(Array.from({ length: rows }, (_, i) => i));
          for (const { train, validation, test } of folds) {
            expect(test).toEqual(folds[0]!.test);
            expect([...train, ...validation!].sort((a, b) => a - b)).toEqual([...all].sort((a, b) => a - b));
            expect([...validation!]).toEqual([...validation!].sort((a, b) => a - b));
          }
          const spread = (counts: readonly number[]): number => Math.max(...counts) - Math.min(...counts);
          expect(spread(folds.map(({ validation }) => validation!.length))).toBeLessThanOrEqual(1);
          for (const label of stratify ? [0, 1, 2] : [])
            expect(
              spread(folds.map(({ validation }) => validation!.filter((row) => classes[row] === label).length)),
            ).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 50 },
    ));

  it("is the same for the same seed and another for another", () => {
    const test = (seed: number) => splitRows(split(0.5, { seed }), null, { ...none, rows: 20 }).test;
    expect(test(1)).toEqual(test(1));
    expect(test(1)).not.toEqual(test(2));
  });

  it("stratifies by largest remainder", () => {
    // 7 of 10 are class 0, 3 class 1; of 5 rows 3.5 and 1.5: the tie goes to the smaller class index
    const classes = [0, 0, 0, 1, 0, 1, 0, 0, 1, 0];
    const { test } = splitRows(split(0.5, { stratify: true }), null, { ...none, rows: 10, classes });
    expect(Array.from(test!, (row) => classes[row]).sort()).toEqual([0, 0, 0, 0, 1]);
  });

  it("takes the last rows by position or column", () => {
    const keys = [5, 1, 4, 2, 3, 0];
    expect([...splitRows(split(1 / 3, { order: "row" }), null, { ...none, rows: 6 }).test!]).toEqual([4, 5]);
    const parts = splitRows(split(1 / 3, { order: "t" }), split(1 / 3, { order: "t" }), {
      rows: 6,
      classes: null,
      keys: () => keys,
    });
    expect([[...parts.test!], [...parts.validation!], [...parts.train]]).toEqual([
      [0, 2],
      [3, 4],
      [1, 5],
    ]);
  });
});
