import { dims } from "../param.js";
import { shapeText } from "../shape/shape-text.js";
import { defineLayer } from "../word.js";

export const permute = defineLayer({
  name: "permute",
  keras: "Permute",
  summary: "The axes in another order.",
  explain: "`permute [2, 1]` swaps steps and channels of a sequence.",
  params: {
    dims: dims({
      doc: "For each axis of the output the input's axis, counted from 1; the batch stays.",
      positional: true,
    }),
  },
  mask: "stop",
  check: ({ dims: order }) =>
    [...order].sort((a, b) => a! - b!).some((d, i) => d !== i + 1)
      ? `dims has to hold each of 1 to ${order.length} once, in the new order (it is ${order.join(", ")})`
      : null,
  shape: ({ dims: order }, [x]) =>
    x.length === order.length + 1
      ? [x[0]!, ...order.map((d) => x[d!]!)]
      : {
          problem: `orders ${order.length} axes, and ${shapeText(x)} has ${x.length - 1}`,
          hint: "Name every axis beside the batch once.",
        },
  forward: ({ ops, args, inputs }) => ops.transpose(inputs[0], [0, ...args.dims.map((d) => d!)]),
  flops: () => 0,
  tfjs: { factory: "permute" },
  examples: ["permute [2, 1]", "permute [3, 1, 2]"],
});
