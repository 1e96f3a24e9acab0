import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { work, type Done, type Work } from "./program.js";

/** What the test asks of the page: null where it has no such back end. */
const onBackend = async (backend: string, asked: Work): Promise<Done | null> => {
  if (backend === "wasm") setWasmPaths("/wasm/");
  const runs = await tf.setBackend(backend).catch(() => false);
  return runs && tf.getBackend() === backend ? work(asked) : null;
};
Object.assign(globalThis, { onBackend });
