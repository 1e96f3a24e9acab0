import { convUnlike, convParams, convRules, windowsTouch } from "../convolution/standard.js";
import { choice } from "../param.js";
import { defineLayer } from "../word.js";

export const conv1d = defineLayer({
  name: "conv1d",
  keras: "Conv1D",
  aliases: ["convolution1d"],
  summary: "Convolution over sequences [steps, channels]: activation(input ∗ kernel + bias).",
  explain:
    "Finds short patterns wherever they occur in a sequence. Give `padding` causal when an output must not look " +
    "ahead, and stack growing " +
    "dilations to see far back cheaply.",
  params: {
    ...convParams(1),
    padding: choice(["valid", "same", "causal"], {
      doc:
        "`valid` uses the input as it is, `same` keeps the length at stride 1, `causal` pads the start only so that " +
        "no output sees a later step.",
      default: "valid",
      positional: true,
    }),
  },
  ...convRules,
  tfjs: { factory: "conv1d", differs: ["kernel_initializer"], unlike: convUnlike, exact: windowsTouch },
  examples: ["conv1d 32 5 relu", "conv1d 64 3 causal dilation_rate=2", "conv1d 32 3 relu { regularizer: l2(1e-4) }"],
});
