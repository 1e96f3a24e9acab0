import * as tf from "@tensorflow/tfjs";
import {
  finalWeights,
  optimizerScalars,
  optimizerSlots,
  optimizerStep,
} from "../../catalog/training/apply-gradients.js";
import type { WordCall } from "../../ir/value.js";
import type { Ops, Tensor } from "../../tensor/ops.js";
import type { NdArray } from "../data/dataset.js";
import type { OptimizerState } from "./engine.js";
import { requireState } from "./require-state.js";
import { KerasConstraint } from "./keras-values.js";
import type { ModelWeight } from "./model-weights.js";

const raw = (x: Tensor): tf.Tensor => x as unknown as tf.Tensor;

/** The optimizer of a training: its slots as kept tensors, and the step over all weights by the catalogue's formula. */
export class OptimizerSlots {
  /** Steps taken. */
  step = 0;
  #slots: Record<string, Record<string, tf.Tensor>> = {};
  #scalars: Record<string, tf.Tensor> = {};

  constructor(
    private readonly ops: Ops,
    private readonly optimizer: WordCall,
    private readonly weights: readonly ModelWeight[],
  ) {
    const made = (initial: number, shape: readonly number[]): tf.Tensor => tf.keep(tf.fill([...shape], initial));
    for (const { name, variable } of weights)
      this.#slots[name] = Object.fromEntries(
        optimizerSlots(optimizer, variable.shape).map((s) => [s.name, made(s.initial, s.shape)]),
      );
    this.#scalars = Object.fromEntries(optimizerScalars(optimizer).map((s) => [s.name, made(s.initial, s.shape)]));
  }

  /** One step; gradients by weight name, those without stay. */
  apply(gradients: Readonly<Record<string, tf.Tensor>>, learningRate: number): void {
    const retired: tf.Tensor[] = [];
    tf.tidy(() => {
      const step = optimizerStep({
        ops: this.ops,
        optimizer: this.optimizer,
        learningRate: tf.scalar(learningRate),
        step: tf.scalar(this.step + 1),
        weights: Object.fromEntries(this.weights.map((w) => [w.name, w.variable])),
        gradients,
        slots: this.#slots,
        scalars: this.#scalars,
        constraints: Object.fromEntries(
          this.weights.map((w) => [w.name, w.constraint instanceof KerasConstraint ? w.constraint.call : null]),
        ),
      });
      for (const { name, variable, constraint } of this.weights) {
        const updated = raw(step.weights[name]!);
        if (updated.id !== variable.id)
          variable.assign(constraint && !(constraint instanceof KerasConstraint) ? constraint.apply(updated) : updated);
        this.#slots[name] = this.#taken(this.#slots[name]!, step.slots[name] ?? {}, retired);
      }
      this.#scalars = this.#taken(this.#scalars, step.scalars, retired);
    });
    tf.dispose(retired);
    this.step++;
  }

  #taken(
    old: Record<string, tf.Tensor>,
    fresh: Readonly<Record<string, Tensor>>,
    retired: tf.Tensor[],
  ): Record<string, tf.Tensor> {
    return Object.fromEntries(
      Object.entries(old).map(([name, was]) => {
        const now = fresh[name] ? raw(fresh[name]) : was;
        if (now.id === was.id) return [name, was];
        retired.push(was);
        return [name, tf.keep(tf.clone(now))]; // a copy: the formula may have handed on a tensor of someone else
      }),
    );
  }

  /** Puts moving averages in the weights' place, where the optimizer keeps them. */
  finish(): void {
    if (this.step === 0) return;
    tf.tidy(() => {
      const final = finalWeights(
        this.optimizer,
        Object.fromEntries(this.weights.map((w) => [w.name, w.variable])),
        this.#slots,
      );
      for (const { name, variable } of this.weights)
        if (raw(final[name]!).id !== variable.id) variable.assign(tf.clone(raw(final[name]!)));
    });
  }

  #all(): [string, tf.Tensor][] {
    const slots = Object.entries(this.#slots).flatMap(([weight, own]) =>
      Object.entries(own).map(([slot, t]) => [`${weight}#${slot}`, t] as [string, tf.Tensor]),
    );
    return [...slots, ...Object.entries(this.#scalars).map(([name, t]) => [`#${name}`, t] as [string, tf.Tensor])];
  }

  async state(): Promise<OptimizerState> {
    const values: Record<string, NdArray> = {};
    for (const [name, tensor] of this.#all())
      values[name] = { data: Float32Array.from(await tensor.data()), shape: tensor.shape };
    return { step: this.step, values };
  }

  /** @throws Failure where the state is of another model or optimizer */
  restore(state: OptimizerState): void {
    requireState(
      this.#all().map(([name, { shape }]) => [name, shape]),
      state,
    );
    const fresh = (name: string): tf.Tensor =>
      tf.keep(tf.tensor(Float32Array.from(state.values[name]!.data), [...state.values[name]!.shape]));
    tf.dispose(this.#all().map(([, t]) => t));
    for (const [weight, own] of Object.entries(this.#slots))
      this.#slots[weight] = Object.fromEntries(Object.keys(own).map((slot) => [slot, fresh(`${weight}#${slot}`)]));
    this.#scalars = Object.fromEntries(Object.keys(this.#scalars).map((name) => [name, fresh(`#${name}`)]));
    this.step = state.step;
  }

  dispose(): void {
    tf.dispose(this.#all().map(([, t]) => t));
  }
}
