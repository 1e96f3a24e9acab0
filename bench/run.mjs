// Measures what bench/README.md reports, and writes its table. `npm run bench`, or `npm run bench check|memory|csv` for
// a part, which prints only. `npm run bench training [rounds] [workload …]`: trainings beside tfjs-node's and Keras's;
// all workloads are written to the page.
import { build } from "esbuild";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build as buildPackage } from "../scripts/build.mjs";
import { trainingSection } from "./training/run.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const parts = process.argv.slice(2);
const wants = (part) => parts.length === 0 || parts.includes(part);
const training = parts[0] === "training" ? parts.slice(1) : parts.length === 0 ? [] : null;
const cache = join(root, "node_modules/.cache");
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, "bench-"));

/** Bundles a TypeScript program of this folder and runs it in a process of its own. */
async function program(name) {
  const outfile = join(folder, `${name}.mjs`);
  const external = ["@tensorflow/*", "@duckdb/*", "prettier", "prettier/*", "node-api-headers"];
  const banner = { js: 'import{createRequire as __r}from"node:module";const require=__r(import.meta.url);' };
  await build({
    entryPoints: [join(root, "bench", `${name}.ts`)],
    bundle: true,
    format: "esm",
    platform: "node",
    external,
    banner,
    outfile,
    logLevel: "warning",
  });
  return JSON.parse(
    execFileSync(process.execPath, [outfile], { cwd: root, encoding: "utf8" }).trim().split("\n").at(-1),
  );
}

/** Whole processes, taken in turns so that what else the machine does meets all alike. */
function wholeProcess(runs) {
  const spec = join(folder, "three.regnet");
  const text =
    "model m {\n  input 64\n  dense 128 relu regularizer=l2(1e-4)\n  dropout 0.5\n  dense 10 softmax\n}\ntrain {\n " +
    " loss: sparse_categorical_crossentropy\n  epochs: 10\n}\n";
  writeFileSync(spec, text);
  const commands = {
    node: ["-e", "0"],
    package: [join(root, "dist/cli.js"), "check", spec],
    checkout: [join(root, "bin/regnet.mjs"), "check", spec],
  };
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let i = -2; i < runs; i++) {
    for (const [name, args] of Object.entries(commands)) {
      const start = performance.now();
      const { status } = spawnSync(process.execPath, args, { stdio: "ignore" });
      if (status !== 0) throw new Error(`${name} ended with ${status}`);
      if (i >= 0) times[name].push(performance.now() - start);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, spread(values)]));
}

function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: sorted[sorted.length >> 1], fastest: sorted[0], slowest: sorted.at(-1) };
}

const ms = ({ median, fastest, slowest }) =>
  [median, fastest, slowest].map((x) => (x < 100 ? x.toFixed(1) : x.toFixed(0)));
const row = (what, s, note) =>
  `| ${what} | ${ms(s)[0]} ms | ${ms(s)[1]} – ${ms(s)[2]} ms | ` +
  `${s.cpu === undefined ? "" : `${s.cpu.toFixed(1)} ms`} | ${note} |`;

/** Puts results between two marks of the page. */
function written(begin, end, results) {
  const page = join(root, "bench/README.md");
  const text = readFileSync(page, "utf8");
  const [from, to] = [text.indexOf(`<!-- ${begin} -->`), text.indexOf(`<!-- ${end} -->`)];
  if (from < 0 || to < from) throw new Error(`bench/README.md has no place for the results: ${begin}`);
  writeFileSync(page, `${text.slice(0, from)}<!-- ${begin} -->\n${results}\n${text.slice(to)}`);
}

try {
  await buildPackage();
  const rows = [];
  const load = [loadavg()[0]];
  if (wants("check")) {
    const t = wholeProcess(21);
    const ratio = (x) => `${(x.median / t.node.median).toFixed(1)} × bare node`;
    rows.push(
      row("`node -e 0`, whole process", t.node, ""),
      row(
        "`regnet check` of 3 layers, whole process, as installed",
        t.package,
        `${ratio(t.package)}; goal 3.75 × (0.15 s where node takes 0.04)`,
      ),
    );
    rows.push(row("the same in a checkout (looks whether the bundle is fresh)", t.checkout, ratio(t.checkout)));
  }
  if (wants("memory")) {
    const t = await program("in-process");
    rows.push(
      row("parse + check of 1,000 layers, warm", t.check1000, "goal 50 ms"),
      row("of it parsing", t.parse1000, ""),
    );
    rows.push(
      row(
        "parse + check of 10,000 layers, warm",
        t.check10000,
        `${t.growth.median.toFixed(1)} × (${t.growth.fastest.toFixed(1)} – ${t.growth.slowest.toFixed(1)}) that ` +
          "of 1,000 just before; linear is 10 ×",
      ),
    );
    rows.push(row("format of 1,000 layers, warm", t.format1000, ""));
  }
  if (wants("csv")) {
    const t = await program("csv-load");
    const s = Object.fromEntries(["median", "fastest", "slowest"].map((key) => [key, Number(t[key]) * 1000]));
    rows.push(
      row(
        "CSV of 1,000,000 rows × 10 columns to split, scaled tensors",
        s,
        `goal 2,000 ms; peak memory ${t.peakMegabytes} MB`,
      ),
    );
  }
  load.push(loadavg()[0]);
  const table = ["| what | median | fastest – slowest | processor time | |", "|---|---|---|---|---|", ...rows].join(
    "\n",
  );
  const machine =
    `${cpus()[0]?.model.trim() ?? "unknown processor"}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} ` +
    `GB, ${process.platform} ${process.arch}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}; ` +
    `load average ${load[0].toFixed(1)} before, ${load[1].toFixed(1)} after`;
  if (rows.length > 0) console.log(`${machine}\n\n${table}`);
  if (parts.length === 0) written("measured: written by npm run bench", "end", `${machine}.\n\n${table}`);
  if (training) {
    const section = await trainingSection(training);
    console.log(`\n${section}`);
    if (training.length === 0) written("training: written by npm run bench training", "training end", section);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
