/**
 * 1,000,000 rows × 10 columns of CSV (9 numbers, 1 label) to split, scaled Float32Arrays: the whole of `loadDataset`.
 * Run: `npm run bench`, or `npm run bench csv` for this alone.
 * Prints the median and the spread of five runs, in seconds.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadDataset } from "../src/runtime/data/index.js";
import { random } from "../src/tensor/random.js";

const rows = 1_000_000;
const folder = await mkdtemp(join(tmpdir(), "regnet-bench-"));
try {
  const draw = random(1);
  const lines = [Array.from({ length: 9 }, (_, i) => `x${i}`).join(",") + ",label"];
  for (let i = 0; i < rows; i++) {
    let line = "";
    for (let k = 0; k < 9; k++) line += `${((draw.uniform() - 0.5) * 40).toFixed(5)},`;
    lines.push(line + "abcdefgh"[draw.below(8)]);
  }
  await writeFile(join(folder, "big.csv"), lines.join("\n") + "\n");
  lines.length = 0;
  const split = { fraction: 0.1, seed: 1, stratify: true, order: null };
  const seconds: number[] = [];
  for (let run = 0; run < 5; run++) {
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
        validation: { ...split, seed: 2 },
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
  seconds.sort((a, b) => a - b);
  const text = seconds.map((s) => s.toFixed(2));
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(JSON.stringify({ rows, columns: 10, median: text[2], fastest: text[0], slowest: text[4], peakMegabytes: peak }));
} finally {
  await rm(folder, { recursive: true });
}
