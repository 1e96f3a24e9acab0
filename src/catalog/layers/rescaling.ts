import { because } from "../tfjs-unlike.js";
import type { Dim, Ops, Tensor } from "../../tensor/ops.js";
import { valueOf, type Kind } from "../param.js";
import { defineLayer } from "../word.js";

const perChannel: Kind = { type: "oneOf", of: [{ type: "number" }, { type: "list", of: { type: "number" } }] };

export const rescaling = defineLayer({
  name: "rescaling",
  keras: "Rescaling",
  summary: "x · scale + offset.",
  explain:
    "Brings pixels from 0…255 to 0…1 with `rescaling (1 / 255)`, to -1…1 with `rescaling(1 / 127.5, offset=-1)`.",
  params: {
    scale: valueOf<number | readonly number[]>(perChannel, {
      doc: "Factor, or one factor a channel.",
      positional: true,
    }),
    offset: valueOf<number | readonly number[]>(perChannel, {
      doc: "Added after scaling: one number, or one a channel.",
      default: 0,
    }),
  },
  traits: ["elementwise"],
  shape: ({ scale, offset }, [x]) => problem("scale", scale, x.at(-1)) ?? problem("offset", offset, x.at(-1)) ?? x,
  dtype: () => "float32",
  forward: ({ ops, args, inputs: [x] }) =>
    ops.add(ops.mul(ops.cast(x, "float32"), operand(ops, args.scale)), operand(ops, args.offset)),
  tfjs: {
    factory: "rescaling",
    unlike: (a) =>
      because([typeof a.scale !== "number" || typeof a.offset !== "number", "takes one number for all channels"]),
  },
  examples: ["rescaling (1 / 255)", "rescaling (1 / 127.5) { offset: -1 }"],
});

const operand = (ops: Ops, value: number | readonly number[]): Tensor | number =>
  typeof value === "number" ? value : ops.constant(value, [value.length]);

const problem = (
  name: string,
  value: number | readonly number[],
  channels: Dim | undefined,
): { problem: string } | null =>
  typeof value === "number" || value.length === 1 || value.length === channels
    ? null
    : { problem: `has ${value.length} numbers in ${name} for ${channels ?? "unknown"} channels` };
