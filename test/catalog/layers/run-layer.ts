import { findWord } from "../../../src/catalog/lookup.js";
import type { LayerWord } from "../../../src/catalog/word.js";
import type { Args } from "../../../src/ir/value.js";
import { resultsOf } from "../../support/layer-under-test.js";
import { ops, tf, withDefaults } from "../values/engine.js";

export interface Run {
  readonly y: tf.Tensor;
  readonly assigned: Readonly<Record<string, tf.Tensor>>;
  readonly losses: readonly number[];
  readonly mask: tf.Tensor | null;
}

export interface Around {
  readonly weights?: Readonly<Record<string, tf.Tensor>>;
  readonly training?: boolean;
  readonly trainable?: boolean;
  readonly mask?: tf.Tensor | null;
  readonly seed?: number;
}

export function layer(name: string): LayerWord {
  const found = findWord("layer", name);
  if (!found) throw new Error(`no layer is named ${name}`);
  return found;
}

/** One application of a layer to numbers, as an engine makes it. */
export function runLayer(name: string, given: Args, x: tf.Tensor, around: Around = {}): Run {
  const word = layer(name);
  const assigned: Record<string, tf.Tensor> = {};
  const losses: number[] = [];
  const [result] = resultsOf(word, {
    ops,
    args: withDefaults(word, given),
    inputs: [x],
    masks: [around.mask ?? null],
    weights: around.weights ?? {},
    training: around.training ?? false,
    trainable: around.trainable ?? true,
    assign: (weight: string, value: unknown) => void (assigned[weight] = value as tf.Tensor),
    addLoss: (value: unknown) => void losses.push((value as tf.Tensor).dataSync()[0]!),
    seed: around.seed ?? 1,
  });
  const y = result!.value as unknown as tf.Tensor;
  return { y, assigned, losses, mask: result!.mask as unknown as tf.Tensor | null };
}
