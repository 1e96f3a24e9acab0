import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, tfjsNodeVersion, wheelTensorFlow, type Machine } from "./machine.js";

/** A set-up that failed, so that each training does not try the same download again. */
export interface RememberedFailure {
  readonly at: string;
  readonly machine: string;
  readonly reason: string;
}

const day = 24 * 60 * 60_000;
const variables = [
  "PATH",
  "CXX",
  "HTTPS_PROXY",
  "https_proxy",
  "HTTP_PROXY",
  "http_proxy",
  "PIP_INDEX_URL",
  "PIP_CONFIG_FILE",
  "TFJS_NODE_CDN_STORAGE",
];

/** Changes when anything changes that could make a failed set-up succeed. */
export const fingerprint = (machine: Machine): string =>
  createHash("sha256")
    .update(
      JSON.stringify([
        wheelTensorFlow,
        tfjsNodeVersion,
        machine.nodeVersion,
        machine.arch,
        variables.map((name) => machine.env[name] ?? null),
      ]),
    )
    .digest("hex")
    .slice(0, 16);

/** Whether a remembered failure still speaks against trying again. */
export const stillHolds = (failure: RememberedFailure, machine: Machine, now: number): boolean =>
  failure.machine === fingerprint(machine) && now - Date.parse(failure.at) < day && now >= Date.parse(failure.at);

const file = (machine: Machine): string => join(cacheFolder(machine), "last-failure.json");

export async function recallFailure(machine: Machine, now: number): Promise<RememberedFailure | null> {
  try {
    const failure = JSON.parse(await readFile(file(machine), "utf8")) as RememberedFailure;
    return stillHolds(failure, machine, now) ? failure : null;
  } catch {
    return null;
  }
}

/** Best effort: where the cache cannot be written, the set-up fails at once anyway. */
export const rememberFailure = (machine: Machine, reason: string, now: number): Promise<void> =>
  writeFile(
    file(machine),
    JSON.stringify({ at: new Date(now).toISOString(), machine: fingerprint(machine), reason }),
  ).catch(() => undefined);

export const forgetFailure = (machine: Machine): Promise<void> =>
  rm(file(machine), { force: true }).catch(() => undefined);
