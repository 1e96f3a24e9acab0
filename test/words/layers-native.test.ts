import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { wordsOf } from "../../src/catalog/lookup.js";
import { nativeBinding, type BindingResult } from "../../src/runtime/native/index.js";
import { casesOf } from "./layer-case.js";
import { nativeFaults } from "./native-aspects.js";

/** Every layer as the graph engine records it, run by TensorFlow: Keras's numbers again, and the layers engine's. */
let native: BindingResult;
beforeAll(async () => {
  await tf.setBackend("cpu");
  native = await nativeBinding();
});

it.for(wordsOf("layer").map((word) => [word.name, word] as const))("layer %s", ([name, word], { skip }) => {
  if (!native.ok) return skip(native.failure.hint ?? native.failure.message);
  expect(nativeFaults(native.native.binding, word, casesOf(name))).toEqual([]);
});
