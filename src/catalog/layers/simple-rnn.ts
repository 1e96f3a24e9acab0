import { NO_PENALTIES } from "../tfjs-unlike.js";
import { plainParams, renamedRecurrent, stateParams } from "../recurrence/recurrent-params.js";
import { project } from "../recurrence/project.js";
import {
  maskOfSteps,
  recurrentMasks,
  recurrentShapes,
  skippedSteps,
  startOf,
  unsupportedState,
} from "../recurrence/recurrent-rules.js";
import { recurrentFlops, recurrentWeights } from "../recurrence/recurrent-weights.js";
import { stepsFirst, walkSteps, zeroState } from "../recurrence/walk-steps.js";
import { sequenceDropout } from "../recurrence/sequence-dropout.js";
import { known } from "../shape/known.js";
import { defineLayers } from "../word.js";

const { inner_activation: _, ...renamed } = renamedRecurrent;

export const simpleRnn = defineLayers({
  name: "simple_rnn",
  keras: "SimpleRNN",
  summary: "Reads a sequence step by step: activation(input · kernel + last output · recurrent_kernel + bias).",
  explain:
    "The simplest memory: good for short sequences, while over long ones its gradients vanish or explode (take " +
    "`gru` or `lstm`, or clip the " +
    ("gradients). `dropout` and `recurrent_dropout` draw one mask a sequence. Masked steps are skipped; the number " +
      "of steps may be open."),
  params: plainParams,
  regularizes: ["kernel_regularizer"],
  renamed,
  traits: ["recurrent", "training_mode"],
  check: unsupportedState,
  callParams: stateParams,
  shapes: (a, inputs, call) => recurrentShapes(a, inputs, call, 1),
  weights: (a, [x]) => recurrentWeights(a, known(x.at(-1)), 1, { shape: [a.units], initializer: a.bias_initializer }),
  forward: ({ ops, args, inputs, masks, named, weights, training, seed, activate }) => {
    const x = stepsFirst(ops, inputs[0]); // [steps, N, features]
    const rows = x.shape[1] ?? null;
    const shapes = { input: [1, rows, known(x.shape[2])], state: [rows, args.units], gates: 1 };
    const dropped = sequenceDropout(ops, args, training, seed, shapes);
    const product = project(ops, x, weights["kernel"]!, { masks: dropped.input, units: args.units });
    const projected = args.use_bias ? ops.add(product, weights["bias"]!) : product; // [steps, N, units]
    return walkSteps({
      ops,
      steps: x.shape[0]!,
      backwards: args.go_backwards,
      sequences: args.return_sequences,
      state: args.return_state,
      mask: skippedSteps({ named, masks }),
      input: projected,
      start: startOf({ ops, named }, () => zeroState(ops, projected, args.units), 1),
      step: (input, [h]) => {
        const recurrent = project(ops, h!, weights["recurrent_kernel"]!, { masks: dropped.state, units: args.units });
        return [activate(args.activation, ops.add(input, recurrent))];
      },
    });
  },
  masks: recurrentMasks,
  masked: maskOfSteps,
  flops: (a, [x]) => recurrentFlops(a, x, 1),
  tfjs: { factory: "simpleRNN", unused: NO_PENALTIES },
  examples: [
    "simple_rnn 32",
    "simple_rnn 32 relu return_sequences",
    "simple_rnn 16 { recurrent_regularizer: l2(1e-4) }",
  ],
});
