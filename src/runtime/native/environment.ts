import { createRequire } from "node:module";
import { isMainThread } from "node:worker_threads";

export interface NativeEnvironment {
  /** TensorFlow's threads within one operation. Small networks train twice as fast with 1. Absent: TensorFlow decides. */
  readonly threads?: number;
}

/**
 * The variables TensorFlow reads when its library is loaded, for what the user has not set. Node passes changes of `process.env` on to
 * the C library on the main thread only.
 */
export function nativeVariables(env: Readonly<Record<string, string | undefined>>, { threads }: NativeEnvironment): Readonly<Record<string, string>> {
  const wanted: Record<string, string> = { TF_CPP_MIN_LOG_LEVEL: "2" };
  if (threads !== undefined) {
    wanted["TF_NUM_INTRAOP_THREADS"] = String(threads);
    wanted["TF_NUM_INTEROP_THREADS"] = String(threads);
  }
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => env[name] === undefined));
}

/** Sets them; in a worker thread this has no effect on TensorFlow, and the main thread must have done it. */
export function prepareEnvironment(wanted: NativeEnvironment): void {
  if (isMainThread) Object.assign(process.env, nativeVariables(process.env, wanted));
}

/**
 * tfjs-node calls two functions of `util` that Node 23 removed and Node 22 warns about. Their meaning is one line each;
 * the fix in tfjs was merged in April 2025 (pull request 8425) and never released.
 */
export function restoreUtil(): void {
  const util = createRequire(import.meta.url)("node:util") as Record<string, unknown>;
  const [major = 0] = process.versions.node.split(".").map(Number);
  if (major < 22) return;
  util["isNullOrUndefined"] = (value: unknown) => value === null || value === undefined;
  util["isArray"] = Array.isArray;
}
