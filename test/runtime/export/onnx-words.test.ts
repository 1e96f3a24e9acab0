import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { wordNamed } from "../../../src/catalog/lookup.js";
import { Graph, output } from "../../../src/program/graph.js";
import type { Value } from "../../../src/program/node.js";
import { recordOps } from "../../../src/program/record-ops.js";
import { onnxFile } from "../../../src/runtime/export/onnx/onnx-model.js";
import { distance } from "../../words/compare.js";
import { knownFault } from "../../words/known-faults.js";
import { layerCases, titleOf, type LayerCase, type Numbers } from "../../words/layer-case.js";
import { feeds, recordCase } from "../../words/recorded.js";

/** The layer of a case alone, for any number of rows, with results and masks by name. */
function fileOf(c: LayerCase, unrolled?: number) {
  const g = new Graph();
  const recording = { open: true, ...(unrolled !== undefined && { unrolled }) };
  const { inputs, applied } = recordCase(g, wordNamed("layer", c.word), c, recording);
  const ops = recordOps(g, {});
  const named = (x: Value): Value =>
    output(g.add("Identity", [x], { T: { type: x.dtype } }, [{ name: "output", type: x.dtype, shape: x.shape }]));
  const results = [
    ...applied.outputs.map((y, i) => [`y${i}`, y] as const),
    ...applied.masks.flatMap((m, i) => (m ? [[`mask ${i}`, ops.cast(m, "int32")] as const] : [])),
  ];
  const outputs = Object.fromEntries(results.map(([name, x]) => [name, named(x as Value)]));
  const bytes = onnxFile({ inputs, outputs, layerOf: () => null }, { name: "it", doc: null, preprocessing: null });
  return { inputs, bytes };
}

/** How what onnxruntime computes differs from Keras's numbers. */
async function faults(c: LayerCase, unrolled?: number): Promise<readonly (string | null)[]> {
  const { inputs, bytes } = fileOf(c, unrolled);
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3, intraOpNumThreads: 1 });
  try {
    const given = Object.entries(feeds(inputs, c)).map(([name, { data, shape }]) => [
      name,
      data instanceof Int32Array ? new Tensor("int32", data, shape) : new Tensor("float32", data, shape),
    ]);
    const found = await session.run(Object.fromEntries(given) as Record<string, Tensor>);
    const fault = (name: string, want: Numbers): string | null =>
      found[name]!.dims.join() === want.shape.join()
        ? distance(`${titleOf(c)}: ${name}`, found[name]!.data as Float32Array, want.data, 1e-5)
        : `${titleOf(c)}: ${name} has the shape [${found[name]!.dims.join()}], not [${want.shape.join()}]`;
    return [
      ...c.outputs.map((y, i) => fault(`y${i}`, y)),
      ...c.outMasks.map((m, i) => m && fault(`mask ${i}`, m)),
    ].filter((f) => f !== null);
  } finally {
    await session.release();
  }
}

const cases = layerCases.filter((c) => c.refused === undefined && !c.training && knownFault(c) === null);
const wordsOf = (some: readonly LayerCase[]): readonly string[] => [...new Set(some.map((c) => c.word))].sort();

describe("onnxruntime computes Keras's numbers", () => {
  it("of words that no spec of the repository has, too", () =>
    expect(wordsOf(cases)).toEqual(
      expect.arrayContaining(["attention", "additive_attention", "time_distributed", "bidirectional", "conv_lstm2d"]),
    ));

  it.each(wordsOf(cases))("%s", async (word) => {
    const all = cases.filter((c) => c.word === word);
    expect((await Promise.all(all.map((c) => faults(c)))).flat()).toEqual([]);
  });

  const recurrent = cases.filter((c) => /lstm|gru|rnn|bidirectional|time_distributed/.test(c.word));
  it.each(wordsOf(recurrent))("%s in a loop", async (word) => {
    const all = recurrent.filter((c) => c.word === word);
    expect((await Promise.all(all.map((c) => faults(c, 0)))).flat()).toEqual([]);
  });
});
