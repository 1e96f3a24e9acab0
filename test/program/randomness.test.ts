import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Graph, reachable } from "../../src/program/graph.js";
import type { Value } from "../../src/program/node.js";
import { recordOps } from "../../src/program/record-ops.js";
import { tfjsOps } from "../../src/runtime/engine/tfjs-ops.js";
import { GraphSession } from "../../src/runtime/graph/session.js";
import type { Ops, Tensor } from "../../src/tensor/ops.js";
import { key, uniformAt } from "../../src/tensor/random.js";
import { needsNative } from "../support/needs.js";
import { placeholder } from "./support/cases.js";

const draws: Record<string, (ops: Ops) => Tensor> = {
  "uniform of few": (ops) => ops.uniform([3, 5], 42),
  "uniform of many": (ops) => ops.uniform([7, 1000], 0x7fffffff),
  "uniform of seed 0": (ops) => ops.uniform([64], 0),
  "uniform of rows": (ops) => ops.uniform([null, 3], 9),
  normal: (ops) => ops.normal([50, 100], 3),
  "mask above": (ops) => ops.cast(ops.greater(ops.uniform([32, 128], 5), 0.75), "float32"),
  "mask of a tiny rate": (ops) => ops.cast(ops.greaterEqual(ops.uniform([64, 128], 5), 2 ** -12), "float32"),
  "mask of everything": (ops) => ops.cast(ops.greaterEqual(ops.uniform([8], 5), 0), "float32"),
  "mask of nothing": (ops) => ops.cast(ops.greater(ops.uniform([8], 5), 1), "float32"),
  mask: (ops) => ops.where(ops.greaterEqual(ops.uniform([32, 128], 5), 0.3), 1, 0),
};
const ROWS = 11;
let step = 0;
const js = tfjsOps(tf, { step: () => step, rows: () => ROWS });
const graph = new Graph();
const at = placeholder(graph, "int32", []);
const rows = placeholder(graph, "int32", []);
const ops = recordOps(graph, { step: at, rows });
const recorded = Object.entries(draws).map(([name, f]) => [name, f(ops) as Value] as const);
let open: GraphSession | null = null;

async function session(): Promise<GraphSession> {
  const { binding } = await needsNative();
  const signatures = Object.fromEntries(
    recorded.map(([name, y]) => {
      const inputs = { step: at, ...(name === "uniform of rows" ? { rows } : {}) };
      return [name, { inputs, outputs: { y } }] as const;
    }),
  );
  return (open ??= GraphSession.open(binding, { functions: [], signatures }));
}

beforeAll(async () => void (await tf.setBackend("cpu")));
afterAll(() => open?.close());

describe("recorded random numbers", () => {
  it.each(recorded)("%s: the bits JavaScript draws, at any step", async (name, y) => {
    for (const now of [0, 1, 7, 123456, 2 ** 31 - 1]) {
      step = now;
      const wanted = draws[name]!(js) as unknown as tf.Tensor;
      expect(y.shape).toEqual(wanted.shape.map((d, i) => (i === 0 && name === "uniform of rows" ? null : d)));
      expect(y.dtype).toBe("float32");
      const feeds = { step: { data: Int32Array.of(now), shape: [] }, rows: { data: Int32Array.of(ROWS), shape: [] } };
      const got = (await session()).run(name, feeds)["y"]!;
      expect(got.shape).toEqual(wanted.shape);
      // Compared as numbers: all are finite, and -0 does not occur.
      expect(Float32Array.from(got.data as Float32Array)).toEqual(Float32Array.from(wanted.dataSync()));
    }
  });
  it("are compared as whole numbers, without making fractions", () => {
    const nodes = reachable([recorded.find(([name]) => name === "mask")![1]]).map((n) => n.op);
    expect(nodes).toContain("GreaterEqual");
    expect(nodes).not.toContain("Cast");
  });
  it("are the generator's own", () => {
    step = 5;
    const drawn = (js.uniform([4], 8) as unknown as tf.Tensor).dataSync();
    expect(Array.from(drawn)).toEqual([0, 1, 2, 3].map((i) => uniformAt(key(8, 5), i)));
  });
  it("need a step", () => {
    expect(() => recordOps(new Graph(), {}).uniform([2], 1)).toThrow("no step");
  });
});
