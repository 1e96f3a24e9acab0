import * as tf from "@tensorflow/tfjs";
import type { LayerWord } from "../../src/catalog/word.js";
import { tfjsOps } from "../../src/runtime/engine/tfjs-ops.js";
import type { Ops, Tensor } from "../../src/tensor/ops.js";
import { coefficients, total, type Values } from "./compare.js";
import type { LayerCase, Numbers } from "./layer-case.js";
import { applyWord, withDraws, type Applied } from "./one-layer.js";

/** The number of the training step, from which random numbers follow. */
export const STEP = 7;
const plain = tfjsOps(tf, { step: () => STEP });

const raw = (x: Tensor | tf.Tensor): tf.Tensor => x as tf.Tensor;
const tensor = ({ shape, data, dtype }: Numbers): tf.Tensor => tf.tensor([...data], [...shape], dtype ?? "float32");
const read = (x: Tensor | tf.Tensor): Values => ({
  shape: x.shape,
  dtype: x.dtype,
  data: Array.from(raw(x).dataSync()),
});

/** The layers engine's operations, handing out what Keras drew for the case. */
const opsFor = (c: LayerCase): Ops => (c.draws ? withDraws(plain, c.draws) : plain);

/** What an engine computes for a case. Gradients are those of the sum that the goldens name. */
export interface Result {
  readonly outputs: readonly Values[];
  readonly masks: readonly (Values | null)[];
  readonly assigned: Readonly<Record<string, Values>>;
  readonly losses: readonly Values[];
  readonly gradients: readonly Values[];
}

/** What gradients are taken by: the inputs of floats, then the weights that an optimizer moves. */
export const movable = (c: LayerCase): readonly Numbers[] => [
  ...c.inputs.filter((x) => x.dtype === undefined),
  ...(c.trainable === false ? [] : c.weights.filter((w) => !w.state)),
];

/** The case with other numbers in the places of `movable`. */
export function movedCase(c: LayerCase, values: readonly Numbers[]): LayerCase {
  const moved = new Map(movable(c).map((x, i) => [x, values[i]!]));
  return {
    ...c,
    inputs: c.inputs.map((x) => moved.get(x) ?? x),
    weights: c.weights.map((w) => ({ ...w, ...moved.get(w) })),
  };
}

function applied(word: LayerWord, c: LayerCase, ops: Ops, of: (x: Numbers) => tf.Tensor): Applied {
  return applyWord(word, ops, c, {
    inputs: c.inputs.map((x) => of(x) as unknown as Tensor),
    masks: c.inputs.map((_, i) => (c.masks?.[i] ? (tensor(c.masks[i]) as unknown as Tensor) : null)),
    weights: Object.fromEntries(c.weights.map((w) => [w.name, of(w) as unknown as Tensor])),
  });
}

/**
 * The word's own formulas on the layers engine's operations. `own`: it draws itself instead of taking Keras's draws.
 */
export function runEagerly(word: LayerWord, c: LayerCase, own = false): Result {
  return tidied(() => {
    const opsOf = (): Ops => (own ? plain : opsFor(c));
    const ops = opsOf();
    const all = applied(word, c, ops, tensor);
    if ("left" in ops && (ops.left as () => number)() > 0) throw new Error("drew less than Keras did");
    const floats = all.outputs.every((y) => y.dtype === "float32");
    return {
      outputs: all.outputs.map(read),
      masks: all.masks.map((m) => m && read(m)),
      assigned: Object.fromEntries(Object.entries(all.assigned).map(([name, value]) => [name, read(value)])),
      losses: all.losses.map(read),
      gradients: floats ? slopes(movable(c), (of) => applied(word, c, opsOf(), of).outputs.map(raw)) : [],
    };
  });
}

/** Gradients by given numbers, of which `run` gets the tensors, and by variables that it reads by itself. */
function slopes(
  given: readonly Numbers[],
  run: (of: (x: Numbers) => tf.Tensor) => readonly tf.Tensor[],
  variables: tf.Variable[] = [],
): readonly Values[] {
  const by = given.slice(0, given.length - variables.length);
  const loss = (...at: tf.Tensor[]): tf.Scalar => {
    const outputs = run((x) => at[by.indexOf(x)] ?? tensor(x));
    const sums = outputs.map((y) => tf.sum(tf.mul(y, tf.tensor(coefficients(y.size), y.shape))));
    // TensorFlow.js throws where a result does not depend on an input; a sum of zeros makes it do so.
    return [...sums, ...[...at, ...variables].map((x) => tf.mul(0, tf.sum(x)))].reduce((a, b) =>
      tf.add(a, b),
    ) as tf.Scalar;
  };
  const xs = by.map(tensor);
  const byInputs = xs.length > 0 ? tf.grads(loss)(xs) : [];
  const byName = variables.length > 0 ? tf.variableGrads(() => loss(...xs), variables).grads : {};
  return [...byInputs, ...variables.map((v) => byName[v.name]!)].map(read);
}

/** The weighted sum of the results alone, in double precision. */
export const totalEagerly = (word: LayerWord, c: LayerCase): number =>
  tidied(() => total(applied(word, c, opsFor(c), tensor).outputs.map((y) => raw(y).dataSync())));

function tidied<T>(f: () => T): T {
  let result: T | undefined;
  tf.tidy(() => void (result = f()));
  return result as T;
}
