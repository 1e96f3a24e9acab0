import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { officialTensorFlow, tfjsNodeVersion, type Machine } from "./machine.js";
import { nativeFailure, oneLine } from "./native-failure.js";
import { untar } from "./untar.js";
import { unzip } from "./unzip.js";

/** tfjs-node's own two archives for a machine. */
export interface OfficialPlan {
  readonly library: string;
  readonly addon: string;
}

export const officialAddonPath = "lib/napi-v8/tfjs_binding.node";

/** The addresses its install script would use, with its settings for mirrors; null where it publishes no addon. */
export function officialPlan({
  platform,
  arch,
  libc,
  env,
}: Pick<Machine, "platform" | "arch" | "libc" | "env">): OfficialPlan | null {
  const system = ({ linux: "linux", darwin: "darwin", win32: "windows" } as Partial<Record<NodeJS.Platform, string>>)[
    platform
  ];
  if (system === undefined || arch !== "x64" || libc === "musl") return null;
  const ending = platform === "win32" ? "zip" : "tar.gz";
  const host = env["TFJS_NODE_CDN_STORAGE"] || "https://storage.googleapis.com/";
  const base = env["TFJS_NODE_BASE_URI"] || `${host}tensorflow/libtensorflow/libtensorflow-`;
  return {
    library: `${base}cpu-${system}-x86_64-${officialTensorFlow}.${ending}`,
    addon: `${host}tf-builds/pre-built-binary/napi-v8/${tfjsNodeVersion}/CPU-${system}-${tfjsNodeVersion}.tar.gz`,
  };
}

/** Null when both archives answer with success and a file; else which does not and why. */
export async function askOfficial(
  plan: OfficialPlan,
  fetched: typeof fetch,
  signal?: AbortSignal,
): Promise<{ readonly url: string; readonly why: string } | null> {
  for (const url of [plan.library, plan.addon]) {
    try {
      const limit = AbortSignal.timeout(5_000);
      const answer = await fetched(url, {
        method: "HEAD",
        redirect: "follow",
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      });
      if (!answer.ok) return { url, why: `HTTP status ${answer.status}` };
      if (/text\/html/.test(answer.headers.get("content-type") ?? "")) return { url, why: "answers with a web page" };
    } catch (error) {
      signal?.throwIfAborted();
      const cause = (error as { cause?: unknown }).cause;
      return { url, why: oneLine(cause ?? error) || "no answer" };
    }
  }
  return null;
}

/**
 * Downloads and unpacks both archives in the layout the addon expects. Throws `native/official-unreachable`,
 * `native/bad-archive`.
 */
export async function buildFromOfficial(
  plan: OfficialPlan,
  folder: string,
  platform: NodeJS.Platform,
  fetched: typeof fetch,
  signal?: AbortSignal,
): Promise<void> {
  const windows = platform === "win32";
  const library = join(folder, windows ? "library.zip" : "library.tar.gz");
  const addon = join(folder, "addon.tar.gz");
  await download(plan.library, library, fetched, signal);
  await download(plan.addon, addon, fetched, signal);
  const libraryPlace = (name: string): string | null => {
    const file = /^(?:.*\/)?lib\/([^/]*tensorflow[^/]*)$/.exec(name)?.[1];
    if (file === undefined || (windows && !file.endsWith(".dll"))) return null;
    return windows ? `lib/napi-v8/${file}` : `deps/lib/${file}`;
  };
  await reading(library, plan.library, () =>
    windows ? unzip(library, folder, libraryPlace, signal) : untar(library, folder, libraryPlace),
  );
  await reading(addon, plan.addon, () =>
    untar(addon, folder, (name) => (name.endsWith("/tfjs_binding.node") ? officialAddonPath : null)),
  );
}

async function reading(file: string, url: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw nativeFailure("native/bad-archive", { file: url, why: oneLine(error) });
  }
  await rm(file);
}

async function download(url: string, to: string, fetched: typeof fetch, signal?: AbortSignal): Promise<void> {
  try {
    const answer = await fetched(url, { redirect: "follow", ...(signal && { signal }) });
    if (!answer.ok || answer.body === null) throw new Error(`HTTP status ${answer.status}`);
    await pipeline(Readable.fromWeb(answer.body), createWriteStream(to));
  } catch (error) {
    signal?.throwIfAborted();
    throw nativeFailure("native/official-unreachable", { url, why: oneLine(error) });
  }
}
