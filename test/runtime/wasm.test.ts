import type * as tfjs from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { layers } from "../../src/runtime/api/factories.js";
import { tfjsOps } from "../../src/runtime/engine/tfjs-ops.js";
import { openBackend } from "../../src/runtime/native/open-backend.js";
import { fit } from "../../src/runtime/training/fit.js";

let tf: typeof tfjs;
beforeAll(async () => void ({ tf } = await openBackend({ backend: "wasm" })));

it("one-hot values are ones on wasm too, whose kernel writes whole numbers into any dtype", async () => {
  const ops = tfjsOps(tf, { step: () => 0, rows: () => 2 });
  const hot = ops.oneHot(ops.constant([1, 2], [2], "int32"), 3) as unknown as { data(): Promise<Float32Array> };
  expect(Array.from(await hot.data())).toEqual([0, 1, 0, 0, 0, 1]);
});

describe("what wasm has no right gradient of", () => {
  const array = (...shape: number[]) => ({ shape, data: new Float32Array(shape.reduce((n, d) => n * d, 1)).fill(0.5) });
  const train = (inputShape: number[], ...middle: tfjs.layers.Layer[]) => {
    const rest = [tf.layers.flatten(), tf.layers.dense({ units: 1 })];
    const model = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape }), ...middle, ...rest] });
    return fit(model, { x: array(4, ...inputShape), y: array(4, 1) }, { optimizer: "sgd", loss: "mse" });
  };

  it.each([
    ["a convolution of tf.layers", () => [tf.layers.conv1d({ filters: 2, kernelSize: 2, name: "inside" })]],
    ["one of regnet's", () => [layers.conv1d({ filters: 2, kernelSize: 2, name: "inside" })]],
    ["max pooling", () => [tf.layers.maxPooling1d({ name: "inside" })]],
    [
      "a convolution in an inner model",
      () => [
        tf.sequential({
          layers: [
            tf.layers.inputLayer({ inputShape: [4, 2] }),
            tf.layers.conv1d({ filters: 2, kernelSize: 2, name: "inside" }),
          ],
        }),
      ],
    ],
  ])("%s is not trained there", async (_, middle) => {
    await expect(train([4, 2], ...middle())).rejects.toMatchObject({
      code: "runtime/wasm-gradient",
      message: expect.stringContaining("the wasm back end cannot train inside") as string,
      hint: "train on another back end",
    });
  });

  it("anything else is", async () => {
    const { history } = await train([4, 2], tf.layers.averagePooling1d({}));
    expect(history[0]!.logs["loss"]).toBeGreaterThan(0);
  });
});
