import type { Tensor } from "../../tensor/ops.js";
import { bool } from "../param.js";
import { gates } from "../recurrence/gates.js";
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
import { recurrentFlops, recurrentWeights } from "../recurrence/recurrent-weights.js";
import { sequenceDropout } from "../recurrence/sequence-dropout.js";
import { stepsFirst, walkSteps, zeroState } from "../recurrence/walk-steps.js";
import { known } from "../shape/known.js";
import { defineLayers } from "../word.js";

const GATES = 3; // Keras's order: update, reset, candidate

export const gru = defineLayers({
  name: "gru",
  keras: "GRU",
  summary: "Reads a sequence step by step with a state that gates update and reset.",
  explain:
    "As `lstm` with fewer weights, and often as good. Give `return_sequences` to all but the last of stacked " +
    "layers, and regularize with " +
    ("`dropout` and `recurrent_dropout` (one mask a sequence) or `l2` on the kernels. Masked steps are skipped; " +
      "the number of steps may be open."),
  reference: "Cho et al., Learning phrase representations using RNN encoder-decoder, 2014",
  params: {
    ...gatedParams,
    reset_after: bool({
      doc:
        "Resets after the product with the recurrent kernel, with a second bias, as cuDNN does; false: before it, " +
        "as in the paper.",
      default: true,
    }),
  },
  regularizes: ["kernel_regularizer"],
  renamed: renamedRecurrent,
  traits: ["recurrent", "training_mode"],
  check: unsupportedState,
  callParams: stateParams,
  shapes: (a, inputs, call) => recurrentShapes(a, inputs, call, 1),
  weights: (a, [x]) =>
    recurrentWeights(a, known(x.at(-1)), GATES, {
      shape: a.reset_after ? [2, GATES * a.units] : [GATES * a.units],
      initializer: a.bias_initializer,
    }),
  forward: ({ ops, args, inputs, masks, named, weights, training, seed, activate }) => {
    const x = stepsFirst(ops, inputs[0]); // [steps, N, features]
    const rows = x.shape[1] ?? null;
    const { units } = args;
    const shapes = { input: [1, rows, known(x.shape[2])], state: [rows, units], gates: GATES };
    const dropped = sequenceDropout(ops, args, training, seed, shapes);
    // The bias of the inputs, and of the recurrent product where there are two.
    const bias = weights["bias"];
    const row = (i: number) => ops.squeeze(ops.slice(bias!, [i, 0], [1, -1]), [0]);
    const [inputBias, recurrentBias] = !bias ? [null, null] : args.reset_after ? [row(0), row(1)] : [bias, null];
    const product = project(ops, x, weights["kernel"]!, { masks: dropped.input, units });
    const projected = inputBias ? ops.add(product, inputBias) : product; // [steps, N, 3 · units]

    const kernel = weights["recurrent_kernel"]!;
    const updateAndReset = gates(ops, kernel, 2 * units, 0, 1)[0]!;
    const candidateKernel = gates(ops, kernel, units, 2, 1)[0]!;
    const dropState = (h: Tensor, gate: number) => (dropped.state ? ops.mul(h, dropped.state[gate]!) : h);
    return walkSteps({
      ops,
      steps: x.shape[0]!,
      backwards: args.go_backwards,
      sequences: args.return_sequences,
      state: args.return_state,
      mask: skippedSteps({ named, masks }),
      input: projected,
      start: startOf({ ops, named }, () => zeroState(ops, projected, units), 1),
      step: (input, [h]) => {
        const [xz, xr, xh] = gates(ops, input, units, 0, GATES);
        const gate = (z: Tensor) => activate(args.recurrent_activation, z);
        const mix = (z: Tensor, candidate: Tensor) => [
          ops.add(ops.mul(z, h!), ops.mul(ops.sub(1, z), activate(args.activation, candidate))),
        ];
        if (args.reset_after) {
          const inner = project(ops, h!, kernel, { masks: dropped.state, units });
          const [hz, hr, hh] = gates(ops, recurrentBias ? ops.add(inner, recurrentBias) : inner, units, 0, GATES);
          const reset = gate(ops.add(xr!, hr!));
          return mix(gate(ops.add(xz!, hz!)), ops.add(xh!, ops.mul(reset, hh!)));
        }
        const inner = project(ops, h!, updateAndReset, { masks: dropped.state?.slice(0, 2) ?? null, units });
        const [hz, hr] = gates(ops, inner, units, 0, 2);
        const reset = gate(ops.add(xr!, hr!));
        const recurrent = ops.matmul(ops.mul(reset, dropState(h!, 2)), candidateKernel);
        return mix(gate(ops.add(xz!, hz!)), ops.add(xh!, recurrent));
      },
    });
  },
  masks: recurrentMasks,
  masked: maskOfSteps,
  flops: (a, [x]) => recurrentFlops(a, x, GATES),
  tfjs: {
    factory: "gru",
    unused: "has no reset_after, which is Keras's default, and drops the penalties on its weights",
  },
  examples: ["gru 32", "gru 32 dropout=0.2 recurrent_dropout=0.2", "gru 64 return_sequences reset_after=false"],
});
