import { NO_PENALTIES } from "../tfjs-unlike.js";
import { bool } from "../param.js";
import { gates } from "../recurrence/gates.js";
import { lstmStep } from "../recurrence/lstm-step.js";
import { project } from "../recurrence/project.js";
import { gatedParams, renamedRecurrent, stateParams } from "../recurrence/recurrent-params.js";
import {
  maskOfSteps,
  recurrentMasks,
  recurrentShapes,
  skippedSteps,
  startOf,
  unsupportedState,
} from "../recurrence/recurrent-rules.js";
import { lstmBias, recurrentFlops, recurrentWeights } from "../recurrence/recurrent-weights.js";
import { sequenceDropout } from "../recurrence/sequence-dropout.js";
import { stepsFirst, walkSteps, zeroState } from "../recurrence/walk-steps.js";
import { known } from "../shape/known.js";
import { defineLayers } from "../word.js";

const GATES = 4; // Keras's order: input, forget, candidate, output

export const lstm = defineLayers({
  name: "lstm",
  keras: "LSTM",
  summary: "Reads a sequence step by step with a memory that gates write, keep and read.",
  explain:
    "Remembers over long stretches. Give `return_sequences` to all but the last of stacked layers. Recurrent " +
    "layers overfit soon: regularize " +
    ("with `dropout` and `recurrent_dropout` (one mask a sequence, so that the memory is not scrambled), `l2` on " +
      "the kernels, or early ") +
    "stopping. Masked steps are skipped. The number of steps may be open.",
  reference:
    "Hochreiter and Schmidhuber, Long short-term memory, 1997; Gal and Ghahramani, dropout in recurrent networks, 2016",
  params: {
    ...gatedParams,
    unit_forget_bias: bool({ doc: "Starts the forget gate's bias at 1: remember first.", default: true }),
  },
  regularizes: ["kernel_regularizer"],
  renamed: renamedRecurrent,
  traits: ["recurrent", "training_mode"],
  check: unsupportedState,
  callParams: stateParams,
  shapes: (a, inputs, call) => recurrentShapes(a, inputs, call, 2),
  weights: (a, [x]) => recurrentWeights(a, known(x.at(-1)), GATES, lstmBias(a)),
  forward: ({ ops, args, inputs, masks, named, weights, training, seed, activate }) => {
    const x = stepsFirst(ops, inputs[0]); // [steps, N, features]
    const rows = x.shape[1] ?? null;
    const { units } = args;
    const shapes = { input: [1, rows, known(x.shape[2])], state: [rows, units], gates: GATES };
    const dropped = sequenceDropout(ops, args, training, seed, shapes);
    const product = project(ops, x, weights["kernel"]!, { masks: dropped.input, units });
    const projected = args.use_bias ? ops.add(product, weights["bias"]!) : product; // [steps, N, 4 · units]
    return walkSteps({
      ops,
      steps: x.shape[0]!,
      backwards: args.go_backwards,
      sequences: args.return_sequences,
      state: args.return_state,
      mask: skippedSteps({ named, masks }),
      input: projected,
      start: startOf({ ops, named }, () => zeroState(ops, projected, units), 2),
      step: (z, [h, c]) => {
        const sum = ops.add(z, project(ops, h!, weights["recurrent_kernel"]!, { masks: dropped.state, units }));
        return lstmStep(ops, gates(ops, sum, units, 0, GATES), c!, args, activate);
      },
    });
  },
  masks: recurrentMasks,
  masked: maskOfSteps,
  flops: (a, [x]) => recurrentFlops(a, x, GATES),
  tfjs: { factory: "lstm", unused: NO_PENALTIES },
  examples: [
    "lstm 32",
    "lstm 64 return_sequences",
    "lstm 32 dropout=0.2 recurrent_dropout=0.2 { regularizer: l2(1e-4) }",
  ],
});
