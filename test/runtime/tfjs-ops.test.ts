import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { tfjsOps } from "../../src/runtime/engine/tfjs-ops.js";
import type { Ops, Tensor } from "../../src/tensor/ops.js";
import { key, uniformAt } from "../../src/tensor/random.js";

let step = 1;
const ops = tfjsOps(tf, { step: () => step });
const raw = (t: Tensor): tf.Tensor => t as unknown as tf.Tensor;
const values = (t: Tensor): number[] => Array.from(raw(t).dataSync());
beforeAll(async () => void (await tf.setBackend("cpu")));

/** Values without ties and away from kinks. */
const spread = (shape: number[], from = -1.3, by = 0.37, modulo = 2.6): tf.Tensor =>
  tf.tensor(
    Array.from({ length: shape.reduce((n, d) => n * d, 1) }, (_, i) => from + ((i * by * 1.618) % modulo)),
    shape,
  );

/** All different by at least 0.1, in no order; for kinks where two values meet. */
const distinct = (shape: number[]): tf.Tensor => {
  const n = shape.reduce((p, d) => p * d, 1);
  return tf.tensor(
    Array.from({ length: n }, (_, i) => ((i * 29) % n) * 0.1 - 1.02),
    shape,
  );
};

/** Compares the gradient of Σ wᵢ·f(x)ᵢ with central differences, for every input. */
function checkGradient(f: (...x: Tensor[]) => Tensor, ...inputs: tf.Tensor[]): void {
  const total = (...x: tf.Tensor[]): tf.Scalar => {
    const y = raw(f(...x));
    const weights = tf.tensor(
      Array.from({ length: y.size }, (_, i) => 0.5 + ((i * 0.731) % 1)),
      y.shape,
    );
    return tf.sum(tf.mul(y, weights));
  };
  const gradients = tf.grads(total)(inputs);
  inputs.forEach((input, which) => {
    const got = Array.from(gradients[which]!.dataSync());
    expect(gradients[which]!.shape).toEqual(input.shape);
    const base = Array.from(input.dataSync());
    const h = 1e-2;
    base.forEach((_, i) => {
      const at = (delta: number): number => {
        const moved = base.map((v, j) => (j === i ? v + delta : v));
        return total(...inputs.map((t, j) => (j === which ? tf.tensor(moved, t.shape) : t))).dataSync()[0]!;
      };
      const slope = (at(-2 * h) - 8 * at(-h) + 8 * at(h) - at(2 * h)) / (12 * h);
      expect(Math.abs(got[i]! - slope), `input ${which}, element ${i}: ${got[i]} against ${slope}`).toBeLessThan(
        2e-3 * (1 + Math.abs(slope)),
      );
    });
  });
}

const close = (got: readonly number[], want: readonly number[], tolerance = 1e-6): void => {
  expect(got.length).toBe(want.length);
  got.forEach((g, i) =>
    expect(Math.abs(g - want[i]!), `${i}: ${g} against ${want[i]}`).toBeLessThan(tolerance * (1 + Math.abs(want[i]!))),
  );
};

describe("elementwise", () => {
  const plain: Partial<Record<keyof Ops, (x: number) => number>> = {
    neg: (x) => -x,
    abs: Math.abs,
    square: (x) => x * x,
    exp: Math.exp,
    expm1: Math.expm1,
    sin: Math.sin,
    cos: Math.cos,
    tanh: Math.tanh,
    sigmoid: (x) => 1 / (1 + Math.exp(-x)),
    relu: (x) => Math.max(x, 0),
    softplus: (x) => Math.log1p(Math.exp(x)),
  };
  it.each(Object.entries(plain))("%s", (name, f) => {
    const x = spread([2, 3]);
    const op = ops[name as "exp"];
    close(values(op(x)), Array.from(x.dataSync()).map(f), 2e-6);
    checkGradient(op, x);
  });
  it.each([
    ["sqrt", Math.sqrt],
    ["rsqrt", (x: number) => 1 / Math.sqrt(x)],
    ["log", Math.log],
    ["log1p", Math.log1p],
  ] as const)("%s", (name, f) => {
    const x = spread([5], 0.4);
    close(values(ops[name](x)), Array.from(x.dataSync()).map(f));
    checkGradient(ops[name], x);
  });
  it("erf is exact to float32", () => {
    // scipy.special.erf
    close(
      values(ops.erf(tf.tensor([-5, -2, -0.5, -0.01, 0, 0.3, 1, 3]))),
      [-1, -0.995322265, -0.520499878, -0.0112834156, 0, 0.328626759, 0.842700793, 0.99997791],
      3e-7,
    );
    checkGradient(ops.erf, spread([5]));
  });
  it("abs has gradient 0 at 0, clip outside its range", () => {
    expect(
      Array.from(
        tf
          .grad((x) => raw(ops.abs(x)))(tf.tensor([-2, 0, 3]))
          .dataSync(),
      ),
    ).toEqual([-1, 0, 1]);
    expect(
      Array.from(
        tf
          .grad((x) => raw(ops.clip(x, -1, 1)))(tf.tensor([-2, 0.5, 3]))
          .dataSync(),
      ),
    ).toEqual([0, 1, 0]);
  });
  it("rounds half to even; int32 stays int32; int32 / int32 is a fraction", () => {
    expect(values(ops.round(tf.tensor([0.5, 1.5, 2.5, -0.5])))).toEqual([0, 2, 2, 0]);
    expect(ops.add(tf.tensor([1, 2], [2], "int32"), 1).dtype).toBe("int32");
    expect(values(ops.div(tf.tensor([1, 3], [2], "int32"), 2))).toEqual([0.5, 1.5]);
  });
});

describe("arithmetic and choice", () => {
  it.each(["add", "sub", "mul", "div", "pow", "maximum", "minimum"] as const)("%s broadcasts", (name) => {
    checkGradient((a, b) => ops[name](a, b), spread([2, 3], 0.6), spread([3], 1.1, 0.3));
  });
  it("divNoNan is 0 with gradient 0 where the divisor is 0", () => {
    const a = tf.tensor([1, 2, 3]);
    const b = tf.tensor([0, 4, 0]);
    expect(values(ops.divNoNan(a, b))).toEqual([0, 0.5, 0]);
    const [da, db] = tf.grads((x, y) => raw(ops.divNoNan(x, y)))([a, b]);
    expect(Array.from(da!.dataSync())).toEqual([0, 0.25, 0]);
    expect(Array.from(db!.dataSync())).toEqual([0, -0.125, 0]);
    expect(values(ops.divNoNan(tf.ones([2, 2]), tf.scalar(0)))).toEqual([0, 0, 0, 0]);
  });
  it("where broadcasts, and stops NaN in the gradient", () => {
    const condition = ops.greater(tf.tensor([[1], [-1]]), 0);
    expect(values(ops.where(condition, tf.tensor([1, 2]), -1))).toEqual([1, 2, -1, -1]);
    checkGradient((a, b) => ops.where(condition, a, b), spread([2]), spread([2, 2]));
    const safe = tf.grad((x) => raw(ops.mul(ops.where(ops.greater(x, 0), x, 0), tf.tensor([1, Infinity]))))(
      tf.tensor([1, -1]),
    );
    expect(Array.from(safe.dataSync())).toEqual([1, 0]);
  });
  it("compares and combines", () => {
    const x = tf.tensor([1, 2, 3]);
    expect(values(ops.and(ops.greaterEqual(x, 2), ops.less(x, 3)))).toEqual([0, 1, 0]);
    expect(values(ops.or(ops.equal(x, 1), ops.not(ops.lessEqual(x, 2))))).toEqual([1, 0, 1]);
  });
});

describe("reductions", () => {
  const x = spread([2, 3, 4]);
  it.each(["sum", "mean", "max", "min", "prod"] as const)("%s over any axes", (name) => {
    for (const axes of [undefined, [-1], [0, 2], [1]]) checkGradient((v) => ops[name](v, axes), distinct([2, 3, 4]));
    expect(ops[name](x, [1], true).shape).toEqual([2, 1, 4]);
  });
  it("max shares its gradient among equals", () => {
    expect(
      Array.from(
        tf
          .grad((v) => raw(ops.max(v)))(tf.tensor([3, 1, 3, 2]))
          .dataSync(),
      ),
    ).toEqual([0.5, 0, 0.5, 0]);
  });
  it("argMax, cumsum", () => {
    expect(
      values(
        ops.argMax(
          tf.tensor([
            [1, 5, 5],
            [7, 2, 7],
          ]),
          -1,
        ),
      ),
    ).toEqual([1, 0]);
    expect(values(ops.cumsum(tf.tensor([1, 2, 3]), 0))).toEqual([1, 3, 6]);
    checkGradient((v) => ops.cumsum(v, 1), x);
  });
  it.each([-1, 1])("softmax, logSoftmax, logSumExp over axis %i", (axis) => {
    checkGradient((v) => ops.softmax(v, axis), x);
    checkGradient((v) => ops.logSoftmax(v, axis), x);
    checkGradient((v) => ops.logSumExp(v, [axis]), x);
    close(values(ops.exp(ops.logSoftmax(x, axis))), values(ops.softmax(x, axis)));
    close(values(ops.logSumExp(tf.tensor([1000, 1000]), [0])), [1000 + Math.log(2)]);
  });
  it("topK gives values with gradient and indices", () => {
    const { values: best, indices } = ops.topK(
      tf.tensor([
        [1, 9, 5],
        [4, 2, 3],
      ]),
      2,
    );
    expect(values(best)).toEqual([9, 5, 4, 3]);
    expect(values(indices)).toEqual([1, 2, 0, 2]);
    checkGradient((v) => ops.topK(v, 2).values, spread([2, 4]));
  });
});

describe("shape", () => {
  const x = spread([2, 3, 2]);
  it.each<[string, (v: Tensor) => Tensor, number[]]>([
    ["reshape", (v) => ops.reshape(v, [null, 6]), [2, 6]],
    ["transpose", (v) => ops.transpose(v, [2, 0, 1]), [2, 2, 3]],
    ["expandDims", (v) => ops.expandDims(v, -1), [2, 3, 2, 1]],
    ["squeeze", (v) => ops.squeeze(ops.expandDims(v, 1), [1]), [2, 3, 2]],
    ["concat", (v) => ops.concat([v, ops.mul(v, 2)], -1), [2, 3, 4]],
    ["stack", (v) => ops.stack([v, ops.mul(v, 2)], 1), [2, 2, 3, 2]],
    ["slice", (v) => ops.slice(v, [0, 1, 0], [-1, 2, null]), [2, 2, 2]],
    [
      "pad",
      (v) =>
        ops.pad(
          v,
          [
            [0, 0],
            [1, 2],
            [0, 1],
          ],
          7,
        ),
      [2, 6, 3],
    ],
    ["tile", (v) => ops.tile(v, [1, 2, 3]), [2, 6, 6]],
    ["tile of five dimensions", (v) => ops.tile(ops.reshape(v, [2, 1, 3, 1, 2]), [1, 2, 1, 2, 2]), [2, 2, 3, 2, 4]],
    ["broadcastLike", (v) => ops.broadcastLike(v, tf.zeros([4, 2, 3, 2])), [4, 2, 3, 2]],
    ["reverse", (v) => ops.reverse(v, [1]), [2, 3, 2]],
    ["gather", (v) => ops.gather(v, tf.tensor([2, 0, 2], [3], "int32"), 1), [2, 3, 2]],
  ])("%s", (_, f, shape) => {
    expect(f(x).shape).toEqual(shape);
    checkGradient(f, x);
  });
  it("oneHot leaves out what is outside", () => {
    expect(values(ops.oneHot(tf.tensor([1, 5, -1], [3], "int32"), 2))).toEqual([0, 1, 0, 0, 0, 0]);
    expect(ops.oneHot(tf.tensor([1], [1], "int32"), 2).dtype).toBe("float32");
  });
  it.each<[string, number[], number[], boolean, boolean]>([
    ["two matrices", [2, 3], [3, 2], false, false],
    ["a batch and a matrix", [2, 2, 3], [3, 2], false, false],
    ["a batch and a transposed matrix", [2, 2, 3], [2, 3], false, true],
    ["two batches that broadcast", [2, 1, 2, 3], [3, 3, 2], false, false],
    ["transposed first", [2, 3, 2], [2, 3, 2], true, false],
  ])("matmul of %s", (_, a, b, ta, tb) =>
    checkGradient((p, q) => ops.matmul(p, q, ta, tb), spread(a), spread(b, -0.9, 0.29)),
  );
});

interface Hand {
  readonly stride: number;
  readonly dilation: number;
  /** Zeros before and after. */
  readonly around: readonly [number, number];
  readonly groups: number;
}

/** Convolution by its definition, one dimension: x [N, W, C], filter [K, C / groups, F]. */
function convByHand(x: tf.Tensor, f: tf.Tensor, { stride, dilation, around: [before, after], groups }: Hand): number[] {
  const [n, w, c] = x.shape as [number, number, number];
  const [k, cg, out] = f.shape as [number, number, number];
  const xs = x.arraySync() as number[][][];
  const fs = f.arraySync() as number[][][];
  const width = Math.floor((w + before + after - ((k - 1) * dilation + 1)) / stride) + 1;
  const result: number[] = [];
  for (let i = 0; i < n; i++)
    for (let o = 0; o < width; o++)
      for (let m = 0; m < out; m++) {
        let sum = 0;
        const group = Math.floor(m / (out / groups));
        for (let t = 0; t < k; t++)
          for (let q = 0; q < cg; q++)
            sum += (xs[i]![o * stride + t * dilation - before]?.[group * (c / groups) + q] ?? 0) * fs[t]![q]![m]!;
        result.push(sum);
      }
  return result;
}

describe("convolution", () => {
  it.each([
    [1, 1, "valid", [0, 0], 1],
    [2, 1, "same", [0, 1], 1],
    [1, 2, "same", [2, 2], 1],
    [1, 2, [[3, 1]], [3, 1], 1],
    [2, 1, "valid", [0, 0], 2],
  ] as const)("one dimension: stride %i, dilation %i, %j", (stride, dilation, padding, around, groups) => {
    const x = spread([2, 6, 4]);
    const f = spread([3, 4 / groups, 2], -0.8, 0.23);
    const options = { strides: [stride], padding, dilations: [dilation], groups };
    close(values(ops.conv(x, f, options)), convByHand(x, f, { stride, dilation, around, groups }), 1e-5);
    checkGradient((a, b) => ops.conv(a, b, options), spread([1, 6, 4]), f);
  });
  it("two and three dimensions, unequal strides, dilated, grouped", () => {
    checkGradient(
      (a, b) => ops.conv(a, b, { strides: [2, 1], padding: "same", dilations: [1, 2], groups: 2 }),
      spread([1, 4, 4, 2]),
      spread([2, 2, 1, 2]),
    );
    checkGradient(
      (a, b) => ops.conv(a, b, { strides: [1, 2, 1], padding: "same", dilations: [1, 1, 2] }),
      spread([1, 2, 3, 3, 2]),
      spread([2, 2, 2, 2, 1]),
    );
  });
  it("depthwise, also with unequal strides", () => {
    for (const strides of [
      [1, 1],
      [2, 1],
    ])
      checkGradient(
        (a, b) => ops.depthwiseConv(a, b, { strides, padding: "same", dilations: [2, 1] }),
        spread([1, 4, 3, 2]),
        spread([2, 2, 2, 2]),
      );
    const x = spread([1, 5, 4, 2]);
    const f = spread([2, 3, 2, 2]);
    const full = ops.depthwiseConv(x, f, { strides: [1, 1], padding: "valid", dilations: [1, 1] });
    const strided = ops.depthwiseConv(x, f, { strides: [2, 1], padding: "valid", dilations: [1, 1] });
    close(values(strided), values(ops.gather(full, tf.tensor([0, 2], [2], "int32"), 1)));
    checkGradient(
      (a, b) => ops.depthwiseConv(a, b, { strides: [1], padding: "same", dilations: [1] }),
      spread([1, 4, 2]),
      spread([3, 2, 2]),
    );
  });
  it.each<[string, number[], number[], number[], number[], number[], "same" | "valid" | [number, number][]]>([
    ["1-D same", [1, 3, 2], [3, 2, 2], [2], [1], [6], "same"],
    ["1-D dilated, padded by hand", [1, 4, 2], [2, 2, 2], [1], [2], [4], [[1, 1]]],
    ["2-D valid", [1, 2, 3, 1], [2, 3, 2, 1], [2, 1], [1, 1], [4, 5], "valid"],
    ["3-D same", [1, 2, 2, 1, 1], [2, 2, 2, 2, 1], [2, 1, 1], [1, 1, 1], [4, 2, 1], "same"],
  ])(
    "transposed is the gradient of conv by its input: %s",
    (...[, xShape, fShape, strides, dilations, outputSize, padding]) => {
      const x = spread(xShape);
      const f = spread(fShape, -0.7, 0.31);
      const result = ops.convTranspose(x, f, { strides, dilations, outputSize, padding });
      const full = [xShape[0]!, ...outputSize, fShape.at(-2)!];
      expect(result.shape).toEqual(full);
      const viaGradient = tf.grad((v) => raw(ops.conv(v, f, { strides, dilations, padding })))(tf.zeros(full), x);
      close(values(result), Array.from(viaGradient.dataSync()), 1e-5);
      checkGradient((a, b) => ops.convTranspose(a, b, { strides, dilations, outputSize, padding }), x, f);
    },
  );
  it("pools; padding does not count in the mean", () => {
    expect(values(ops.avgPool(tf.tensor([1, 2, 3], [1, 3, 1]), { size: [2], strides: [2], padding: "same" }))).toEqual([
      1.5, 3,
    ]);
    expect(
      values(ops.maxPool(tf.tensor([-1, -2, -3], [1, 3, 1]), { size: [2], strides: [2], padding: "same" })),
    ).toEqual([-1, -3]);
    for (const padding of ["same", "valid"] as const)
      for (const pool of [ops.maxPool, ops.avgPool]) {
        checkGradient((a) => pool(a, { size: [2], strides: [1], padding }), distinct([1, 5, 2]));
        checkGradient((a) => pool(a, { size: [3, 2], strides: [2, 1], padding }), distinct([1, 4, 4, 1]));
        checkGradient((a) => pool(a, { size: [2, 2, 2], strides: [2, 1, 1], padding }), distinct([1, 3, 2, 3, 1]));
      }
  });
});

describe("randomness and gradients", () => {
  it("uniform is the contract's stream, fresh at every step", () => {
    step = 3;
    expect(values(ops.uniform([2, 2], 7))).toEqual([0, 1, 2, 3].map((i) => uniformAt(key(7, 3), i)));
    const before = values(ops.uniform([4], 7));
    step = 4;
    expect(values(ops.uniform([4], 7))).not.toEqual(before);
    expect(() => ops.uniform([null, 2], 7)).toThrow(/rows of the batch/);
  });
  it("normal has mean 0 and deviation 1", () => {
    const draws = values(ops.normal([4000], 1));
    const mean = draws.reduce((s, d) => s + d, 0) / draws.length;
    expect(Math.abs(mean)).toBeLessThan(0.05);
    expect(Math.abs(draws.reduce((s, d) => s + (d - mean) ** 2, 0) / draws.length - 1)).toBeLessThan(0.06);
  });
  it("stopGradient, and ops without a gradient between a weight and the loss", () => {
    const x = tf.tensor([1.2, 2.7]);
    const g = tf.grad((v) => raw(ops.add(ops.mul(v, ops.stopGradient(v)), ops.mul(v, ops.floor(v)))))(x);
    close(Array.from(g.dataSync()), [2.2, 4.7]);
    const h = tf.grad((v) => raw(ops.mul(v, ops.oneHot(ops.argMax(v, 0), 2))))(x);
    expect(Array.from(h.dataSync())).toEqual([0, 1]);
  });
});
