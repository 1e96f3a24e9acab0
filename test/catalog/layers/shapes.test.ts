import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Value } from "../../../src/ir/value.js";
import { named, unnamed } from "../../../src/tensor/lengths.js";
import type { Shape } from "../../../src/tensor/ops.js";
import { shapeOf, weightsOf } from "../../support/layer-under-test.js";
import { complete, layer } from "./complete.js";

interface Case {
  readonly word: string;
  readonly args: Readonly<Record<string, Value>>;
  readonly inputs: readonly Shape[];
  readonly output?: Shape;
  readonly weights?: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** The exception with which Keras refused. */
  readonly refused?: string;
}

const golden = JSON.parse(readFileSync(new URL("../../goldens/layer-shapes.json", import.meta.url), "utf8")) as {
  readonly cases: readonly Case[];
};

/** Why regnet refuses what Keras builds; null: it has to agree. */
function stricter({ word, args, inputs }: Case): string | null {
  if (word === "dot" && args["axes"] === 0) return "Keras builds the layer, and its call refuses the batch axis";
  if (word === "concatenate") {
    const axis = args["axis"] as number;
    const at = axis < 0 ? axis + inputs[0]!.length : axis;
    const differs = inputs[0]!.some(
      (d, i) => i !== at && i > 0 && inputs.some((x) => x[i] !== d && x[i] !== null && d !== null),
    );
    if (differs) return "Keras overlooks lengths of 1 when it builds the layer, and its call fails";
  }
  if (word === "reshape" && inputs[0]!.slice(1).includes(null))
    return "Keras leaves it to the run whether the values of an open length can be arranged so";
  const opens = (i: number): boolean => inputs.some((x) => x[i] === null) && inputs.some((x) => (x[i] ?? 1) !== 1);
  return inputs.length > 1 && inputs[0]!.some((_, i) => i > 0 && opens(i))
    ? "Keras leaves it to the run whether an open length is the known one beside it"
    : null;
}

/** Keras does not tell open lengths apart: those of one axis are the same in these cases. */
const opened = (inputs: readonly Shape[]): readonly Shape[] =>
  inputs.map((x) => named(unnamed(x), (axis) => `axis${axis}`));

const describeCase = (c: Case): string => `${c.word} ${JSON.stringify(c.args)} on ${JSON.stringify(c.inputs)}`;

function outcome(
  c: Case,
): { readonly refused: string } | { readonly output: Shape; readonly weights: readonly unknown[] } {
  const word = layer(c.word);
  const args = complete(word, c.args);
  const broken = word.check?.(args) ?? null;
  if (broken !== null) return { refused: broken };
  const output = shapeOf(word, args, opened(c.inputs));
  if ("problem" in output) return { refused: output.problem };
  return {
    output: unnamed(output),
    weights: weightsOf(word, args, opened(c.inputs)).map(({ name, shape }) => ({ name, shape })),
  };
}

/** Why regnet takes what Keras refuses; null: it has to agree. */
function wider({ word, args, inputs }: Case): string | null {
  const several = word === "reshape" && (args["target_shape"] as readonly number[]).filter((d) => d === -1).length > 1;
  return several && inputs[0]![1] === null ? "the first open length is kept, the last is what is left" : null;
}

const byWord = [...new Set(golden.cases.map((c) => c.word))].map(
  (word) => [word, golden.cases.filter((c) => c.word === word)] as const,
);

describe("shapes and weights are Keras's", () => {
  for (const [word, cases] of byWord) {
    it(`${word} (${cases.length} cases)`, () => {
      const differences: string[] = [];
      for (const c of cases) {
        const got = outcome(c);
        if (c.refused !== undefined && "refused" in got) continue;
        if (c.refused === undefined && "refused" in got && stricter(c) !== null) continue;
        if (c.refused !== undefined && wider(c) !== null) continue;
        const want = c.refused !== undefined ? { refused: c.refused } : { output: c.output, weights: c.weights };
        if (JSON.stringify(got) !== JSON.stringify(want))
          differences.push(`${describeCase(c)}: ${JSON.stringify(got)}, Keras ${JSON.stringify(want)}`);
      }
      expect(differences).toEqual([]);
    });
  }
});
