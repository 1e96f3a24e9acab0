import { MASKED } from "../tfjs-unlike.js";
import type { Ops, Tensor } from "../../tensor/ops.js";
import { number } from "../param.js";
import { defineLayer } from "../word.js";

export const masking = defineLayer({
  name: "masking",
  keras: "Masking",
  summary: "Steps whose values all equal mask_value are masked: set to 0, and skipped by the layers behind.",
  explain:
    "For sequences padded to one length. Recurrent layers skip masked steps, pooling leaves them out, and so do " +
    "loss and metrics.",
  params: { mask_value: number({ doc: "The padding's value.", default: 0, positional: true }) },
  shape: (_args, [x]) => x,
  forward: ({ ops, args, inputs: [x] }) => ops.where(ops.expandDims(present(ops, x, args.mask_value), -1), x, 0),
  mask: {
    shape: (_, [x]) => x.slice(0, -1),
    values: ({ ops, args, inputs: [x] }) => present(ops, x, args.mask_value),
  },
  tfjs: { factory: "masking", unused: MASKED },
  examples: ["masking", "masking -1"],
});

/** [N, steps]: where any value of a step is not the padding. */
const present = (ops: Ops, x: Tensor, padding: number): Tensor =>
  ops.greater(ops.sum(ops.cast(ops.not(ops.equal(x, padding)), "float32"), [-1]), 0);
