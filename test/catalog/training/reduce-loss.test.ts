import { expect, test } from "vitest";
import { maskedWeight, reduceLoss } from "../../../src/catalog/training/reduce-loss.js";
import { ops, tidy, values } from "./tf.js";

const of = (data: number[], shape = [data.length]) => ops.constant(data, shape);

test("row weights of values with further axes count for every position", () => {
  tidy(() => {
    const loss = of([1, 2, 3, 4, 5, 6], [2, 3]);
    expect(values(reduceLoss(ops, loss, of([1, 0]), null, "sum"))).toEqual([6]);
    expect(values(reduceLoss(ops, loss, of([1, 0]), null, "sum_over_batch_size"))).toEqual([1]);
  });
});

test("a mask that lets nothing through gives 0, not NaN", () => {
  tidy(() => {
    const nothing = ops.cast(of([0, 0]), "bool");
    for (const reduction of ["sum_over_batch_size", "mean", "sum", "mean_with_sample_weight"] as const)
      expect(values(reduceLoss(ops, of([3, 4]), null, nothing, reduction)), reduction).toEqual([0]);
  });
});

test("the means divide by what the mask lets through", () => {
  tidy(() => {
    const mask = ops.cast(of([1, 0, 1, 0]), "bool");
    expect(values(reduceLoss(ops, of([1, 2, 3, 4]), null, mask, "sum_over_batch_size"))).toEqual([2]);
    expect(values(maskedWeight(ops, of([1, 1, 3, 1]), mask, "mean")!)).toEqual([2, 0, 6, 0]);
    expect(values(maskedWeight(ops, null, mask, "sum")!)).toEqual([1, 0, 1, 0]);
  });
});
