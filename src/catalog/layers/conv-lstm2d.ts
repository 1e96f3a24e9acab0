import { NO_PENALTIES } from "../tfjs-unlike.js";
import * as conv from "../convolution/conv-params.js";
import { convShape } from "../convolution/conv-shape.js";
import { strideAndDilation } from "../convolution/stride-and-dilation.js";
import { bool } from "../param.js";
import { gates } from "../recurrence/gates.js";
import { lstmStep } from "../recurrence/lstm-step.js";
import { project, type Product } from "../recurrence/project.js";
import { gatedParams, stateParams } from "../recurrence/recurrent-params.js";
import {
  maskOfSteps,
  recurrentMasks,
  skippedSteps,
  startOf,
  unsupportedState,
  withStates,
} from "../recurrence/recurrent-rules.js";
import { lstmBias, recurrentWeights } from "../recurrence/recurrent-weights.js";
import { sequenceDropout } from "../recurrence/sequence-dropout.js";
import { stepsFirst, walkSteps, zeroState } from "../recurrence/walk-steps.js";
import { times } from "../../tensor/lengths.js";
import { known, orOne, volume } from "../shape/known.js";
import { spatialProblem } from "../shape/spatial-input.js";
import { defineLayers } from "../word.js";

const GATES = 4;
const { units: _units, unroll: _unroll, ...gated } = gatedParams;

export const convLstm2d = defineLayers({
  name: "conv_lstm2d",
  keras: "ConvLSTM2D",
  summary: "An lstm over images [steps, height, width, channels] whose products are convolutions.",
  explain:
    "For films and maps over time: what moves is remembered where it is. Each gate sees the window of the input " +
    "and of its own last state. " +
    ("Regularize as an lstm; with `return_sequences` another one, or a conv3d, can follow. The image size has " +
      "to be known, the number of steps may be open."),
  reference: "Shi et al., Convolutional LSTM network, 2015",
  params: {
    filters: conv.filters(),
    kernel_size: conv.kernelSize(2),
    strides: conv.strides(2),
    padding: conv.padding(),
    data_format: conv.dataFormat(),
    dilation_rate: conv.dilationRate(2),
    ...gated,
    unit_forget_bias: bool({ doc: "Starts the forget gate's bias at 1: remember first.", default: true }),
  },
  regularizes: ["kernel_regularizer"],
  renamed: {
    nb_filter: "filters",
    border_mode: "padding",
    subsample: "strides",
    inner_activation: "recurrent_activation",
  },
  traits: ["recurrent", "convolution", "training_mode"],
  check: (a) => unsupportedState(a) ?? strideAndDilation(a),
  callParams: stateParams,
  shapes: (a, [x], call) => {
    if (x.length !== 5) {
      const { problem } = spatialProblem(x, 3) ?? { problem: "" };
      return {
        problem: problem.replace("volumes", "films").replace("[depth,", "[steps,"),
        hint: "Give it [steps, height, width, channels].",
      };
    }
    if (x.slice(2).some((d) => typeof d !== "number"))
      return {
        problem: "needs images of a known size and number of channels",
        hint: "Give the input all its lengths.",
      };
    const image = convShape(a, [x[0]!, ...x.slice(2)], a.filters);
    if ("problem" in image) return image;
    const output = a.return_sequences ? [image[0]!, x[1]!, ...image.slice(1)] : image;
    return withStates(a, call, { output, states: [image, image] });
  },
  weights: (a, [x]) => {
    const named = { ...a, units: a.filters };
    return recurrentWeights(named, known(x.at(-1)), GATES, lstmBias(named), a.kernel_size);
  },
  forward: ({ ops, args, inputs, masks, named, weights, training, seed, activate }) => {
    const x = stepsFirst(ops, inputs[0]); // [steps, N, height, width, channels]
    const rows = x.shape[1] ?? null;
    const steps = x.shape[0]!;
    const image = x.shape.slice(2).map(known);
    const out = convShape(args, [rows, ...image], args.filters);
    if ("problem" in out) throw new Error(`conv_lstm2d ${out.problem}`);
    const size = out.slice(1).map(known);
    const shapes = { input: [1, rows, ...image], state: [rows, ...size], gates: GATES, apart: true };
    const dropped = sequenceDropout(ops, args, training, seed, shapes);
    // The images of all steps are convolved at once.
    const inputConv: Product = (films, kernel) => {
      const options = { strides: args.strides, padding: args.padding, dilations: args.dilation_rate };
      const y = ops.conv(ops.reshape(films, [times(rows, steps), ...image]), kernel, options);
      return ops.reshape(y, [steps, rows, ...size.slice(0, 2), known(kernel.shape.at(-1))]);
    };
    const stateConv: Product = (h, kernel) =>
      ops.conv(h, kernel, { strides: [1, 1], padding: "same", dilations: [1, 1] });
    const product = project(ops, x, weights["kernel"]!, {
      masks: dropped.input,
      units: args.filters,
      product: inputConv,
    });
    const projected = args.use_bias ? ops.add(product, weights["bias"]!) : product;
    return walkSteps({
      ops,
      steps,
      backwards: args.go_backwards,
      sequences: args.return_sequences,
      state: args.return_state,
      mask: skippedSteps({ named, masks }),
      input: projected,
      start: startOf({ ops, named }, () => zeroState(ops, projected, args.filters), 2),
      step: (input, [h, c]) => {
        const recurrent = project(ops, h!, weights["recurrent_kernel"]!, {
          masks: dropped.state,
          units: args.filters,
          product: stateConv,
        });
        return lstmStep(ops, gates(ops, ops.add(input, recurrent), args.filters, 0, GATES), c!, args, activate);
      },
    });
  },
  masks: recurrentMasks,
  masked: maskOfSteps,
  flops: (a, [x], [out]) => {
    const positions = volume((a.return_sequences ? out!.slice(2) : out!.slice(1)).slice(0, 2));
    return 2 * orOne(x[1]) * positions * volume(a.kernel_size) * (orOne(x.at(-1)) + a.filters) * GATES * a.filters;
  },
  tfjs: { factory: "convLstm2d", unused: NO_PENALTIES },
  examples: ["conv_lstm2d 40 3x3 same return_sequences", "conv_lstm2d 16 3 same { regularizer: l2(1e-4) }"],
});
