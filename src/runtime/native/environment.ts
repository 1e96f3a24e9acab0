import { createRequire } from "node:module";
import { isMainThread } from "node:worker_threads";

export interface NativeEnvironment {
  /**
   * TensorFlow's threads. Small networks train twice as fast with 1. Absent: the user's variables, else TensorFlow,
   * decide.
   */
  readonly threads?: number;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Within one operation, and of operations at a time. */
const THREADS = ["TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"] as const;

/**
 * Whether the environment says how many threads TensorFlow has: what nobody asked for, such as a choice by the model's
 * size, gives way to that.
 */
export const setsThreads = (env: Variables): boolean => THREADS.some((name) => env[name] !== undefined);

/**
 * The variables TensorFlow reads when its library is loaded: the threads as wanted, whatever the environment says,
 * since a run records them, and a log level where the user set none. Node passes changes of `process.env` on to the C
 * library on the main thread only.
 */
export const nativeVariables = (env: Variables, { threads }: NativeEnvironment): Readonly<Record<string, string>> => ({
  ...(env["TF_CPP_MIN_LOG_LEVEL"] === undefined && { TF_CPP_MIN_LOG_LEVEL: "2" }),
  ...(threads !== undefined && Object.fromEntries(THREADS.map((name) => [name, String(threads)]))),
});

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
