// Looks for faults in our own sources with ESLint and its types (eslint.config.mjs), and for what nothing imports
// (knip.config.mjs). `npm run lint`; also a test. A run over the same files as the last clean one says so at once.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { ESLint } from "eslint";

const root = fileURLToPath(new URL("..", import.meta.url));
const folders = ["src", "test", "scripts", "bench", "bin"];
const clean = join(root, "node_modules/.cache/regnet-lint");

/** Everything a result depends on, in one number. */
function state() {
  const hash = createHash("sha256").update(process.version);
  const add = (path) => {
    const entries = statSync(path).isDirectory() ? readdirSync(path).sort() : null;
    if (entries) for (const name of entries) add(join(path, name));
    else if (/\.(m?[jt]sx?|jsonc?)$/.test(path))
      hash.update(relative(root, path)).update("\0").update(readFileSync(path));
  };
  for (const folder of folders) add(join(root, folder));
  for (const name of readdirSync(root)) if (/\.(mjs|ts|jsonc?)$/.test(name)) add(join(root, name));
  return hash.digest("hex");
}

/** What ESLint finds, a line each: file, place, rule, and what is wrong. */
async function faults() {
  const eslint = new ESLint({ cwd: root, applySuppressions: true });
  const results = await eslint.lintFiles(["."]);
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, column, message, ruleId }) => {
      const [what] = message.split("\n"); // some go on with advice
      return `${relative(root, filePath)}:${line}:${column} ${what} (${ruleId ?? "eslint"})`;
    }),
  );
}

/** What nothing imports, in knip's words. */
async function unused() {
  const knip = [
    join(root, "node_modules/knip/bin/knip.js"),
    "--config",
    "knip.config.mjs",
    "--no-progress",
    "--no-config-hints",
  ];
  const options = { cwd: root, env: { ...process.env, NO_COLOR: "1" }, maxBuffer: 1 << 26 };
  return new Promise((resolve) => {
    execFile(process.execPath, knip, options, (error, stdout, stderr) => {
      if (error) resolve(`${stdout}${stderr}`.trim().split("\n"));
      else resolve([]);
    });
  });
}

const now = state();
const before = (() => {
  try {
    return readFileSync(clean, "utf8");
  } catch {
    return null;
  }
})();
if (now === before) console.log("nothing changed since the last run, which found nothing");
else {
  const found = (await Promise.all([unused(), faults()])).flat();
  for (const line of found) console.log(line);
  if (found.length > 0) process.exitCode = 1;
  else {
    mkdirSync(join(root, "node_modules/.cache"), { recursive: true });
    writeFileSync(clean, now);
  }
}
