import { describe, expect, it } from "vitest";
import type { Value } from "../../../src/ir/value.js";
import type { Shape } from "../../../src/tensor/ops.js";
import { flopsOf, shapeOf as shapeRule } from "../../support/layer-under-test.js";
import { complete, layer } from "./complete.js";

const shapeOf = (name: string, args: Readonly<Record<string, Value>>, ...inputs: Shape[]) =>
  shapeRule(layer(name), complete(layer(name), args), inputs);

describe("a shape that does not fit is explained with what to do", () => {
  it("an image without channels gets its channel axis", () => {
    expect(shapeOf("conv2d", { filters: 8, kernel_size: [3, 3] }, [null, 28, 28])).toEqual({
      problem: "needs images of 3 axes [height, width, channels], and gets [28, 28]",
      hint: "If the values are single-channel, add the channel axis with `reshape 28x28x1`.",
      insertBefore: "reshape 28x28x1",
      mended: [null, 28, 28, 1],
    });
  });

  it("a kernel larger than its input names both sizes, dilation included", () => {
    expect(
      shapeOf("conv2d", { filters: 8, kernel_size: [3, 3], dilation_rate: [2, 2] }, [null, 4, 4, 1]),
    ).toMatchObject({
      problem: "its kernel spans 5x5 with its dilation, more than the input [4, 4, 1] has",
    });
    expect(shapeOf("max_pooling2d", { pool_size: [3, 3] }, [null, 2, 2, 8])).toMatchObject({
      problem: "its window of 3x3 is larger than the input [2, 2, 8]",
    });
  });

  it("a residual whose width differs needs a projection, in the word for its rank", () => {
    const hint = (a: Shape, b: Shape) => (shapeOf("add", {}, a, b) as { readonly hint?: string }).hint;
    expect(hint([null, 64], [null, 128])).toContain(
      "needs a projection to 128 values on its last axis, such as `dense 128`",
    );
    expect(hint([null, 8, 8, 64], [null, 8, 8, 128])).toContain("`conv2d 128 1`");
    expect(hint([null, 8, 8, 64], [null, 4, 4, 128])).toContain("same strides and filters");
  });

  it("a map before repeat_vector is to be flattened", () => {
    expect(shapeOf("repeat_vector", { n: 3 }, [null, 4, 4])).toMatchObject({ insertBefore: "flatten" });
  });

  it("a reshape that loses values names both counts", () => {
    expect(shapeOf("reshape", { target_shape: [5, null] }, [null, 12])).toMatchObject({
      problem: "cannot arrange the 12 values of [12] as [5, none], which needs a multiple of 5",
    });
  });
});

describe("rules between parameters", () => {
  const broken = (name: string, args: Readonly<Record<string, Value>>) =>
    layer(name).check!(complete(layer(name), args));

  it("refuse strides with dilation, filters that groups do not divide, too much output padding", () => {
    expect(broken("conv2d", { filters: 8, kernel_size: [3, 3], strides: [2, 2], dilation_rate: [2, 2] })).toContain(
      "cannot be combined",
    );
    expect(broken("conv1d", { filters: 8, kernel_size: [3], groups: 3 })).toContain("multiple of groups");
    expect(
      broken("conv2d_transpose", { filters: 1, kernel_size: [3, 3], strides: [2, 2], output_padding: [1, 2] }),
    ).toContain("below strides");
    expect(broken("conv2d", { filters: 8, kernel_size: [3, 3] })).toBeNull();
  });

  it("refuse the batch axis, and a permutation with gaps", () => {
    expect(broken("concatenate", { axis: 0 })).toContain("the batch");
    expect(broken("permute", { dims: [1, 3] })).toContain("each of 1 to 2 once");
  });
});

describe("floating-point operations of one row", () => {
  it("count multiplications and additions of convolutions", () => {
    const flops = (name: string, args: Readonly<Record<string, Value>>, input: Shape) => {
      const word = layer(name);
      const all = complete(word, args);
      return flopsOf(word, all, [input]);
    };
    expect(flops("conv2d", { filters: 4, kernel_size: [3, 3], use_bias: false }, [null, 5, 5, 2])).toBe(
      2 * 9 * 2 * 4 * 9,
    );
    expect(flops("conv2d", { filters: 4, kernel_size: [3, 3], groups: 2 }, [null, 5, 5, 2])).toBe(
      2 * 9 * 4 * 9 + 4 * 9,
    );
    expect(flops("depthwise_conv2d", { kernel_size: [3, 3], use_bias: false }, [null, 5, 5, 2])).toBe(2 * 9 * 2 * 9);
    expect(flops("separable_conv1d", { filters: 3, kernel_size: [2], use_bias: false }, [null, 4, 2])).toBe(
      3 * (2 * 2 * 2 + 2 * 2 * 3),
    );
  });
});
