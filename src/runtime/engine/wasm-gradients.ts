import * as tf from "@tensorflow/tfjs";
import { isBeyondWasm } from "../../catalog/beyond-wasm.js";
import { wordsOf } from "../../catalog/lookup.js";
import { beyondWasmFailure } from "./beyond-wasm-failure.js";
import { RegnetLayer } from "./layer.js";
import { layersOf } from "./model-weights.js";

/** Of `tf.layers`, by class name, which is Keras's. */
const classes = new Set(wordsOf("layer").flatMap((word) => (isBeyondWasm(word) && word.keras ? [word.keras] : [])));

/** @throws Failure when the wasm back end runs and cannot train the model: its numbers would be wrong without a word */
export function requireGradients(model: tf.LayersModel): void {
  if (tf.getBackend() !== "wasm") return;
  const found = layersOf(model).find(({ layer }) =>
    layer instanceof RegnetLayer ? isBeyondWasm(layer.word) : classes.has(layer.getClassName()),
  );
  if (found) throw beyondWasmFailure(found.layer.name, "train on another back end");
}
