import { because, NO_ACTIVITY } from "../tfjs-unlike.js";
import { bool, call, int, word } from "../param.js";
import { volume } from "../shape/known.js";
import { defineLayer } from "../word.js";

export const dense = defineLayer({
  name: "dense",
  keras: "Dense",
  summary: "Fully connected: activation(input · kernel + bias) over the last axis.",
  explain:
    "Every unit sees every feature. The workhorse of networks on tables, and the head of most others. It is also " +
    "where " +
    "overfitting starts: give the kernel an l1 or l2 penalty, or put dropout after it.",
  params: {
    units: int({ doc: "Length of the output's last axis.", min: 1, positional: true }),
    activation: word("activation", { doc: "Applied to the result.", default: call("linear"), positional: true }),
    use_bias: bool({ doc: "Adds a bias vector.", default: true }),
    kernel_initializer: word("initializer", {
      doc: "Start of the kernel.",
      default: call("glorot_uniform", { seed: null }),
    }),
    bias_initializer: word("initializer", { doc: "Start of the bias.", default: call("zeros") }),
    kernel_regularizer: word("regularizer", { doc: "Penalty on the kernel.", default: null }),
    bias_regularizer: word("regularizer", { doc: "Penalty on the bias.", default: null }),
    activity_regularizer: word("regularizer", { doc: "Penalty on the output, per row.", default: null }),
    kernel_constraint: word("constraint", { doc: "Projection of the kernel after each step.", default: null }),
    bias_constraint: word("constraint", { doc: "Projection of the bias after each step.", default: null }),
  },
  regularizes: ["kernel_regularizer"],
  renamed: {
    output_dim: "units",
    W_regularizer: "kernel_regularizer",
    b_regularizer: "bias_regularizer",
    init: "kernel_initializer",
    bias: "use_bias",
  },
  shape: ({ units }, [x]) =>
    x.length < 2
      ? { problem: "needs at least one axis beside the batch" }
      : typeof x.at(-1) !== "number"
        ? {
            problem: "needs a known last axis",
            hint:
              "Its weights have a number: make one vector of what is open first, with a recurrent layer or a global " +
              "pooling, or give the input that length.",
          }
        : [...x.slice(0, -1), units],
  weights: (a, [x]) => [
    {
      name: "kernel",
      shape: [x.at(-1) as number, a.units],
      initializer: a.kernel_initializer,
      regularizer: a.kernel_regularizer,
      constraint: a.kernel_constraint,
    },
    ...(a.use_bias
      ? [
          {
            name: "bias",
            shape: [a.units],
            initializer: a.bias_initializer,
            regularizer: a.bias_regularizer,
            constraint: a.bias_constraint,
          },
        ]
      : []),
  ],
  forward: ({ ops, args, inputs, weights, activate }) => {
    const product = ops.matmul(inputs[0], weights["kernel"]!); // [N, …, in] · [in, units]
    return activate(args.activation, args.use_bias ? ops.add(product, weights["bias"]!) : product);
  },
  flops: ({ units }, [x], out) => 2 * (x.at(-1) as number) * volume(out.slice(1)) + units,
  tfjs: {
    factory: "dense",
    differs: ["kernel_initializer"],
    unlike: (a) => because([a.activity_regularizer !== null, NO_ACTIVITY]),
  },
  examples: ["dense 64 relu", "dense 64 relu { regularizer: l2(1e-4) }", "dense(10, softmax)"],
});
