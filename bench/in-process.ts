/** Parse, check and format of generated specs, warm, in this process: one JSON object with medians and spreads in milliseconds. */
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

async function measure(warm: number, runs: number, work: () => void | Promise<void>): Promise<Spread> {
  for (let i = 0; i < warm; i++) await work();
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return spreadOf(times);
}

const texts = new Map([1000, 10_000].map((layers) => [layers, specOf(layers)] as const));
const result = {
  check1000: await measure(20, 31, () => checked(1000, texts.get(1000)!)),
  parse1000: await measure(20, 31, () => void parse(sourceFile("bench.regnet", texts.get(1000)!))),
  check10000: await measure(2, 7, () => checked(10_000, texts.get(10_000)!)),
  format1000: await measure(5, 11, async () => void (await format(texts.get(1000)!, { path: "bench.regnet" }))),
};
console.log(JSON.stringify(result));
