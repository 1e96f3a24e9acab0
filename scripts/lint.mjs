// Looks for faults in our own sources: what tsc says, what ESLint finds with its types (eslint.config.mjs), and what
// nothing imports (knip.config.mjs). `npm run lint`; also a test. Sources are read and their types found once for tsc
// and ESLint. A run over the same files as the last clean one says so at once.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { ESLint } from "eslint";
import ts from "typescript";

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

/** All our sources, as `tsc -p .` has them. */
function programOfSources() {
  const path = join(root, "tsconfig.json");
  const { options, fileNames } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(path, ts.sys.readFile).config,
    ts.sys,
    root,
  );
  const whole = { ...options, incremental: false, tsBuildInfoFile: undefined };
  // With links from each node to its parent, which ESLint needs.
  return ts.createProgram(fileNames, whole, ts.createCompilerHost(whole, true));
}

/** What tsc says, a line each. */
const typeErrors = (program) =>
  ts.getPreEmitDiagnostics(program).map(({ file, start, code, messageText }) => {
    const text = `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    if (!file) return text;
    const { line, character } = file.getLineAndCharacterOfPosition(start ?? 0);
    return `${relative(root, file.fileName)}:${line + 1}:${character + 1} ${text}`;
  });

/** What ESLint finds, a line each: file, place, rule, and what is wrong. */
async function faults(program) {
  const parserOptions = { programs: [program], projectService: false };
  const overrideConfig = { files: ["**/*.ts"], languageOptions: { parserOptions } };
  const eslint = new ESLint({ cwd: root, overrideConfig });
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
  const exports = unused(); // in a process of its own
  const program = programOfSources();
  const found = [...typeErrors(program), ...(await faults(program)), ...(await exports)];
  for (const line of found) console.log(line);
  if (found.length > 0) process.exitCode = 1;
  else {
    mkdirSync(join(root, "node_modules/.cache"), { recursive: true });
    writeFileSync(clean, now);
  }
}
