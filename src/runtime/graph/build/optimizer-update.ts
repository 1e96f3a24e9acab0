import { wordNamed } from "../../../catalog/lookup.js";
import {
  learningRateAt,
  optimizerScalars,
  optimizerSlots,
  optimizerStep,
} from "../../../catalog/training/apply-gradients.js";
import { clipGradients } from "../../../catalog/training/clip-gradients.js";
import type { CommonArgs } from "../../../catalog/training/optimizer-params.js";
import type { ModelIr } from "../../../ir/ir.js";
import type { WordCall } from "../../../ir/value.js";
import type { Ops, Tensor } from "../../../tensor/ops.js";
import type { Node, Value } from "../../../program/node.js";
import { FLOAT, fusedUpdate, type FusedUpdate } from "./fused-update.js";
import type { RecordingScope } from "./scope.js";

/** A weight of the model, by `layer/weight`. */
export interface ProgramWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly trained: boolean;
  readonly constraint: WordCall | null;
}

export const weightVariableOf = (name: string): string => `weight/${name}`;
const slotVariable = (weight: string, slot: string): string => `slot/${weight}#${slot}`;
const scalarVariable = (name: string): string => `slot/#${name}`;

/** All weights in the IR's order: layer by layer, each layer once. */
export const programWeights = (model: ModelIr): readonly ProgramWeight[] =>
  model.layers.flatMap((layer) =>
    layer.weights.map(({ name, shape, trainable, constraint }) => ({
      name: `${layer.name}/${name}`,
      shape,
      trained: trainable && layer.trainable,
      constraint,
    })),
  );

/** Everything the optimizer remembers: its state's name in `OptimizerState`, the variable, and what it starts with. */
export const optimizerVariables = (optimizer: WordCall, weights: readonly ProgramWeight[]) => [
  ...weights
    .filter((w) => w.trained)
    .flatMap((w) =>
      optimizerSlots(optimizer, w.shape).map(({ name, shape, initial }) => ({
        key: `${w.name}#${name}`,
        variable: slotVariable(w.name, name),
        shape,
        initial,
      })),
    ),
  ...optimizerScalars(optimizer).map(({ name, shape, initial }) => ({
    key: `#${name}`,
    variable: scalarVariable(name),
    shape,
    initial,
  })),
];

/** Slots and scalars as they were before this step. */
export const slotsOf = (
  scope: RecordingScope,
  optimizer: WordCall,
  weights: readonly ProgramWeight[],
): Readonly<Record<string, Readonly<Record<string, Value>>>> =>
  Object.fromEntries(
    weights
      .filter((w) => w.trained)
      .map((w) => [
        w.name,
        Object.fromEntries(
          optimizerSlots(optimizer, w.shape).map(({ name }) => [name, scope.read(slotVariable(w.name, name))]),
        ),
      ]),
  );

/** The rate a step of the program takes, counted from 0: set by a callback, or the optimizer's own. */
export function stepRate(optimizer: WordCall, step: number, set: number | null): number {
  const scale = fusedUpdate(optimizer)?.rateScale?.(optimizer.args as Readonly<Record<string, number>>, step + 1) ?? 1;
  return (set ?? learningRateAt(optimizer, step)) * scale;
}

export interface UpdateInput {
  readonly scope: RecordingScope;
  readonly ops: Ops;
  readonly optimizer: WordCall;
  readonly weights: readonly ProgramWeight[];
  /** By weight; those without stay. */
  readonly gradients: Readonly<Record<string, Value>>;
  /** float32 scalars: this step's rate, and its number from 1. */
  readonly learningRate: Value;
  readonly step: Value;
}

/** Writes the weights and the optimizer's state of one step. */
export function updateWeights(input: UpdateInput): void {
  const fused = fusedUpdate(input.optimizer);
  if (fused) updateFused(input, fused);
  else updateRecorded(input);
}

function updateRecorded({ scope, ops, optimizer, weights, gradients, learningRate, step }: UpdateInput): void {
  const trained = weights.filter((w) => w.trained);
  const before = Object.fromEntries(trained.map((w) => [w.name, scope.read(weightVariableOf(w.name))]));
  const slots = slotsOf(scope, optimizer, weights);
  const scalars = Object.fromEntries(
    optimizerScalars(optimizer).map(({ name }) => [name, scope.read(scalarVariable(name))]),
  );
  const constraints = Object.fromEntries(trained.map((w) => [w.name, w.constraint]));
  const after = optimizerStep({
    ops,
    optimizer,
    learningRate,
    step,
    weights: before,
    gradients,
    slots,
    scalars,
    constraints,
  });
  const changed = (variable: string, old: Value, now: Tensor | undefined): void => {
    if (now && (now as Value).node !== old.node) scope.assign(variable, ops.reshape(now, old.shape) as Value);
  };
  for (const { name } of trained) {
    changed(weightVariableOf(name), before[name]!, after.weights[name]);
    for (const [slot, old] of Object.entries(slots[name] ?? {}))
      changed(slotVariable(name, slot), old, after.slots[name]?.[slot]);
  }
  for (const [name, old] of Object.entries(scalars)) changed(scalarVariable(name), old, after.scalars[name]);
}

function updateFused(
  { scope, ops, optimizer, weights, gradients, learningRate, step }: UpdateInput,
  fused: FusedUpdate,
): void {
  const args = optimizer.args as unknown as CommonArgs & Readonly<Record<string, number>>;
  const clipped = clipGradients(ops, args, gradients);
  for (const { name, constraint } of weights) {
    const gradient = clipped[name] as Value | undefined;
    if (!gradient) continue;
    const weight = weightVariableOf(name);
    const handles = [weight, ...fused.slots.map((slot) => slotVariable(name, slot))];
    const update: Node = scope.update(fused.op, handles, fused.inputs(scope.g, args, step, learningRate, gradient), {
      ...FLOAT,
      ...fused.attrs(optimizer.args),
    });
    if (constraint)
      scope.assign(
        weight,
        wordNamed("constraint", constraint.word).project(
          ops,
          constraint.args,
          scope.readAfter(weight, [update]),
        ) as Value,
      );
  }
}
