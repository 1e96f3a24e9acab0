import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { wordsOf } from "../../src/catalog/lookup.js";
import { needsNative } from "../support/needs.js";
import { casesOf } from "./layer-case.js";
import { nativeFaults } from "./native-aspects.js";

/** Every layer as the graph engine records it, run by TensorFlow: Keras's numbers again, and the layers engine's. */
beforeAll(async () => void (await tf.setBackend("cpu")));

it.each(wordsOf("layer").map((word) => [word.name, word] as const))("layer %s", async (name, word) => {
  const { binding } = await needsNative();
  expect(nativeFaults(binding, word, casesOf(name))).toEqual([]);
});
