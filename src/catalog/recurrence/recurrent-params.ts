import { bool, call, int, number, tensors, word } from "../param.js";

const units = () => int({ doc: "Length of the state, and so of the output's last axis.", min: 1, positional: true });

const activation = (doc: string, positional: boolean, name: string) =>
  word("activation", { doc, default: call(name), positional });

const rate = (doc: string) => number({ doc, min: 0, below: 1, default: 0 });

/** Starts, penalties and constraints of the weights that every recurrent layer has. */
const weightParams = {
  kernel_initializer: word("initializer", {
    doc: "Start of the kernel.",
    default: call("glorot_uniform", { seed: null }),
  }),
  recurrent_initializer: word("initializer", {
    doc: "Start of the recurrent kernel.",
    default: call("orthogonal", { gain: 1, seed: null }),
  }),
  bias_initializer: word("initializer", { doc: "Start of the bias.", default: call("zeros") }),
};

const penaltyParams = {
  kernel_regularizer: word("regularizer", { doc: "Penalty on the kernel, which the inputs meet.", default: null }),
  recurrent_regularizer: word("regularizer", {
    doc: "Penalty on the recurrent kernel, which the state meets at every step.",
    default: null,
  }),
  bias_regularizer: word("regularizer", { doc: "Penalty on the bias.", default: null }),
  activity_regularizer: word("regularizer", { doc: "Penalty on the output, per row.", default: null }),
  kernel_constraint: word("constraint", { doc: "Projection of the kernel after each step.", default: null }),
  recurrent_constraint: word("constraint", {
    doc: "Projection of the recurrent kernel after each step.",
    default: null,
  }),
  bias_constraint: word("constraint", { doc: "Projection of the bias after each step.", default: null }),
  dropout: rate("Part of the inputs that is dropped in training: one mask a sequence, the same at all its steps."),
  recurrent_dropout: rate(
    "Part of the state that is dropped in training on its way to the next step: one mask a sequence.",
  ),
};

/** Seed of the dropout masks, and what of the sequence comes out. */
const sequenceParams = {
  seed: int({
    doc: "Seed of the dropout masks; without one it follows from the training seed and the layer's name.",
    default: null,
  }),
  return_sequences: bool({ doc: "Gives the output of every step instead of the last one's.", default: false }),
  return_state: bool({
    doc: "Gives the state after the last step, too, as further results: `lstm 32 return_state as y, h, c`.",
    default: false,
  }),
  go_backwards: bool({
    doc: "Reads from the last step to the first; sequences come out in that order.",
    default: false,
  }),
  stateful: bool({ doc: "Goes on from the state of the batch before. Not supported: only false.", default: false }),
  unroll: bool({
    doc: "Changes nothing here: how the loop over the steps is run is chosen by what is faster.",
    default: false,
  }),
};

/** Parameters of `simple_rnn`, by Keras's names. */
export const plainParams = {
  units: units(),
  activation: activation("Applied to each step's result.", true, "tanh"),
  use_bias: bool({ doc: "Adds a bias vector at each step.", default: true }),
  ...weightParams,
  ...penaltyParams,
  ...sequenceParams,
};

/** Parameters of `lstm` and `gru` beside their own. */
export const gatedParams = {
  units: units(),
  activation: activation("Applied to what a step would remember.", true, "tanh"),
  recurrent_activation: activation("Applied to the gates, which say how much passes.", false, "sigmoid"),
  use_bias: bool({ doc: "Adds a bias vector at each step.", default: true }),
  ...weightParams,
  ...penaltyParams,
  ...sequenceParams,
};

/** Names of Keras 1 and what they became. */
export const renamedRecurrent = {
  output_dim: "units",
  inner_activation: "recurrent_activation",
  init: "kernel_initializer",
  inner_init: "recurrent_initializer",
  W_regularizer: "kernel_regularizer",
  U_regularizer: "recurrent_regularizer",
  b_regularizer: "bias_regularizer",
  dropout_W: "dropout",
  dropout_U: "recurrent_dropout",
} as const;

/** Tensors that the call of a recurrent layer takes by name. */
export const stateParams = {
  initial_state: tensors(
    "The state before the first step in place of zeros, as `return_state` of another layer gives it: " +
      "`from x, initial_state=[h, c]`. As in Keras 3, steps that a mask leaves out are then read like all others; " +
      "the mask goes on behind the layer.",
  ),
};
