import { expect, it } from "vitest";
import { openBackend } from "../../src/runtime/native/open-backend.js";
import { tfjsOps } from "../../src/runtime/engine/tfjs-ops.js";

it("one-hot values are ones on wasm too, whose kernel writes whole numbers into any dtype", async () => {
  const { tf } = await openBackend({ backend: "wasm" });
  const ops = tfjsOps(tf, { step: () => 0, rows: () => 2 });
  const hot = ops.oneHot(ops.constant([1, 2], [2], "int32"), 3) as unknown as { data(): Promise<Float32Array> };
  expect(Array.from(await hot.data())).toEqual([0, 1, 0, 0, 0, 1]);
});
