// Small modules that nearly every command needs come out as one file: Node takes about a millisecond to find and open
// each. Every source imports them as a whole; what all entries reach is one chunk.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Those that browsers load, too. */
const ANYWHERE = [
  "src/diagnostics/codes/data-files.ts",
  "src/diagnostics/codes/data.ts",
  "src/diagnostics/codes/export.ts",
  "src/diagnostics/codes/graph.ts",
  "src/diagnostics/codes/native.ts",
  "src/diagnostics/codes/runtime.ts",
  "src/diagnostics/define.ts",
  "src/diagnostics/failure.ts",
  "src/ir/data-facts.ts",
  "src/ir/formula.ts",
  "src/ir/ir.ts",
  "src/ir/refs.ts",
  "src/ir/upgrade.ts",
  "src/ir/value.ts",
  "src/runtime/api/event-line.ts",
  "src/runtime/engine/beyond-wasm-failure.ts",
  "src/runtime/engine/in-order.ts",
  "src/runtime/engine/quiet-cpu.ts",
  "src/runtime/training/class-weights.ts",
  "src/runtime/training/renamed-rows.ts",
  "src/runtime/training/with-engine.ts",
  "src/tensor/random.ts",
  "src/tensor/shapes/axes.ts",
  "src/tensor/stepwise.ts",
  "src/text/suggest.ts",
];

/** Those that only Node loads. */
const ON_NODE = ["src/cli/crash.ts", "src/cli/host.ts"];

/** What goes with the catalogue: whoever looks a word up loads all words, and nearly always needs these. */
const WITH_WORDS = [
  "src/catalog/applied-node.ts",
  "src/catalog/apply-layer.ts",
  "src/catalog/beyond-wasm.ts",
  "src/catalog/layer-call.ts",
  "src/catalog/layer-rules.ts",
  "src/catalog/lookup.ts",
  "src/catalog/training/apply-gradients.ts",
  "src/catalog/training/compute-loss.ts",
  "src/columns/assign.ts",
  "src/columns/encoded.ts",
  "src/columns/lay-out.ts",
  "src/columns/parts.ts",
  "src/columns/target.ts",
];

/**
 * The plugin for esbuild.
 * @param sourcesOf gives the sources that some entries reach, relative to `root`
 * @param anywhere the entries that run in a browser
 */
export async function together(root, sourcesOf, anywhere) {
  // A name that is no longer there costs a millisecond, and no build; test/architecture.test.ts tells of it.
  const there = (list) => list.filter((path) => existsSync(join(root, path)));
  const [own, words, inBrowsers] = await Promise.all(
    [there([...ANYWHERE, ...ON_NODE]), there(WITH_WORDS), anywhere].map((entries) => sourcesOf(entries)),
  );
  const imports = (list) =>
    there(list)
      .map((path) => `import ${JSON.stringify(join(root, path))};`)
      .join("");
  const source = join(root, "src/");
  return {
    name: "together",
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const local = path.slice(root.length).replaceAll("\\", "/");
        if (!path.startsWith(source) || own.has(local)) return undefined;
        const text = readFileSync(path, "utf8");
        const looksUp = !words.has(local) && text.includes('catalog/lookup.js"');
        const before = [...ANYWHERE, ...(inBrowsers.has(local) ? [] : ON_NODE), ...(looksUp ? WITH_WORDS : [])];
        return { contents: imports(before) + text, loader: "ts" };
      });
    },
  };
}
