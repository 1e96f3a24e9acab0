import { isWordCall, type WordCall } from "../../ir/value.js";
import type { Dim, Ops, Shape, Tensor } from "../../tensor/ops.js";
import { word } from "../param.js";
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

/** The same at once, for layers that treat each row by itself: the steps are further rows. */
function asRows(ops: Ops, { value, mask }: Traced, steps: Dim, apply: Apply): Tensor {
  const rows = { value: ops.reshape(value, [null, ...value.shape.slice(2)]), mask: mask && ops.reshape(mask, [null]) };
  const y = apply(rows, 0);
  return ops.reshape(y, [null, steps, ...y.shape.slice(1)]);
}

/** Whether what comes of a row depends on the other rows of the batch: a sum over axis 0. */
const mixesRows = ({ args }: WordCall, x: Shape): boolean =>
  [args["axis"] ?? []].flat().some((axis) => axis === 0 || axis === -x.length);

/** Whether one application more counts: of a penalty, of state that follows the batches, of random draws. */
const counts = (layer: WordCall, training: boolean): boolean =>
  isWordCall(layer.args["activity_regularizer"]) || training;

export const timeDistributed = defineLayer({
  name: "time_distributed",
  keras: "TimeDistributed",
  summary: "Applies a layer to every step of a sequence, with the same weights at all.",
  explain:
    "For layers that know nothing of steps: a `conv2d` over each image of a film. `dense` works on the last axis of " +
    "any input, and gives the same alone. In training each step is an application of its own: batch normalization " +
    "normalizes each step by itself, dropout draws anew.",
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
  forward: ({ ops, args: { layer }, inputs: [value], masks: [mask], training, apply }) => {
    const one: Apply = (step, draw) => apply(layer, [step], { draw })[0]!.value;
    const steps = value.shape[1]!;
    const apart = counts(layer, training) || mixesRows(layer, value.shape.slice(1));
    return apart && typeof steps === "number"
      ? stepByStep(ops, { value, mask }, steps, one)
      : asRows(ops, { value, mask }, steps, one);
  },
  flops: ({ layer }, [x], _, inner) => orOne(x[1]) * inner.flops(layer, [ofStep(x)]),
  tfjs: { factory: "timeDistributed", unused: "drops the penalties on the weights of its layer" },
  examples: ["time_distributed dense(8, tanh)", "time_distributed batch_normalization()"],
});
