// The Python of the Keras contenders: a venv that this sets up once, or the one that REGNET_BENCH_VENV names.
import { existsSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const run = (command, args) =>
  spawnSync(command, args, { encoding: "utf8", env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3" } });

/** Its python with Keras, TensorFlow and JAX, and their versions; or the line that says why there is none. */
export function kerasPython(cache) {
  const named = process.env.REGNET_BENCH_VENV;
  const venv = named ?? join(cache, "bench-venv");
  const python = join(venv, "bin/python");
  if (named === undefined && !existsSync(join(venv, "ready"))) {
    for (const [command, args] of [
      ["python3", ["-m", "venv", venv]],
      [python, ["-m", "pip", "install", "--quiet", "keras", "tensorflow-cpu", "jax"]],
      ["touch", [join(venv, "ready")]],
    ]) {
      const { status, stderr, error } = run(command, args);
      if (status !== 0)
        return {
          line:
            `Keras is left out: \`${[command, ...args].join(" ")}\` failed: ` +
            `${(error?.message ?? stderr).trim().split("\n").at(-1)}`,
        };
    }
  }
  const versions = run(python, [
    "-c",
    "import sys,keras,tensorflow,jax;print('Python '+sys.version.split()[0]+', Keras '+keras.__version__+', " +
      "TensorFlow '+tensorflow.__version__+', JAX '+jax.__version__)",
  ]);
  if (versions.status !== 0)
    return { line: `Keras is left out: ${(versions.error?.message ?? versions.stderr).trim().split("\n").at(-1)}` };
  return { python, versions: versions.stdout.trim() };
}
