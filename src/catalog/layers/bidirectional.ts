import type { WordCall } from "../../ir/value.js";
import type { Ops, Tensor } from "../../tensor/ops.js";
import { choice, word } from "../param.js";
import { maskOfSteps } from "../recurrence/recurrent-rules.js";
import { defineLayers } from "../word.js";

type MergeMode = "concat" | "sum" | "mul" | "ave" | "none";

/** The two readers: the layer as it is, and its twin from the other end, unless one is given. */
function readers({ layer, backward_layer }: { layer: WordCall; backward_layer: WordCall | null }) {
  const backward = backward_layer ?? {
    word: layer.word,
    args: { ...layer.args, go_backwards: layer.args["go_backwards"] !== true },
  };
  return { forward: layer, backward };
}

/** Keras hands the mask on with sequences only, behind both results where there are two. */
const kept = <M>(layer: WordCall, mask: M | null): readonly (M | null)[] =>
  layer.args["return_sequences"] === true ? [mask, mask] : [];

const merged = (ops: Ops, mode: Exclude<MergeMode, "none">, a: Tensor, b: Tensor): Tensor => {
  switch (mode) {
    case "concat":
      return ops.concat([a, b], -1);
    case "sum":
      return ops.add(a, b);
    case "ave":
      return ops.mul(ops.add(a, b), 0.5);
    case "mul":
      return ops.mul(a, b);
  }
};

export const bidirectional = defineLayers({
  name: "bidirectional",
  keras: "Bidirectional",
  summary: "Reads a sequence from both ends with two recurrent layers of the same kind, and merges what they found.",
  explain:
    "For whole sequences, where what follows says as much as what went before: tagging, text classification. It has " +
    "twice the weights of its layer; penalties and dropout of the layer hold for both readers.",
  reference: "Schuster and Paliwal, Bidirectional recurrent neural networks, 1997",
  params: {
    layer: word("layer", { doc: "The recurrent layer, called: `lstm(32)`.", positional: true }),
    merge_mode: choice(["concat", "sum", "mul", "ave", "none"], {
      doc: "How the two outputs become one; none gives both, the one read forwards first.",
      default: "concat",
    }),
    backward_layer: word("layer", {
      doc: "What reads from the other end, with `go_backwards`; none: the same layer with weights of its own.",
      default: null,
    }),
  },
  traits: ["recurrent", "training_mode"],
  check(args) {
    const { forward, backward } = readers(args);
    if (forward.args["go_backwards"] === backward.args["go_backwards"])
      return "both layers read in the same direction: give one of them go_backwards";
    const differs = ["return_sequences", "return_state", "stateful"].find((a) => forward.args[a] !== backward.args[a]);
    return differs === undefined ? null : `both layers need the same ${differs}`;
  },
  shapes: (args, inputs, { inner }) => {
    const { forward, backward } = readers(args);
    for (const layer of [forward, backward])
      if (!inner.traits(layer).includes("recurrent") || layer.word === "bidirectional")
        return {
          problem: `reads a sequence with a recurrent layer, and ${layer.word} is none`,
          hint: "Give it an lstm(…), gru(…) or simple_rnn(…).",
        };
    const [a, b] = [inner.shapes(forward, inputs), inner.shapes(backward, inputs)];
    if ("problem" in a) return a;
    if ("problem" in b) return b;
    if (args.merge_mode === "none") return [a[0]!, b[0]!];
    const [width, other] = [a[0]!.at(-1), b[0]!.at(-1)];
    if (args.merge_mode === "concat" && typeof width === "number" && typeof other === "number")
      return [[...a[0]!.slice(0, -1), width + other]];
    return width === other
      ? [a[0]!]
      : { problem: `cannot merge ${String(width)} with ${String(other)} values a step by ${args.merge_mode}` };
  },
  weights: (args, inputs, { inner }) => {
    const { forward, backward } = readers(args);
    return [...inner.weights(forward, inputs, "forward/"), ...inner.weights(backward, inputs, "backward/")];
  },
  forward: ({ ops, args, inputs: [value], masks: [mask], apply }) => {
    const { forward, backward } = readers(args);
    const read = (layer: WordCall, prefix: string): Tensor => {
      const y = apply(layer, [{ value, mask }], { prefix })[0]!.value;
      // What was read from the end stands in the order in which it was read: turned, its steps meet the other's.
      return layer.args["return_sequences"] === true && prefix === "backward/" ? ops.reverse(y, [1]) : y;
    };
    const [a, b] = [read(forward, "forward/"), read(backward, "backward/")];
    return args.merge_mode === "none" ? [a, b] : [merged(ops, args.merge_mode, a, b)];
  },
  masks: {
    shapes: (args, _, [mask]) => kept(args.layer, mask),
    values: ({ args, masks: [mask] }) => kept(args.layer, mask),
  },
  masked: maskOfSteps,
  flops: (args, inputs, _, inner) => {
    const { forward, backward } = readers(args);
    return inner.flops(forward, inputs) + inner.flops(backward, inputs);
  },
  tfjs: { factory: "bidirectional", unused: "drops the penalties on the weights of its layers" },
  examples: [
    "bidirectional lstm(32)",
    "bidirectional gru(16, return_sequences=true) merge_mode=sum",
    "bidirectional lstm(8, kernel_regularizer=l2(1e-4), dropout=0.2)",
  ],
});
