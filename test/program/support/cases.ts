import * as tf from "@tensorflow/tfjs";
import { expect } from "vitest";
import { gradients } from "../../../src/program/gradient.js";
import { Graph, output } from "../../../src/program/graph.js";
import type { ProgramType, Value } from "../../../src/program/node.js";
import { recordOps } from "../../../src/program/record-ops.js";
import { tfjsOps } from "../../../src/runtime/engine/tfjs-ops.js";
import { GraphSession } from "../../../src/runtime/graph/session.js";
import type { TfjsBinding } from "../../../src/runtime/native/index.js";
import type { Ops, Tensor } from "../../../src/tensor/ops.js";
import { needsNative } from "../../support/needs.js";

export interface Input {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

/** A function over `Ops`, checked on both op sets. Float inputs get gradients unless `flat`. */
export interface Case {
  readonly name: string;
  readonly inputs: readonly Input[];
  readonly f: (ops: Ops, ...x: Tensor[]) => Tensor;
  /** No gradient is compared: the result does not depend on its inputs, or carries none. */
  readonly flat?: boolean;
  /** The function has kinks or jumps where the inputs lie: no finite differences. */
  readonly kinked?: boolean;
  /** Relative and absolute. Default 2e-5. */
  readonly tolerance?: number;
  /** Loops of up to so many steps are written out; default: the recorder's. */
  readonly unrolled?: number;
}

const STEP = 7;

/** Values in no order, all different by at least `by`, away from 0. */
export function distinct(shape: readonly number[], from = -1.02, by = 0.11): Input {
  const n = shape.reduce((p, d) => p * d, 1);
  const stride = [29, 31, 37, 41].find((s) => n % s !== 0)!;
  return {
    shape,
    data: Float32Array.from({ length: n }, (_, i) => from + ((i * stride) % n) * by * Math.min(1, 24 / n)),
  };
}

/** Values within bounds, in no order. */
export function between(shape: readonly number[], low: number, high: number): Input {
  const n = shape.reduce((p, d) => p * d, 1);
  return {
    shape,
    data: Float32Array.from({ length: n }, (_, i) => low + (high - low) * ((0.137 + i * 0.61803398875) % 1)),
  };
}

export const integers = (shape: readonly number[], values: readonly number[]): Input => ({
  shape,
  data: Int32Array.from(values),
});
export const floats = (shape: readonly number[], values: readonly number[]): Input => ({
  shape,
  data: Float32Array.from(values),
});

interface Recorded {
  readonly step: Value;
  readonly placeholders: readonly Value[];
  readonly result: Value;
  readonly slopes: readonly Value[];
}

const floating = (input: Input): boolean => input.data instanceof Float32Array;

export const placeholder = (g: Graph, type: ProgramType, shape: Value["shape"]): Value =>
  output(g.add("Placeholder", [], { dtype: { type }, shape: { shape } }, [{ name: "output", type, shape }]));

/** Weights of a sum, so that no gradient is the same everywhere. */
const weights = (n: number): Float32Array => Float32Array.from({ length: n }, (_, i) => 0.5 + ((i * 0.731) % 1));
const weighted = (ops: Ops, y: Tensor): Tensor =>
  ops.sum(ops.mul(y, ops.constant(weights((y.shape as number[]).reduce((n, d) => n * d, 1)), y.shape as number[])));

function record({ inputs, f, flat, unrolled }: Case): Recorded {
  const g = new Graph();
  const step = placeholder(g, "int32", []);
  const ops = recordOps(g, unrolled === undefined ? { step } : { step, unrolled });
  const placeholders = inputs.map((input) => placeholder(g, floating(input) ? "float32" : "int32", input.shape));
  const result = f(ops, ...placeholders) as Value;
  const wrt = flat ? [] : placeholders.filter((_, i) => floating(inputs[i]!));
  const slopes = flat ? [] : gradients(g, weighted(ops, result) as Value, wrt);
  // TensorFlow does not hand out what was handed in.
  const fetched = (v: Value): Value =>
    v.node.op === "Placeholder" ? output(g.add("Identity", [v], { T: { type: v.dtype } }, v.node.outputs)) : v;
  return { step, placeholders, result: fetched(result), slopes: slopes.map(fetched) };
}

const raw = (t: Tensor): tf.Tensor => t as unknown as tf.Tensor;
const tensor = ({ shape, data }: Input): tf.Tensor =>
  tf.tensor(data, [...shape], data instanceof Float32Array ? "float32" : "int32");

/** Records cases, and runs each in a TensorFlow session of its own. */
export class Checker {
  readonly #js = tfjsOps(tf, { step: () => STEP });

  async open(): Promise<void> {
    await tf.setBackend("cpu");
  }

  /** A function that runs the case: its result and its gradients. */
  #session(
    { placeholders, step, result, slopes }: Recorded,
    binding: TfjsBinding,
  ): { run: (inputs: readonly Input[]) => readonly (readonly number[])[]; close: () => void } {
    const outputs = Object.fromEntries([result, ...slopes].map((v, i) => [`y${i}`, v]));
    const inputs = { step, ...Object.fromEntries(placeholders.map((p, i) => [`x${i}`, p])) };
    const session = GraphSession.open(binding, { functions: [], signatures: { run: { inputs, outputs } } });
    const run = (given: readonly Input[]): readonly (readonly number[])[] => {
      const feeds = {
        step: { data: Int32Array.of(STEP), shape: [] },
        ...Object.fromEntries(given.map((x, i) => [`x${i}`, x])),
      };
      const fetched = session.run("run", feeds);
      return Object.keys(outputs).map((name) => Array.from(fetched[name]!.data as Float32Array));
    };
    return { run, close: () => session.close() };
  }

  async check(c: Case): Promise<void> {
    const recorded = record(c);
    const { result, slopes } = recorded;
    const tensors = c.inputs.map(tensor);
    const wanted = raw(c.f(this.#js, ...tensors));
    expect(result.shape).toEqual(wanted.shape);
    expect(result.dtype).toBe(wanted.dtype);
    const at = c.inputs.flatMap((x, i) => (floating(x) ? [i] : []));
    // TensorFlow.js throws where a result does not depend on an input; a sum of zeros makes it do so.
    const total = (...x: tf.Tensor[]): tf.Scalar => {
      const y = raw(weighted(this.#js, c.f(this.#js, ...tensors.map((t, i) => x[at.indexOf(i)] ?? t))));
      return x.reduce<tf.Tensor>((sum, v) => tf.add(sum, tf.mul(0, tf.sum(v))), y) as tf.Scalar;
    };
    const wantedSlopes = c.flat ? [] : tf.grads(total)(at.map((i) => tensors[i]!));
    expect(slopes.map((s) => s.shape)).toEqual(wantedSlopes.map((s) => s.shape));
    const { binding } = await needsNative();
    const { run, close: end } = this.#session(recorded, binding);
    try {
      const [value, ...gradient] = run(c.inputs);
      close(value!, Array.from(wanted.dataSync()), c.tolerance, "value");
      wantedSlopes.forEach((w, i) =>
        close(gradient[i]!, Array.from(w.dataSync()), c.tolerance, `gradient by input ${at[i]}`),
      );
      if (!c.flat && !c.kinked) at.forEach((input, i) => differences(c, run, input, gradient[i]!));
    } finally {
      end();
    }
  }
}

/** The slope along some directions against differences of the program's own results. */
function differences(
  c: Case,
  run: (inputs: readonly Input[]) => readonly (readonly number[])[],
  which: number,
  gradient: readonly number[],
): void {
  const base = c.inputs[which]!;
  const h = 4e-3;
  for (let d = 0; d < 3; d++) {
    const direction = Array.from(base.data, (_, i) => Math.sin(1.7 * i * (d + 1) + d));
    const total = (delta: number): number => {
      const moved = { ...base, data: base.data.map((v, i) => v + delta * direction[i]!) };
      const y = run(c.inputs.map((x, i) => (i === which ? moved : x)))[0]!;
      const w = weights(y.length);
      return y.reduce((sum, v, i) => sum + v * w[i]!, 0);
    };
    const slope = (total(-2 * h) - 8 * total(-h) + 8 * total(h) - total(2 * h)) / (12 * h);
    const got = gradient.reduce((sum, v, i) => sum + v * direction[i]!, 0);
    const size = Math.hypot(...gradient) + 1;
    expect(Math.abs(got - slope), `${c.name} along ${d} of input ${which}: ${got} against ${slope}`).toBeLessThan(
      4e-3 * size,
    );
  }
}

export function close(got: readonly number[], want: readonly number[], tolerance = 2e-5, what = ""): void {
  expect(got.length).toBe(want.length);
  got.forEach((v, i) => {
    const w = want[i]!;
    if (Object.is(v, w) || v === w) return;
    expect(Math.abs(v - w), `${what} ${i}: ${v} against ${w}`).toBeLessThan(tolerance * (1 + Math.abs(w)));
  });
}
