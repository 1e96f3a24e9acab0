// What the entries for browsers weigh in a page: `npm run size` prints it and writes it to docs/browser.md.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "./build.mjs";
import { isFresh } from "./fresh.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const [BEGIN, END] = ["<!-- written by npm run size -->", "<!-- end -->"];

const ENTRIES = [
  { what: "`regnet`: everything of the language", entries: ["index"], external: [] },
  { what: "`regnet/layers`, without TensorFlow.js", entries: ["layers"], external: ["@tensorflow/*"] },
  { what: "both, without TensorFlow.js", entries: ["index", "layers"], external: ["@tensorflow/*"] },
  { what: "both, with TensorFlow.js", entries: ["index", "layers"], external: [] },
];

/** Bytes of each, minified by esbuild, plain and by gzip -9. The package has to be built. */
export async function sizes() {
  const { build: bundle } = await import("esbuild");
  return Promise.all(
    ENTRIES.map(async ({ what, entries, external }) => {
      const contents = entries.map((name) => `export * as ${name} from "./dist/${name}.js";`).join("\n");
      const { outputFiles } = await bundle({
        stdin: { contents, resolveDir: root },
        bundle: true,
        minify: true,
        format: "esm",
        legalComments: "none",
        external,
        write: false,
        logLevel: "warning",
      });
      const [{ contents: bytes }] = outputFiles;
      return { what, minified: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
    }),
  );
}

const kilobytes = (n) => `${Math.round(n / 1000)} kB`;

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  if (!isFresh(root, ["dist/cli.js", "dist/layers.js"], ["src"])) await build();
  const rows = (await sizes()).map((s) => `| ${s.what} | ${kilobytes(s.minified)} | ${kilobytes(s.gzip)} |`);
  const table = ["| in a page | minified | gzip |", "|---|---|---|", ...rows].join("\n");
  console.log(table);
  const page = join(root, "docs/browser.md");
  const text = readFileSync(page, "utf8");
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error("docs/browser.md has no place for the sizes");
  writeFileSync(page, `${text.slice(0, from)}${BEGIN}\n${table}\n${text.slice(to)}`);
}
