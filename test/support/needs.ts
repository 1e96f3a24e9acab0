import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { beforeAll, TestRunner } from "vitest";
import type { Failure } from "../../src/diagnostics/failure.js";
import { loadNative, nativeBinding, type NativeBinding, type NativeEngine } from "../../src/runtime/native/index.js";
import { isSwitchedOff } from "../../src/runtime/native/switched-off.js";

/**
 * What a machine may lack. A test asks here for what it needs, and is skipped with the reason where that is missing;
 * it fails instead where `REGNET_REQUIRE` names the need: `REGNET_REQUIRE=native`, several with commas.
 */
const needs = ["native", "browser", "linux"] as const;
type Need = (typeof needs)[number];

/**
 * The models of the tests are small, and two test files run at a time: threads that wait for one another take twice the
 * time of one. Commands that are run as processes choose for themselves.
 */
const threads = { threads: 1 };

type Found<T> = { readonly here: true; readonly value: T } | { readonly here: false; readonly why: string };

const required = (process.env["REGNET_REQUIRE"] ?? "").split(",").filter((name) => name !== "");
const unknown = required.filter((name) => !(needs as readonly string[]).includes(name));
if (unknown.length > 0) throw new Error(`REGNET_REQUIRE names ${unknown.join()}; there are ${needs.join()}`);

async function orSkip<T>(need: Need, find: () => Promise<Found<T>>): Promise<T> {
  const found = await find();
  if (found.here) return found.value;
  if (required.includes(need)) throw new Error(`REGNET_REQUIRE names ${need}, but ${found.why}`);
  const test = TestRunner.getCurrentTest();
  if (test === undefined) throw new Error("only a running test can be skipped; for a hook see beforeAllWith");
  return test.context.skip(found.why);
}

/** A library that is installed and does not load is broken, not missing: it throws. */
function missing(failure: Failure): Found<never> {
  if (failure.code !== "native/not-set-up") throw failure;
  return { here: false, why: "TensorFlow's library is not installed here; npx regnet doctor --fix sets it up" };
}
const off = { here: false, why: "TensorFlow's library is switched off by REGNET_NATIVE" } as const;

async function findBinding(): Promise<Found<NativeBinding>> {
  if (isSwitchedOff()) return off;
  const result = await nativeBinding(threads);
  return result.ok ? { here: true, value: result.native } : missing(result.failure);
}

async function findBackend(): Promise<Found<NativeEngine>> {
  if (isSwitchedOff()) return off;
  const result = await loadNative(threads);
  return result.ok ? { here: true, value: result.engine } : missing(result.failure);
}

const browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The path of a Chromium: `REGNET_CHROMIUM`, else the first on the path. */
async function findBrowser(): Promise<Found<string>> {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const path =
    process.env["REGNET_CHROMIUM"] ||
    folders.flatMap((folder) => browsers.map((name) => join(folder, name))).find((file) => existsSync(file));
  return path
    ? { here: true, value: path }
    : { here: false, why: "there is no Chromium here; apt-get install chromium, or REGNET_CHROMIUM=path" };
}

async function findLinux(): Promise<Found<true>> {
  return process.platform === "linux" ? { here: true, value: true } : { here: false, why: "this is not Linux" };
}

/** TensorFlow's library, loaded. */
export const needsNative = (): Promise<NativeBinding> => orSkip("native", findBinding);

/** TensorFlow's library, loaded, as the back end of tfjs. */
export const needsNativeBackend = (): Promise<NativeEngine> => orSkip("native", findBackend);

/** The path of a Chromium. */
export const needsBrowser = (): Promise<string> => orSkip("browser", findBrowser);

/** A system with `/dev` and `/proc`. */
export const needsLinux = (): Promise<true> => orSkip("linux", findLinux);

const finders = { native: findBinding, browser: findBrowser, linux: findLinux };
type Value<N extends Need> = Extract<Awaited<ReturnType<(typeof finders)[N]>>, { here: true }>["value"];

/**
 * Prepares what tests share that all ask for the same, each for itself, and gives what is to be done after them; does
 * nothing where it is missing.
 */
export const beforeAllWith = <N extends Need>(
  need: N,
  prepare: (value: Value<N>) => Promise<void | (() => Promise<void>)>,
  timeout?: number,
): void =>
  beforeAll(async () => {
    const found = await finders[need]();
    return found.here ? prepare(found.value) : undefined;
  }, timeout);
