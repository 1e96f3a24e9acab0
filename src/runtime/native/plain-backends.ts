import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import type * as tfjs from "@tensorflow/tfjs";
import { quietCpu } from "../engine/quiet-cpu.js";
import { nativeFailure } from "./native-failure.js";

/** tfjs-backend-wasm's three builds; which one runs depends on the processor. */
const wasmFiles = [
  "tfjs-backend-wasm.wasm",
  "tfjs-backend-wasm-simd.wasm",
  "tfjs-backend-wasm-threaded-simd.wasm",
] as const;

/** The folder of tfjs-backend-wasm's files in node_modules; null when the package or a file is missing. */
export function wasmFolder(): string | null {
  try {
    const folder = join(
      dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm/package.json")),
      "dist",
    );
    return wasmFiles.every((file) => existsSync(join(folder, file))) ? folder : null;
  } catch {
    return null;
  }
}

/** Makes WebAssembly the backend of regnet's tfjs. Throws `native/broken-installation`. */
export async function loadWasm(): Promise<typeof tfjs> {
  const folder = wasmFolder();
  if (folder === null)
    throw nativeFailure("native/broken-installation", { file: `@tensorflow/tfjs-backend-wasm/dist/${wasmFiles[0]}` });
  const tf = await import("@tensorflow/tfjs");
  const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
  // Once the backend runs, the paths cannot change any more, and need not.
  if (tf.getBackend() !== "wasm") {
    setWasmPaths(folder + sep);
    if (!(await tf.setBackend("wasm"))) throw nativeFailure("native/broken-installation", { file: folder });
  }
  return tf;
}

/** Makes plain JavaScript the backend. */
export async function loadCpu(): Promise<typeof tfjs> {
  const tf = await import("@tensorflow/tfjs");
  quietCpu(tf);
  if (!(await tf.setBackend("cpu")))
    throw nativeFailure("native/broken-installation", { file: "@tensorflow/tfjs-backend-cpu" });
  return tf;
}
