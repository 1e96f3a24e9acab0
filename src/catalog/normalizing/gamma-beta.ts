import type { WordCall } from "../../ir/value.js";
import { bool, call, number, word } from "../param.js";
import type { WeightSpec } from "../word.js";

/** Parameters that the normalizations with a trained scale and centre share, Keras's names and defaults. */
export const gammaBetaParams = {
  epsilon: number({ doc: "Added to the variance before its root is taken.", default: 1e-3, min: 0 }),
  center: bool({ doc: "Adds a trained beta.", default: true }),
  scale: bool({ doc: "Multiplies by a trained gamma.", default: true }),
  beta_initializer: word("initializer", { doc: "Start of beta.", default: call("zeros") }),
  gamma_initializer: word("initializer", { doc: "Start of gamma.", default: call("ones") }),
  beta_regularizer: word("regularizer", { doc: "Penalty on beta.", default: null }),
  gamma_regularizer: word("regularizer", { doc: "Penalty on gamma.", default: null }),
  beta_constraint: word("constraint", { doc: "Projection of beta after each step.", default: null }),
  gamma_constraint: word("constraint", { doc: "Projection of gamma after each step.", default: null }),
};

export interface GammaBeta {
  readonly center: boolean;
  readonly scale: boolean;
  readonly beta_initializer: WordCall;
  readonly gamma_initializer: WordCall;
  readonly beta_regularizer: WordCall | null;
  readonly gamma_regularizer: WordCall | null;
  readonly beta_constraint: WordCall | null;
  readonly gamma_constraint: WordCall | null;
}

/** Keras's order: gamma, then beta. */
export const gammaBetaWeights = (a: GammaBeta, shape: readonly number[]): readonly WeightSpec[] => [
  ...(a.scale
    ? [
        {
          name: "gamma",
          shape,
          initializer: a.gamma_initializer,
          regularizer: a.gamma_regularizer,
          constraint: a.gamma_constraint,
        },
      ]
    : []),
  ...(a.center
    ? [
        {
          name: "beta",
          shape,
          initializer: a.beta_initializer,
          regularizer: a.beta_regularizer,
          constraint: a.beta_constraint,
        },
      ]
    : []),
];
