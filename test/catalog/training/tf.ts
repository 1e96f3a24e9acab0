import * as tf from "@tensorflow/tfjs";
import { tfjsOps } from "../../../src/runtime/engine/tfjs-ops.js";
import type { Tensor } from "../../../src/tensor/ops.js";
import type { GoldenTensor } from "./golden.js";

/** The operations on TensorFlow.js's cpu back end, which needs nothing installed. */
await tf.setBackend("cpu");
export const ops = tfjsOps(tf, { step: () => 1 });

export const tensor = ({ data, shape, dtype }: GoldenTensor): Tensor => tf.tensor([...data], [...shape], dtype);
export const values = (x: Tensor): number[] => Array.from((x as unknown as tf.Tensor).dataSync());
export const gradient = (f: (x: Tensor) => Tensor, at: Tensor): number[] =>
  values(tf.grad((x) => f(x) as unknown as tf.Tensor)(at as unknown as tf.Tensor));
export const tidy = <T>(f: () => T): T => {
  let result: T | undefined;
  tf.tidy(() => void (result = f()));
  return result as T;
};
