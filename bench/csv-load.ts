/**
 * 1,000,000 rows × 10 columns of CSV (9 numbers, 1 label) to split, scaled Float32Arrays: the whole of `loadDataset`.
 * Run: `npm run bench`, or `npm run bench csv` for this alone.
 * Prints the median and the spread of seven runs, in seconds, the processor time of a run, and the peak memory of the
 * process.
 */
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { loadDataset } from "../src/runtime/data/index.js";
import { random } from "../src/tensor/random.js";

const rows = 1_000_000;
const RUNS = 7;
const folder = await mkdtemp(join(tmpdir(), "regnet-bench-"));
try {
  // written piece by piece: the peak memory is to be that of reading
  await pipeline(Readable.from(pieces()), createWriteStream(join(folder, "big.csv")));
  const split = { fraction: 0.1, seed: 1, stratify: true, order: null };
  const seconds: number[] = [];
  const before = process.cpuUsage();
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    const data = await loadDataset(
      {
        source: { format: "csv", path: "big.csv" },
        features: [{ input: "input", columns: null }],
        targets: [{ output: "out", columns: ["label"], encode: "index", classes: 8 }],
        columns: {},
        normalize: "standard",
        weight: null,
        test: split,
        validation: [{ ...split, seed: 2 }],
      },
      {
        inputs: [{ name: "input", shape: [9], dtype: "float32", doc: null }],
        outputs: [{ name: "out", tensor: "out", shape: [null, 8] }],
      },
      { baseDir: folder },
    );
    seconds.push((performance.now() - start) / 1000);
    if (data.train.rows !== 800_000) throw new Error("wrong split");
  }
  const { user, system } = process.cpuUsage(before);
  seconds.sort((a, b) => a - b);
  const text = seconds.map((s) => s.toFixed(2));
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  const cpu = ((user + system) / 1e6 / RUNS).toFixed(2);
  console.log(
    JSON.stringify({
      rows,
      columns: 10,
      median: text[RUNS >> 1],
      fastest: text[0],
      slowest: text[RUNS - 1],
      cpu,
      peakMegabytes: peak,
    }),
  );
} finally {
  await rm(folder, { recursive: true });
}

function* pieces(): Generator<string> {
  const draw = random(1);
  yield Array.from({ length: 9 }, (_, i) => `x${i}`).join(",") + ",label\n";
  for (let i = 0; i < rows; i += 1000) {
    let piece = "";
    for (let k = 0; k < 1000; k++) {
      for (let column = 0; column < 9; column++) piece += `${((draw.uniform() - 0.5) * 40).toFixed(5)},`;
      piece += "abcdefgh"[draw.below(8)] + "\n";
    }
    yield piece;
  }
}
