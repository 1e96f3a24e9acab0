import type { WordCall } from "../../../ir/value.js";
import { binary } from "../../../program/broadcast.js";
import { scalar, typed } from "../../../program/emit.js";
import type { Graph } from "../../../program/graph.js";
import type { Value } from "../../../program/node.js";

/** One TensorFlow op that does an optimizer's whole step on one weight in place, with Keras's formula to the letter. */
export interface FusedUpdate {
  readonly op: string;
  /** Slots it changes, in the op's order after the weight. */
  readonly slots: readonly string[];
  /** What follows the handles; the gradient is given. */
  inputs(g: Graph, args: Numbers, step: Value, learningRate: Value, gradient: Value): readonly Value[];
  /** What the rate of a step, counted from 1, is multiplied by to make up for how the op rounds. Default 1. */
  readonly rateScale?: (args: Numbers, step: number) => number;
  readonly attrs: (args: Readonly<Record<string, unknown>>) => Readonly<Record<string, { readonly bool: boolean }>>;
}

type Numbers = Readonly<Record<string, number>>;

/**
 * The op for an optimizer's arguments, or null where its recorded formula has to run. This is the one place that knows
 * optimizers by name: an optimizer that is not here trains just as well, only slower.
 */
export function fusedUpdate({ word, args }: WordCall): FusedUpdate | null {
  if (args["use_ema"] === true || (args["weight_decay"] ?? null) !== null) return null;
  if (word === "adam" && args["amsgrad"] !== true) return adam;
  if (word === "sgd") return args["momentum"] === 0 ? descent : momentum;
  return null;
}

/**
 * var -= lr √(1-β₂ᵗ) / (1-β₁ᵗ) · m / (√v + ε). The op takes 1 - β₂ in float32, where 1 - 0.999 is 5e-5 too large, and
 * Keras the number itself, so its v is larger by what β₂ rounded and β₂ make of a constant gradient. The root of that
 * goes into the rate.
 */
const adam: FusedUpdate = {
  op: "ResourceApplyAdam",
  slots: ["momentum", "velocity"],
  inputs: (g, { beta_1, beta_2, epsilon }, step, learningRate, gradient) => [
    power(g, beta_1!, step),
    power(g, beta_2!, step),
    learningRate,
    scalar(g, beta_1!),
    scalar(g, beta_2!),
    scalar(g, epsilon!),
    gradient,
  ],
  rateScale: ({ beta_2 }, step) =>
    beta_2 === 0 || beta_2 === 1 ? 1 : Math.sqrt((1 - Math.fround(beta_2!) ** step) / (1 - beta_2! ** step)),
  attrs: () => ({ use_locking: { bool: false }, use_nesterov: { bool: false } }),
};

const descent: FusedUpdate = {
  op: "ResourceApplyGradientDescent",
  slots: [],
  inputs: (_, __, ___, learningRate, gradient) => [learningRate, gradient],
  attrs: () => ({ use_locking: { bool: false } }),
};

// m = μ m - lr g; var += m, or with Nesterov μ m - lr g
const momentum: FusedUpdate = {
  op: "ResourceApplyKerasMomentum",
  slots: ["momentum"],
  inputs: (g, args, _, learningRate, gradient) => [learningRate, gradient, scalar(g, args["momentum"]!)],
  attrs: (args) => ({ use_locking: { bool: false }, use_nesterov: { bool: args["nesterov"] === true } }),
};

const power = (g: Graph, base: number, step: Value): Value => binary(g, "Pow", scalar(g, base), step);

export const FLOAT = { T: typed("float32") };
