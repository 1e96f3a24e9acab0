import type * as tfjs from "@tensorflow/tfjs";
import { nativeCodes } from "../../diagnostics/codes/native.js";
import type { NativeEnvironment } from "./environment.js";
import { loadNative, type NativeEngine, type NativeResult } from "./load-native.js";
import { nativeFailure } from "./native-failure.js";
import { loadCpu, loadWasm, wasmFolder } from "./plain-backends.js";
import { setUpNative } from "./set-up.js";
import { isSwitchedOff } from "./switched-off.js";

export type BackendName = "native" | "wasm" | "cpu";

export interface OpenBackendOptions extends NativeEnvironment {
  /** Default "auto": native, setting it up when it is missing; else the fallback. */
  readonly backend?: "auto" | BackendName;
  /**
   * What takes native's place under "auto": "cpu" for networks with convolutions or embeddings, which wasm cannot
   * train. Default "wasm".
   */
  readonly fallback?: "wasm" | "cpu";
  /**
   * Set the native engine up when it is missing. Default true; Under "auto" REGNET_NATIVE=off prevents it, and the use
   * of one that is there.
   */
  readonly setUp?: boolean;
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal;
}

export interface OpenBackend {
  readonly tf: typeof tfjs;
  readonly backend: BackendName;
  /** The raw native engine when that is the backend. */
  readonly native: NativeEngine | null;
  /** The one line for the user when it is not native although nobody asked for another; else null. */
  readonly line: string | null;
}

/**
 * Starts the tfjs backend that was asked for or is best. Throws a `Failure` when one asked for by name does not run.
 */
export async function openBackend(options: OpenBackendOptions = {}): Promise<OpenBackend> {
  const { backend = "auto", fallback = "wasm", threads, setUp = true, onLine, signal } = options;
  if (backend === "wasm" || backend === "cpu") return plain(backend, null);
  const environment = threads === undefined ? {} : { threads };
  const off = backend === "auto" && isSwitchedOff();
  let result: NativeResult = off
    ? { ok: false, failure: nativeFailure("native/off", {}) }
    : await loadNative(environment);
  if (!result.ok && setUp && !off) {
    const done = await setUpNative({
      automatic: backend === "auto",
      ...(onLine && { onLine }),
      ...(signal && { signal }),
    });
    signal?.throwIfAborted();
    result = done.ok ? await loadNative(environment) : { ok: false, failure: done.failure };
  }
  if (result.ok) return { tf: result.engine.tf, backend: "native", native: result.engine, line: null };
  if (backend === "native") throw result.failure;
  const other = fallback === "wasm" && wasmFolder() === null ? "cpu" : fallback;
  return plain(
    other,
    nativeCodes["native/not-running"].message({ backend: other, reason: result.failure.message, off }),
  );
}

async function plain(backend: "wasm" | "cpu", line: string | null): Promise<OpenBackend> {
  return { tf: await (backend === "wasm" ? loadWasm() : loadCpu()), backend, native: null, line };
}
