import { applyLayer } from "../../src/catalog/apply-layer.js";
import { dtypesOf, isProblem, maskShapesOf, shapesOf, unreadMask, weightsOf } from "../../src/catalog/layer-rules.js";
import { wordNamed } from "../../src/catalog/lookup.js";
import type { Param } from "../../src/catalog/param.js";
import type { LayerWord, ShapeProblem, WeightSpec } from "../../src/catalog/word.js";
import { namedOf, positionalOf } from "../../src/ir/refs.js";
import { isWordCall, type Args, type Value } from "../../src/ir/value.js";
import type { DType, Ops, Shape, Tensor } from "../../src/tensor/ops.js";
import type { LayerCase } from "./layer-case.js";

/** How the tests of words ask a layer word: the one place that knows the form of its record. */

/**
 * Arguments as the compiler hands them over: Keras's -1 for an open length is null, what is not given has its default.
 */
export function completeArgs(word: LayerWord, given: Args): Args {
  const params = Object.entries(word.params as Readonly<Record<string, Param<Value>>>);
  const unknown = Object.keys(given).find((name) => !(name in word.params));
  if (unknown !== undefined) throw new Error(`${word.name} has no parameter ${unknown}`);
  const missing = params.find(([name, param]) => param.required && !(name in given));
  if (missing) throw new Error(`${word.name} needs ${missing[0]}`);
  const open = (value: Value): Value =>
    Array.isArray(value) ? (value as readonly Value[]).map((d) => (d === -1 ? null : d)) : value;
  return Object.fromEntries(
    params.map(([name, { kind, default: ours }]) => {
      const value = given[name] ?? ours ?? null;
      if (kind.type === "word" && kind.family === "layer" && isWordCall(value))
        return [name, { ...value, args: completeArgs(wordNamed("layer", value.word), value.args) }];
      return [name, kind.type === "dims" && kind.open ? open(value) : value];
    }),
  );
}

/** What a word says before anything runs. */
export interface Declared {
  readonly shapes: readonly Shape[];
  readonly dtypes: readonly DType[];
  readonly masks: readonly (Shape | null)[];
  readonly weights: readonly WeightSpec[];
}

export interface Around {
  readonly args: Args;
  /** Which inputs are arguments by name. */
  readonly named?: LayerCase["named"];
  readonly inputs: readonly Shape[];
  readonly dtypes: readonly DType[];
  readonly masks: readonly (Shape | null)[];
}

/** Or why it refuses. */
export function declaredBy(word: LayerWord, { args, dtypes, masks, ...around }: Around): Declared | ShapeProblem {
  const broken = word.check?.(args) ?? null;
  if (broken !== null) return { problem: broken };
  const inputs = positionalOf(around, around.inputs);
  const applied = { word, args, inputs, named: namedOf(around, around.inputs) };
  const shapes = shapesOf(applied);
  if (isProblem(shapes)) return shapes;
  const unread = unreadMask({ word, args, inputs }, masks[0]);
  if (unread) return unread;
  return {
    shapes,
    dtypes: dtypesOf(word, args, positionalOf(around, dtypes), shapes.length),
    masks: maskShapesOf(applied, positionalOf(around, masks), shapes.length),
    weights: weightsOf(applied),
  };
}

/** What comes of one application. */
export interface Applied {
  readonly outputs: readonly Tensor[];
  readonly masks: readonly (Tensor | null)[];
  readonly assigned: Readonly<Record<string, Tensor>>;
  readonly losses: readonly Tensor[];
}

export interface Given {
  readonly inputs: readonly Tensor[];
  readonly masks: readonly (Tensor | null)[];
  readonly weights: Readonly<Record<string, Tensor>>;
}

/** One application of a case's layer to tensors of an op set. */
export function applyWord(word: LayerWord, ops: Ops, c: LayerCase, given: Given): Applied {
  const assigned: Record<string, Tensor> = {};
  const losses: Tensor[] = [];
  const inputs = given.inputs.map((value, i) => ({ value, mask: given.masks[i] ?? null }));
  const traced = applyLayer({
    ops,
    word,
    args: { ...completeArgs(word, c.args), ...c.call },
    inputs: positionalOf(c, inputs),
    named: namedOf(c, inputs),
    weights: given.weights,
    training: c.training ?? false,
    trainable: c.trainable ?? true,
    seed: 31,
    application: 0,
    assign: (weight, value) => void (assigned[weight] = value),
    addLoss: (value) => void losses.push(value),
  });
  return { outputs: traced.map((t) => t.value), masks: traced.map((t) => t.mask), assigned, losses };
}

/**
 * The op set that hands out what Keras drew instead of drawing. It fails where something else is drawn, and where two
 * draws would be the same.
 */
export function withDraws(ops: Ops, draws: NonNullable<LayerCase["draws"]>): Ops & { readonly left: () => number } {
  const queue = [...draws];
  const seeds = new Set<number>();
  const next = (of: "uniform" | "normal", shape: Shape, seed: number): Tensor => {
    const drawn = queue.shift();
    const size = known(shape, drawn).reduce((n, d) => n * d, 1);
    if (drawn?.of !== of || drawn.data.length !== size)
      throw new Error(`drew ${of} [${shape.join()}], where Keras drew ${drawn?.of} [${drawn?.shape.join()}]`);
    if (seeds.has(seed)) throw new Error(`drew twice with the seed ${seed}`);
    seeds.add(seed);
    return ops.constant(drawn.data, known(shape, drawn));
  };
  return {
    ...ops,
    uniform: (shape, seed) => next("uniform", shape, seed),
    normal: (shape, seed) => next("normal", shape, seed),
    left: () => queue.length,
  };
}

/** Only the rows may be open, and Keras drew for as many as there are. */
const known = (shape: Shape, drawn: { readonly shape: readonly number[] } | undefined): readonly number[] =>
  shape.map((d) => (typeof d === "number" ? d : (drawn?.shape[0] ?? 1)));
