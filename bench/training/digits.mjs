// Digits end to end: from a cold process to a stored model, whole processes in turns.
import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const root = here("../..");
/** All runs of one contender together may last about this long: a slow one gets fewer, and the table says how many. */
const BUDGET_MS = 60_000;
/** A process that lasts longer is ended, and counts as failed. */
const LIMIT_MS = 120_000;

/** Runs a command to its end; milliseconds, and its peak memory in MB where the system tells (Linux). */
function timed([command, args, env], cwd) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(command, args, { cwd, stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, ...env } });
    let said = "";
    let peak = null;
    child.stderr.on("data", (text) => (said = (said + text).slice(-500)));
    // The high-water mark grows only, so looking now and then misses little.
    const look = setInterval(() => {
      try {
        peak =
          Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1] ?? 0) / 1024 || peak;
      } catch {
        peak ??= null;
      }
    }, 100);
    let late = false;
    const limit = setTimeout(() => {
      late = true;
      child.kill("SIGKILL");
    }, LIMIT_MS);
    child.on("error", reject);
    child.on("exit", (code) => {
      const ms = performance.now() - start;
      clearInterval(look);
      clearTimeout(limit);
      if (late) reject(new Error(`not done after ${LIMIT_MS / 1000} s`));
      else if (code !== 0) reject(new Error(`ended with ${code}: ${said.trim().split("\n").slice(-3).join(" | ")}`));
      else resolve({ ms, peak });
    });
  });
}

function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: sorted[sorted.length >> 1], fastest: sorted[0], slowest: sorted.at(-1) };
}

/** What each contender runs, by name. */
function contenders(folder, python, settings) {
  const csv = join(folder, "digits.csv");
  const regnet = [join(root, "dist/cli.js"), "train", "digits.regnet", "--out", join(folder, "run"), "--quiet"];
  const keras = ([backend, setting]) => [
    `${backend} ${setting}`,
    [python, [here("digits_keras.py"), csv, join(folder, "out.keras"), setting], { KERAS_BACKEND: backend }],
  ];
  return [
    ["regnet", [process.execPath, regnet, {}]],
    ["fit", [process.execPath, [here("digits-fit.mjs"), csv, join(folder, "tfjs")], {}]],
    ...(python ? settings.map(keras) : []),
  ];
}

/**
 * Results by contender. The first run of each only warms the disk's cache and tells how many the contender gets.
 *
 * @param settings Keras's, as [backend, setting]
 */
export async function digits(python, settings, rounds) {
  const folder = mkdtempSync(join(root, "node_modules/.cache/bench-digits-"));
  try {
    copyFileSync(join(root, "specs/data/digits.csv"), join(folder, "digits.csv"));
    copyFileSync(here("digits.regnet"), join(folder, "digits.regnet"));
    const results = new Map();
    /** Null where it fails, which then is its result. */
    const run = async (name, command) => {
      rmSync(join(folder, "run"), { recursive: true, force: true });
      return timed(command, folder).catch((error) => {
        results.set(name, { failed: error.message });
        return null;
      });
    };
    const running = [];
    for (const [name, command] of contenders(folder, python, settings)) {
      const first = await run(name, command);
      if (first === null) continue;
      const wanted = Math.min(rounds, Math.max(1, Math.floor(BUDGET_MS / first.ms)));
      running.push({ name, command, wanted, runs: [], peaks: [] });
      console.error(`digits, ${name}: first run ${(first.ms / 1000).toFixed(1)} s`);
    }
    for (let round = 0; round < rounds; round++)
      for (const { name, command, wanted, runs, peaks } of running) {
        if (runs.length >= wanted || results.has(name)) continue;
        const measured = await run(name, command);
        if (measured === null) continue;
        runs.push(measured.ms);
        if (measured.peak !== null) peaks.push(measured.peak);
      }
    for (const { name, runs, peaks } of running)
      if (!results.has(name))
        results.set(name, { ...spread(runs), runs: runs.length, peak: peaks.length > 0 ? Math.max(...peaks) : null });
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
