// Bundles the command line and the library entries into dist/, atomically. `--types` adds the declaration files;
// `--if-stale` does nothing where all is new.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isFresh } from "./fresh.mjs";
import { together } from "./together.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Entries that run in a browser, too: what they reach has no Node import. `test/architecture.test.ts` sees to it. */
const ANYWHERE = {
  index: "src/index.ts",
  layers: "src/runtime/layers.ts",
  prettier: "src/format/plugin.ts",
  "runtime-needs-node": "src/runtime/needs-node.ts",
};
const ON_NODE = {
  cli: "src/cli/main.ts",
  runtime: "src/runtime/index.ts",
  "graph-worker": "src/runtime/graph/worker.ts",
};

/** Everything that is built: name in `dist` → source. */
export const ENTRIES = { ...ANYWHERE, ...ON_NODE };

/** Programs. All other files only define things, so that a bundler may leave them out. */
const WITH_EFFECTS = ["./cli.js", "./graph-worker.js", "./runtime-needs-node.js"];

/** One file's import of another that it takes nothing from, which bundlers warn about. */
const BARE = /\bimport"\.\/chunk-[A-Z0-9]+\.js";/g;

/**
 * What a bundled CommonJS package requires of Node becomes an import. The usual way, a `require` made at the top of
 * every file, would be a Node import in all of them.
 */
const builtins = {
  name: "builtins",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path, kind }) =>
      kind === "require-call" ? { path, namespace: "builtin" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => ({
      contents: `import all from ${JSON.stringify(path)};\nmodule.exports = all;`,
    }));
  },
};

/**
 * Builds to a temporary folder and swaps it in, so that a process that starts meanwhile finds the old or the new, never
 * a part.
 */
export async function build() {
  const { build: bundle } = await import("esbuild");
  const out = mkdtempSync(join(root, ".dist-"));
  chmodSync(out, 0o755); // whoever may read the checkout may run it
  try {
    await bundleInto(out, bundle);
    // Of what a bundler finds here; the sources are together on purpose.
    writeFileSync(join(out, "package.json"), JSON.stringify({ type: "module", sideEffects: WITH_EFFECTS }));
    if (process.argv.includes("--types")) declarationsInto(out);
    swapIn(out);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function settings() {
  const packageJson = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const { dependencies = {}, optionalDependencies = {}, version } = packageJson;
  // Small pure-JS libraries are bundled: resolving chevrotain's files one by one alone costs 0.2 s at every start.
  const bundled = new Set(["chevrotain", "commander", "zod"]);
  const external = Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => !bundled.has(name));
  return {
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "node20",
    // A third less to parse at every start than with the names kept.
    minify: true,
    legalComments: "none",
    external: external.flatMap((name) => [name, `${name}/*`]),
    define: { __REGNET_VERSION__: JSON.stringify(version) },
    logLevel: "warning",
  };
}

async function bundleInto(out, bundle) {
  const common = { ...settings(), outdir: out, write: false };
  const sourcesOf = async (entries) => {
    const { metafile } = await bundle({
      ...common,
      entryPoints: entries,
      platform: "neutral",
      packages: "external",
      external: ["node:*"],
      metafile: true,
    });
    return new Set(Object.keys(metafile.inputs));
  };
  // One build for all, so that a program with several entries has every class and module once.
  const { outputFiles } = await bundle({
    ...common,
    entryPoints: { ...ANYWHERE, ...ON_NODE },
    platform: "node",
    plugins: [builtins, await together(root, sourcesOf, Object.values(ANYWHERE))],
  });
  for (const { path, text } of outputFiles) writeFileSync(path, text.replace(BARE, ""));
}

function declarationsInto(out) {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const args = [tsc, "-p", join(root, "tsconfig.types.json"), "--outDir", join(out, "types")];
  try {
    execFileSync(process.execPath, args, { stdio: "inherit" });
  } catch {
    // Declarations are written all the same; that types agree is a test's matter, and no reason not to install.
    console.error("the declarations were made with the type errors above");
  }
}

function swapIn(out) {
  const dist = join(root, "dist");
  const old = `${out}-old`;
  try {
    if (existsSync(dist)) renameSync(dist, old);
    // The declarations are made with the package; a bundle that is made again keeps them.
    if (existsSync(join(old, "types")) && !existsSync(join(out, "types")))
      renameSync(join(old, "types"), join(out, "types"));
    renameSync(out, dist);
  } catch (error) {
    // Two commands built at once: the other one's bundle is as good.
    if (!existsSync(join(dist, "cli.js"))) throw error;
  } finally {
    rmSync(old, { recursive: true, force: true });
  }
}

// npm prepares the package when it is installed, and once more when npx first runs it: ten seconds that are not wasted
// twice.
const stale = () =>
  !isFresh(root, ["dist/cli.js", "dist/types/index.d.ts"], ["src", "scripts", "package.json", "tsconfig.types.json"]);
if (
  process.argv[1] &&
  fileURLToPath(import.meta.url) === process.argv[1] &&
  (!process.argv.includes("--if-stale") || stale())
)
  await build();
