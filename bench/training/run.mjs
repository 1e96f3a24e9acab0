// Training, side by side: npm run bench training [rounds] [workload …]. Gives the section for bench/README.md.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Contender } from "./contender.mjs";
import { digits } from "./digits.mjs";
import { kerasPython } from "./python.mjs";
import { workloads } from "./workload.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const root = here("../..");
/** A run lasts about this long, and at least an epoch. */
const RUN_MS = 400;
/** Where an epoch takes longer than this, the contender is so far behind that it gets no more rounds. */
const HOPELESS_MS = 6000;
const KERAS = [
  ["tensorflow", "default"],
  ["tensorflow", "steps"],
  ["tensorflow", "compiled"],
  ["jax", "default"],
  ["jax", "compiled"],
];
const labels = {
  regnet: "regnet",
  fit: "tfjs-node fit",
  "tensorflow default": "TF default",
  "tensorflow graph": "TF, no XLA",
  "tensorflow steps": "TF, no XLA, epoch in one execution",
  "tensorflow compiled": "TF, XLA, epoch in one execution",
  "jax default": "JAX default",
  "jax compiled": "JAX, epoch in one execution",
};

function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: sorted[sorted.length >> 1], fastest: sorted[0], slowest: sorted.at(-1) };
}

/** Every contender of a workload in its own process, trained in turns. */
async function measured(workload, python, rounds) {
  const steps = Math.ceil(workload.rows / workload.batch);
  const made = [
    () => new Contender("regnet", process.execPath, [here("regnet.mjs"), workload.name]),
    () => new Contender("fit", process.execPath, [here("tfjs-fit.mjs"), workload.name]),
    ...(python
      ? KERAS.map(
          ([backend, setting]) =>
            () =>
              new Contender(`${backend} ${setting}`, python, [here("keras_fit.py"), workload.name, setting], {
                KERAS_BACKEND: backend,
              }),
        )
      : []),
  ];
  const running = [];
  const results = new Map();
  for (const make of made) {
    const contender = make();
    try {
      await contender.ready();
      const cold = await contender.train(1);
      const warm = cold > 3 * HOPELESS_MS ? cold : await contender.train(1);
      const slow = warm > HOPELESS_MS;
      running.push({
        contender,
        epochs: Math.max(1, Math.round(RUN_MS / warm)),
        runs: slow ? [warm / steps] : [],
        slow,
      });
    } catch (error) {
      contender.kill();
      results.set(contender.name, { failed: error.message });
    }
  }
  for (let round = 0; round < rounds; round++)
    for (const { contender, epochs, runs, slow } of running)
      if (!slow) runs.push((await contender.train(epochs)) / epochs / steps);
  for (const { contender, runs } of running)
    results.set(contender.name, { ...spread(runs), peak: await contender.end(), runs: runs.length });
  return results;
}

const number = (x) => (x >= 100 ? x.toFixed(0) : x >= 10 ? x.toFixed(1) : x >= 1 ? x.toFixed(2) : x.toFixed(3));
const cell = (r) =>
  !r ? "–" : r.failed ? "failed" : `${number(r.median)} (${number(r.fastest)}–${number(r.slowest)})`;

const settingsRow = (title, results) =>
  `| ${title} | ` +
  `${[...results].map(([name, r]) => `${labels[name]} ${cell(r)}${r.peak ? ` ${r.peak.toFixed(0)} MB` : ""}`).join("; ")} ` +
  "|";

function row(title, results) {
  const of = (name) => results.get(name);
  const keras = [...results].filter(([name, r]) => !["regnet", "fit"].includes(name) && !r.failed);
  const best = keras.sort((a, b) => a[1].median - b[1].median)[0];
  const ours = of("regnet");
  const ratio = (other) =>
    ours?.median && other?.median
      ? `${(other.median / ours.median).toFixed(other.median / ours.median < 10 ? 2 : 0)} ×`
      : "–";
  const memory = ours?.peak ? `${ours.peak.toFixed(0)} / ${best?.[1].peak ? best[1].peak.toFixed(0) : "–"}` : "–";
  return (
    `| ${title} | ${cell(ours)} | ${cell(of("fit"))} | ${cell(of("tensorflow default"))} | ` +
    `${best ? `${cell(best[1])}, ${labels[best[0]]}` : "–"} | ${cell(of("jax default"))} | ${ratio(of("fit"))} | ` +
    `${ratio(best?.[1])} | ${memory} |`
  );
}

/** Multiply-adds · 2 of a step of a dense net, forward and backward; the first layer has no gradient by its input. */
const denseFlops = {
  "mlp-512": 2 * 128 * (784 * 512 * 2 + 512 * 10 * 3),
  "mlp-2048": 2 * 256 * (784 * 2048 * 2 + 2048 * 10 * 3),
  "small-mlp": 2 * 32 * (64 * 128 * 2 + 128 * 10 * 3),
  "wide-l1": 2 * 128 * (10000 * 64 * 2 + 64 * 10 * 3),
};

/** What is said beside a workload's row: what failed, and what was measured less often than asked. */
const notesOf = (title, results, rounds, fewer) =>
  [...results].flatMap(([name, r]) => {
    if (r.failed) return [`- ${title}, ${labels[name]}: ${r.failed}`];
    return r.runs < rounds ? [`- ${title}, ${labels[name]}: ${fewer(r)}`] : [];
  });

/** Floating-point rate of a dense workload against the machine's. */
function rateNote({ name, title }, results, gflops) {
  const flops = denseFlops[name];
  const ours = results.get("regnet");
  if (!flops || !ours?.median) return [];
  const rate = flops / ours.median / 1e6;
  return [
    `- ${title}: ${rate.toFixed(0)} GFLOP/s, ${((rate / gflops) * 100).toFixed(0)} % of the machine's ` +
      "matrix-multiply rate.",
  ];
}

const matmulRate = () =>
  JSON.parse(
    execFileSync(process.execPath, [here("matmul-rate.mjs")], { encoding: "utf8" })
      .trim()
      .split("\n")
      .at(-1),
  ).gflops;

const machineLine = ([before, after]) =>
  `${cpus()[0]?.model.trim() ?? "unknown processor"}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} ` +
  `GB, ${process.platform} ${process.arch}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}; ` +
  `load average ${before.toFixed(1)} before, ${after.toFixed(1)} after (the bench's own load in it)`;

/** Measures and gives the section's text. */
export async function trainingSection(args) {
  const rounds = Math.max(1, Number(args.find((a) => /^\d+$/.test(a)) ?? 5));
  const named = args.filter((a) => !/^\d+$/.test(a));
  const wants = (name) => named.length === 0 || named.includes(name);
  const cache = join(root, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const { python, versions, line } = kerasPython(cache);
  const load = [loadavg()[0]];
  const gflops = matmulRate();
  const [rows, notes, all] = [[], [], []];
  const add = (title, results) => {
    rows.push(row(title, results));
    all.push(settingsRow(title, results));
    console.error(rows.at(-1));
  };
  for (const workload of workloads.filter((w) => wants(w.name))) {
    const results = await measured(workload, python, rounds);
    const once = (r) => `measured once, ${number(r.median)} ms.`;
    notes.push(...notesOf(workload.title, results, rounds, once), ...rateNote(workload, results, gflops));
    add(workload.title, results);
  }
  if (wants("digits")) {
    const results = await digits(python, KERAS, rounds);
    const fewer = (r) =>
      `${r.runs} ${r.runs === 1 ? "run" : "runs"} instead of ${rounds}, as each takes ${(r.median / 1000).toFixed(0)} s.`;
    notes.push(...notesOf("digits end to end", results, rounds, fewer));
    add("digits end to end: CSV file to stored model, 30 epochs, validated; ms of the whole process", results);
  }
  load.push(loadavg()[0]);
  return [
    `${machineLine(load)}. ${versions ?? line}. Matrix products: ${gflops.toFixed(0)} GFLOP/s. ${rounds} runs each, ` +
      "in turns.",
    "",
    "| ms per step, median (fastest–slowest) | regnet | tfjs-node `fit` | Keras TF default | best Keras | Keras " +
      "JAX default | × `fit` | × best Keras | peak MB: regnet / best Keras |",
    "|---|---|---|---|---|---|---|---|---|",
    ...rows,
    "",
    ...notes,
    "",
    "<details><summary>Every setting</summary>",
    "",
    "| workload | ms per step and peak memory |",
    "|---|---|",
    ...all,
    "",
    "</details>",
  ].join("\n");
}
