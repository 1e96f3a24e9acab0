import type { Ops, Shape } from "../../../tensor/ops.js";
import { deriveSeed, key, uniformAt } from "../../../tensor/random.js";
import { lengths, type Tf } from "./tf.js";

/** What an engine tells its operations while it runs. */
export interface OpsContext {
  /** Number of the training step: keys fresh random numbers. */
  step(): number;
  /** Rows of the batch, for shapes with `null`. */
  rows?(): number;
}

/** The second stream of `normal`, beside the one of the seed itself. Every engine uses this name. */
const secondStream = (seed: number): number => deriveSeed(seed, "normal");

export function randomness(tf: Tf, context: OpsContext): Pick<Ops, "uniform" | "normal"> {
  const known = (shape: Shape): number[] =>
    lengths(shape).map((d) => {
      if (d !== -1) return d;
      const rows = context.rows?.();
      if (rows === undefined)
        throw new Error("the rows of the batch are not known here: take the shape of the layer's input");
      return rows;
    });
  const draws = (length: number, seed: number): Float32Array => {
    const stream = key(seed, context.step());
    const values = new Float32Array(length);
    for (let i = 0; i < length; i++) values[i] = uniformAt(stream, i);
    return values;
  };
  const sizeOf = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);
  return {
    uniform: (shape, seed) => {
      const sizes = known(shape);
      return tf.tensor(draws(sizeOf(sizes), seed), sizes);
    },
    normal: (shape, seed) => {
      const sizes = known(shape);
      const first = draws(sizeOf(sizes), seed);
      const second = draws(sizeOf(sizes), secondStream(seed));
      return tf.tensor(
        first.map((u, i) => Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * second[i]!)),
        sizes,
      );
    },
  };
}
