import { readFileSync } from "node:fs";
import { beforeAll, describe, it } from "vitest";
import { findWord, wordNamed } from "../../src/catalog/lookup.js";
import {
  finalWeights,
  learningRateAt,
  optimizerScalars,
  optimizerSlots,
  optimizerStep,
} from "../../src/catalog/training/apply-gradients.js";
import { computeLoss } from "../../src/catalog/training/compute-loss.js";
import type { StateSpec } from "../../src/catalog/word.js";
import type { Args, WordCall } from "../../src/ir/value.js";
import type { Ops, Tensor } from "../../src/tensor/ops.js";
import { complete } from "../catalog/layers/complete.js";
import { full } from "../catalog/training/golden.js";
import { resultOf } from "../support/layer-under-test.js";
import { Checker, floats, integers, type Case, type Input } from "./support/cases.js";

/**
 * Every loss, metric, optimizer, activation and layer that has a golden from Keras is recorded and compared with the
 * same word on TensorFlow.js, which the tests of the catalogue hold to Keras's numbers.
 */
interface Numbers {
  readonly dtype?: "float32" | "int32";
  readonly shape: readonly number[];
  readonly data: readonly number[];
}
const golden = <T>(path: string): T =>
  JSON.parse(readFileSync(new URL(`../goldens/${path}.json`, import.meta.url), "utf8")) as T;
const input = ({ dtype, shape, data }: Numbers): Input =>
  dtype === "int32" ? integers(shape, data) : floats(shape, data.map(Number));
const constant = (ops: Ops, { dtype, shape, data }: Numbers): Tensor => ops.constant(data, shape, dtype ?? "float32");
const filled = (ops: Ops, specs: readonly StateSpec[]): Record<string, Tensor> =>
  Object.fromEntries(
    specs.map((s) => [
      s.name,
      ops.constant(new Float32Array(s.shape.reduce((a, b) => a * b, 1)).fill(s.initial), s.shape),
    ]),
  );
const flatten = (ops: Ops, xs: readonly Tensor[]): Tensor =>
  ops.concat(
    xs.map((x) => ops.reshape(x, [null])),
    0,
  );

interface LossCase {
  readonly word: string;
  readonly args: Args;
  readonly target: Numbers;
  readonly prediction: Numbers;
  readonly weight: Numbers | null;
  readonly mask: Numbers | null;
}
const losses = golden<{ cases: readonly LossCase[] }>("catalog/losses").cases.map((c, i): Case => ({
  name: `loss ${c.word} ${i}`,
  inputs: [input(c.prediction)],
  f: (ops, prediction) =>
    computeLoss({
      ops,
      loss: { word: c.word, args: full(wordNamed("loss", c.word).params, c.args) },
      target: constant(ops, c.target),
      prediction: prediction,
      weight: c.weight && constant(ops, c.weight),
      mask: c.mask && ops.cast(constant(ops, c.mask), "bool"),
    }),
  kinked: true,
}));

interface MetricCase {
  readonly word: string;
  readonly args: Args;
  readonly batches: readonly {
    readonly target: Numbers;
    readonly prediction: Numbers;
    readonly weight: Numbers | null;
  }[];
}
const metrics = golden<{ cases: readonly MetricCase[] }>("catalog/metrics").cases.map((c, i): Case => ({
  name: `metric ${c.word} ${i}`,
  inputs: c.batches.map((b) => input(b.prediction)),
  f: (ops, ...predictions) => {
    const word = wordNamed("metric", c.word);
    const args = full(word.params, c.args);
    let state: Readonly<Record<string, Tensor>> = filled(
      ops,
      word.state(args, [null, ...c.batches[0]!.prediction.shape.slice(1)]),
    );
    const results = c.batches.map((b, at) => {
      const weight = b.weight && constant(ops, b.weight);
      state = word.update({ ops, args, target: constant(ops, b.target), prediction: predictions[at]!, weight }, state);
      return word.result(ops, args, state);
    });
    return ops.stack(results, 0);
  },
  flat: true,
}));

interface OptimizerCase {
  readonly word: string;
  readonly args: Args;
  readonly constraint: string | null;
  readonly start: readonly [Numbers, Numbers];
  readonly gradients: readonly (readonly (readonly number[])[])[];
}
const names = ["kernel", "bias"];
const optimizers = golden<{ cases: readonly OptimizerCase[] }>("catalog/optimizers").cases.map((c, i): Case => ({
  name: `optimizer ${c.word} ${i}`,
  inputs: c.start.map(input),
  f: (ops, ...start) => {
    const optimizer: WordCall = { word: c.word, args: full(wordNamed("optimizer", c.word).params, c.args) };
    const constraint = c.constraint && {
      word: c.constraint,
      args: { ...full(wordNamed("constraint", c.constraint).params, {}), max_value: 0.8 },
    };
    let weights = Object.fromEntries(names.map((name, at) => [name, start[at]!]));
    let slots: Readonly<Record<string, Readonly<Record<string, Tensor>>>> = Object.fromEntries(
      names.map((name, at) => [name, filled(ops, optimizerSlots(optimizer, c.start[at]!.shape))]),
    );
    let scalars: Readonly<Record<string, Tensor>> = filled(ops, optimizerScalars(optimizer));
    c.gradients.forEach((rows, step) => {
      const next = optimizerStep({
        ops,
        optimizer,
        learningRate: ops.scalar(learningRateAt(optimizer, step)),
        step: ops.scalar(step + 1),
        weights,
        gradients: Object.fromEntries(names.map((name, at) => [name, ops.constant(rows[at]!, c.start[at]!.shape)])),
        slots,
        scalars,
        constraints: { kernel: constraint || null },
      });
      weights = { ...next.weights };
      slots = next.slots;
      scalars = next.scalars;
    });
    return flatten(ops, Object.values(finalWeights(optimizer, weights, slots)));
  },
  flat: true,
}));

const activations = golden<{ activations: readonly { name: string; args: Args; x: Numbers }[] }>(
  "catalog/values",
).activations.map((c, i): Case => ({
  name: `activation ${c.name} ${i}`,
  inputs: [input(c.x)],
  f: (ops, x) => {
    const word = findWord("activation", c.name)!;
    return word.apply(ops, full(word.params, c.args) as never, x);
  },
  kinked: true,
}));

/** One application of a layer in training: masks, weights and inputs as arguments of the program. */
const layer = (
  name: string,
  word: string,
  args: Args,
  given: {
    inputs: readonly Numbers[];
    masks?: readonly (Numbers | null)[];
    weights: Readonly<Record<string, Numbers>>;
  },
  training: boolean,
): Case => {
  const weightNames = Object.keys(given.weights);
  return {
    name,
    inputs: [...given.inputs, ...weightNames.map((w) => given.weights[w]!)].map(input),
    f: (ops, ...all) => {
      const found = findWord("layer", word)!;
      const extra: Tensor[] = [];
      const y = resultOf(found, {
        ops,
        args: complete(found, args),
        inputs: all.slice(0, given.inputs.length),
        masks: given.inputs.map((_, i) => (given.masks?.[i] ? ops.cast(constant(ops, given.masks[i]), "bool") : null)),
        weights: Object.fromEntries(weightNames.map((w, i) => [w, all[given.inputs.length + i]!])),
        training,
        assign: (_, value) => void extra.push(value),
        addLoss: (value) => void extra.push(value),
        seed: 77,
      });
      return extra.length === 0 ? y : flatten(ops, [y, ...extra]);
    },
    kinked: true,
    tolerance: 1e-4,
  };
};

interface PlainLayer {
  readonly word: string;
  readonly args: Args;
  readonly inputs: readonly { readonly shape: readonly number[]; readonly values: readonly number[] }[];
  readonly masks: readonly (readonly (readonly boolean[])[] | null)[];
  readonly weights: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly values: readonly number[];
  }[];
}
const numbers = ({
  shape,
  values,
}: {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}): Numbers => ({ shape, data: values });
const plainLayers = golden<{ cases: readonly PlainLayer[] }>("layer-values").cases.flatMap((c, i): Case[] =>
  // What differs between training and use has a trait that says so.
  (findWord("layer", c.word)!.traits?.some(
    (t) => t === "dropout" || t === "noise" || t === "normalization" || t === "augmentation",
  )
    ? [false, true]
    : [true]
  ).map((training) =>
    layer(
      `layer ${c.word} ${i} ${training}`,
      c.word,
      c.args,
      {
        inputs: c.inputs.map(numbers),
        masks: c.masks.map((m) => m && { shape: [m.length, m[0]!.length], data: m.flat().map(Number) }),
        weights: Object.fromEntries(c.weights.map((w) => [w.name, numbers(w)])),
      },
      training,
    ),
  ),
);

interface RecurrentLayer {
  readonly word: string;
  readonly args: Args;
  readonly x: Numbers;
  readonly weights: Readonly<Record<string, Numbers>>;
}
const recurrences = golden<{ layers: readonly RecurrentLayer[] }>("catalog/recurrence-and-images").layers.map((c, i) =>
  layer(`recurrent ${c.word} ${i}`, c.word, c.args, { inputs: [c.x], weights: c.weights }, true),
);

const groups: [string, readonly Case[]][] = [
  ["losses", losses],
  ["metrics", metrics],
  ["optimizers", optimizers],
  ["activations", activations],
  ["layers", plainLayers],
  ["recurrent layers", recurrences],
];
const checker = new Checker();
beforeAll(() => checker.open());

describe.each(groups)("%s, recorded", (_, cases) => {
  it.each(cases.map((c) => [c.name, c] as const))("%s", (_name, c) => checker.check(c));
});
