import type { Dim, Ops, Shape, Tensor } from "../../tensor/ops.js";
import { word } from "../param.js";
import { stepsFirst } from "../recurrence/walk-steps.js";
import { orOne } from "../shape/known.js";
import { shapeText } from "../shape/shape-text.js";
import { defineLayer, type Traced } from "../word.js";

/** What the layer sees of [N, steps, …] at one step: [N, …]. */
const ofStep = (x: Shape): Shape => [x[0]!, ...x.slice(2)];

/** Applies the layer to one step; `draw`: which of several. */
type Apply = (step: Traced, draw: number) => Tensor;

/** An application for each step, as Keras has it. */
function stepByStep(ops: Ops, { value, mask }: Traced, steps: number, apply: Apply): Tensor {
  const at = (x: Tensor, i: number): Tensor => {
    const rest = x.shape.slice(2);
    return ops.squeeze(ops.slice(x, [0, i, ...rest.map(() => 0)], [-1, 1, ...rest.map(() => -1)]), [1]);
  };
  return ops.stack(
    Array.from({ length: steps }, (_, i) => apply({ value: at(value, i), mask: mask && at(mask, i) }, i)),
    1,
  );
}

/** The same in a loop, as often as the sequence is long: for layers that do the same at all steps. */
function inLoop(ops: Ops, { value, mask }: Traced, steps: Dim, apply: Apply): Tensor {
  const { outputs } = ops.scan({
    steps,
    sequences: [value, ...(mask ? [mask] : [])].map((x) => stepsFirst(ops, x)),
    start: [],
    step: ([x, present]) => ({ state: [], outputs: [apply({ value: x!, mask: present ?? null }, 0)] }),
  });
  return stepsFirst(ops, outputs[0]!);
}

/** The same at once, for layers that treat each row by itself: the steps are further rows. */
function asRows(ops: Ops, { value, mask }: Traced, steps: Dim, apply: Apply): Tensor {
  const rows = (x: Tensor): Tensor => ops.reshape(x, [null, ...x.shape.slice(2)]);
  const y = apply({ value: rows(value), mask: mask && rows(mask) }, 0);
  return ops.reshape(y, [null, steps, ...y.shape.slice(1)]);
}

/** A step of the sequence as it is known without taking it. */
const ofSteps = ({ value, mask }: Traced): Traced => ({
  value: { dtype: value.dtype, shape: ofStep(value.shape) },
  mask: mask && { dtype: mask.dtype, shape: ofStep(mask.shape) },
});

export const timeDistributed = defineLayer({
  name: "time_distributed",
  keras: "TimeDistributed",
  summary: "Applies a layer to every step of a sequence, with the same weights at all.",
  explain:
    "For layers that know nothing of steps: a `conv2d` over each image of a film. `dense` works on the last axis of " +
    "any input, and gives the same alone. Each step is an application of its own: in training batch normalization " +
    "normalizes each step by itself, and dropout draws anew. Where rows do not meet and nothing is drawn, all steps " +
    "go through the layer at once.",
  params: { layer: word("layer", { doc: "The layer, called: `conv2d(8, 3)`.", positional: true }) },
  traits: ["training_mode"],
  shape: ({ layer }, [x], { inner }) => {
    if (x.length < 3)
      return {
        problem: `goes through steps [steps, …], and gets ${shapeText(x)}`,
        hint: "Apply the layer itself, or make steps with a `reshape`.",
      };
    if (inner.traits(layer).includes("merge"))
      return { problem: `applies a layer to one tensor, and ${layer.word} takes several` };
    const shapes = inner.shapes(layer, [ofStep(x)]);
    if ("problem" in shapes) return { ...shapes, problem: `applies ${layer.word}, which ${shapes.problem}` };
    const [y, ...more] = shapes;
    return more.length > 0
      ? { problem: `gives one result, and ${layer.word} has ${shapes.length}` }
      : [y![0]!, x[1]!, ...y!.slice(1)];
  },
  masked: (x, mask, { layer }, inner) => {
    const unread = inner.masked(layer, ofStep(x), ofStep(mask));
    return unread && { ...unread, problem: `applies ${layer.word}, which ${unread.problem}` };
  },
  dtype: ({ layer }, inputs, inner) => inner.dtypes(layer, inputs)[0]!,
  weights: ({ layer }, [x], { inner }) => inner.weights(layer, [ofStep(x)]),
  forward: ({ ops, args: { layer }, inputs: [value], masks: [mask], apply, effects }) => {
    const x = { value, mask };
    const one: Apply = (step, draw) => apply(layer, [step], { draw })[0]!.value;
    const steps = value.shape[1]!;
    const { mixesRows, counts } = effects(layer, [ofSteps(x)]);
    if (!mixesRows && !counts) return asRows(ops, x, steps, one);
    if (typeof steps === "number") return stepByStep(ops, x, steps, one);
    if (!counts) return inLoop(ops, x, steps, one);
    throw new Error(`${layer.word} draws, keeps state or adds to the loss at each step, and their number is open`);
  },
  flops: ({ layer }, [x], _, { inner }) => orOne(x[1]) * inner.flops(layer, [ofStep(x)]),
  tfjs: { factory: "timeDistributed", unused: "drops the penalties on the weights of its layer" },
  examples: ["time_distributed dense(8, tanh)", "time_distributed batch_normalization()"],
});
