import type { WordCall } from "../../ir/value.js";
import type { Ops, Shape, Tensor } from "../../tensor/ops.js";
import { choice, tensors, word } from "../param.js";
import { maskOfSteps, skippedSteps } from "../recurrence/recurrent-rules.js";
import { defineLayers, type CallRules, type ShapeProblem } from "../word.js";

/** What the names of the readers' weights begin with. */
const PREFIXES = ["forward/", "backward/"] as const;

type MergeMode = "concat" | "sum" | "mul" | "ave" | "none";

/** The two readers: the layer as it is, and, unless one is given, its twin with `go_backwards`, as Keras makes it. */
function readers({ layer, backward_layer }: { layer: WordCall; backward_layer: WordCall | null }) {
  const backward = backward_layer ?? { word: layer.word, args: { ...layer.args, go_backwards: true } };
  return { forward: layer, backward };
}

/** Keras: the outputs of skipped steps are zeros, where the same layer alone would repeat the one before. */
function withoutSkipped(ops: Ops, y: Tensor, mask: Tensor | null): Tensor {
  if (!mask) return y;
  let present = mask;
  while (present.shape.length < y.shape.length) present = ops.expandDims(present, -1);
  return ops.where(present, y, ops.zerosLike(y));
}

interface Kept {
  readonly layer: WordCall;
  readonly merge_mode: MergeMode;
}

/** Keras hands the mask on with sequences only, behind both outputs where there are two; never behind states. */
const kept = <M>({ layer, merge_mode }: Kept, mask: M | null): readonly (M | null)[] =>
  layer.args["return_sequences"] !== true ? [] : merge_mode === "none" ? [mask, mask] : [mask];

/** Keras gives the first half of the states to the reader from the front, the smaller where they are odd. */
const half = <T>(states: readonly T[] | undefined, reader: 0 | 1): { initial_state?: readonly T[] } => {
  if (!states) return {};
  const first = Math.floor(states.length / 2);
  return { initial_state: reader === 0 ? states.slice(0, first) : states.slice(first) };
};

/** The shapes that both readers give, or why one cannot read. */
function readShapes(
  { forward, backward }: ReturnType<typeof readers>,
  inputs: readonly Shape[],
  { named, inner }: CallRules,
): readonly (readonly Shape[])[] | ShapeProblem {
  for (const layer of [forward, backward])
    if (!inner.traits(layer).includes("recurrent") || layer.word === "bidirectional")
      return {
        problem: `reads a sequence with a recurrent layer, and ${layer.word} is none`,
        hint: "Give it an lstm(…), gru(…) or simple_rnn(…).",
      };
  const given = named["initial_state"];
  const found: (readonly Shape[])[] = [];
  let states = 0;
  for (const layer of [forward, backward]) {
    const whole = inner.shapes({ ...layer, args: { ...layer.args, return_state: true } }, inputs);
    if ("problem" in whole) return whole;
    states += whole.length - 1;
  }
  if (given && given.length !== states)
    return {
      problem: `starts from ${states} states, not from ${given.length}`,
      hint: "Write those of the reader from the front first, then those of the other.",
    };
  for (const [i, layer] of [forward, backward].entries()) {
    const shapes = inner.shapes(layer, inputs, half(given, i === 0 ? 0 : 1));
    if ("problem" in shapes) return shapes;
    found.push(shapes);
  }
  return found;
}

/** The shape of what both readers' outputs are merged to. */
function mergedShape(mode: Exclude<MergeMode, "none">, a: Shape, b: Shape): Shape | ShapeProblem {
  const [width, other] = [a.at(-1), b.at(-1)];
  if (mode === "concat" && typeof width === "number" && typeof other === "number")
    return [...a.slice(0, -1), width + other];
  return width === other
    ? a
    : { problem: `cannot merge ${String(width)} with ${String(other)} values a step by ${mode}` };
}

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
  callParams: {
    initial_state: tensors(
      "The states before the first step in place of zeros, those of the layer that reads from the front first: " +
        "`from x, initial_state=[h, c, back_h, back_c]`, as `return_state` of the layer gives them. As in Keras 3, " +
        "steps that a mask leaves out are then read like all others.",
    ),
  },
  shapes: (args, inputs, call) => {
    const read = readShapes(readers(args), inputs, call);
    if ("problem" in read) return read;
    const [[a, ...states], [b, ...others]] = read as [[Shape, ...Shape[]], [Shape, ...Shape[]]];
    if (args.merge_mode === "none") return [a, b, ...states, ...others];
    const one = mergedShape(args.merge_mode, a, b);
    return "problem" in one ? one : [one, ...states, ...others];
  },
  weights: (args, inputs, { inner }) => {
    const { forward, backward } = readers(args);
    return [...inner.weights(forward, inputs, PREFIXES[0]), ...inner.weights(backward, inputs, PREFIXES[1])];
  },
  forward: ({ ops, args, inputs: [value], masks, named, apply }) => {
    const { forward, backward } = readers(args);
    const read = (layer: WordCall, reader: 0 | 1): readonly [Tensor, ...Tensor[]] => {
      const how = { prefix: PREFIXES[reader], named: half(named["initial_state"], reader) };
      const [y, ...states] = apply(layer, [{ value, mask: masks[0] }], how).map((result) => result.value);
      if (layer.args["return_sequences"] !== true) return [y!, ...states];
      // What was read from the end stands in the order in which it was read: turned, its steps meet the other's.
      return [withoutSkipped(ops, reader === 0 ? y! : ops.reverse(y!, [1]), skippedSteps({ named, masks })), ...states];
    };
    const [[a, ...states], [b, ...others]] = [read(forward, 0), read(backward, 1)];
    const outputs = args.merge_mode === "none" ? [a, b] : [merged(ops, args.merge_mode, a, b)];
    return [...outputs, ...states, ...others];
  },
  masks: {
    shapes: (args, _, [mask]) => kept(args, mask),
    values: ({ args, masks: [mask] }) => kept(args, mask),
  },
  masked: maskOfSteps,
  flops: (args, inputs, _, { inner }) => {
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
