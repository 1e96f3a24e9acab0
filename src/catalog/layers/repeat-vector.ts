import { times } from "../../tensor/lengths.js";
import { int } from "../param.js";
import { shapeText } from "../shape/shape-text.js";
import { defineLayer } from "../word.js";

export const repeatVector = defineLayer({
  name: "repeat_vector",
  keras: "RepeatVector",
  summary: "A vector repeated as the steps of a sequence: [features] becomes [n, features].",
  explain: "Between the encoder and the decoder of a sequence autoencoder.",
  params: { n: int({ doc: "Steps of the sequence.", min: 1, positional: true }) },
  mask: "stop",
  shape: ({ n }, [x]) =>
    x.length === 2
      ? [x[0]!, n, x[1]!]
      : {
          problem: `needs vectors [features], and gets ${shapeText(x)}`,
          hint: "`flatten` makes one vector of them.",
          insertBefore: "flatten",
          mended: [x[0]!, times(...x.slice(1))],
        },
  forward: ({ ops, args, inputs }) => ops.tile(ops.expandDims(inputs[0], 1), [1, args.n, 1]),
  flops: () => 0,
  tfjs: { factory: "repeatVector" },
  examples: ["repeat_vector 10"],
});
