/**
 * Parse, check and format of generated specs, warm, in this process: one JSON object with medians and spreads in
 * milliseconds.
 */
import { check } from "../src/compiler/check.js";
import { format } from "../src/format/format.js";
import { parse } from "../src/parser/parse.js";
import { sourceFile } from "../src/text/source-file.js";
import { specOf } from "./spec-of.js";

export interface Spread {
  readonly median: number;
  readonly fastest: number;
  readonly slowest: number;
}

const spreadOf = (values: readonly number[]): Spread => {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: sorted[sorted.length >> 1]!, fastest: sorted[0]!, slowest: sorted.at(-1)! };
};

function checked(layers: number, text: string): void {
  const { ir, diagnostics } = check(parse(sourceFile("bench.regnet", text)));
  if (ir === null || ir.model.layers.length !== layers + 1) throw new Error(`wrong: ${diagnostics[0]?.message}`);
}

const texts = new Map([1000, 10_000].map((layers) => [layers, specOf(layers)] as const));
const work = {
  check1000: () => checked(1000, texts.get(1000)!),
  parse1000: () => void parse(sourceFile("bench.regnet", texts.get(1000)!)),
  format1000: async () => void (await format(texts.get(1000)!, { path: "bench.regnet" })),
  check10000: () => checked(10_000, texts.get(10_000)!),
} as const;
const names = Object.keys(work) as (keyof typeof work)[];
const lists = (): Record<keyof typeof work, number[]> => ({
  check1000: [],
  parse1000: [],
  format1000: [],
  check10000: [],
});
const times = lists();
/** Processor time of all threads: what waiting for a busy machine does not add to. */
const cpu = lists();

// In turns, so that what else the machine does meets all alike; the first rounds only warm up.
const [warm, rounds] = [5, 21];
for (let i = -warm; i < rounds; i++) {
  for (const name of names) {
    // The large one in every third round, and once to warm up.
    if (name === "check10000" && (i < 0 ? i !== -1 : i % 3 !== 0)) continue;
    const before = process.cpuUsage();
    const start = performance.now();
    await work[name]();
    const time = performance.now() - start;
    const { user, system } = process.cpuUsage(before);
    if (i < 0) continue;
    times[name].push(time);
    cpu[name].push((user + system) / 1000);
  }
}
const growth = times.check10000.map((large, k) => large / times.check1000[k * 3]!);
console.log(
  JSON.stringify({
    ...Object.fromEntries(names.map((name) => [name, { ...spreadOf(times[name]), cpu: spreadOf(cpu[name]).median }])),
    growth: spreadOf(growth),
  }),
);
