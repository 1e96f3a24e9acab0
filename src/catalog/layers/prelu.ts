import { call, valueOf, word } from "../param.js";
import { known } from "../shape/known.js";
import { defineLayer } from "../word.js";

export const prelu = defineLayer({
  name: "prelu",
  keras: "PReLU",
  summary: "x above 0, alpha · x below, with a trained alpha for every position.",
  explain: "For images share alpha over height and width with `shared_axes=[1, 2]`, else there is one for every pixel.",
  reference: "He et al., Delving deep into rectifiers, 2015",
  params: {
    alpha_initializer: word("initializer", { doc: "Start of the slopes.", default: call("zeros") }),
    alpha_regularizer: word("regularizer", { doc: "Penalty on the slopes.", default: null }),
    alpha_constraint: word("constraint", { doc: "Projection of the slopes after each step.", default: null }),
    shared_axes: valueOf<number | readonly number[] | null>(
      {
        type: "oneOf",
        of: [
          { type: "int", min: 1 },
          { type: "list", of: { type: "int", min: 1 } },
        ],
      },
      { doc: "Axes along which one alpha serves all positions; the rows are axis 0.", default: null },
    ),
  },
  regularizes: ["alpha_regularizer"],
  renamed: { init: "alpha_initializer" },
  shape: ({ shared_axes }, [x]) => {
    const shared = [shared_axes ?? []].flat();
    const outside = shared.find((axis) => axis >= x.length);
    if (outside !== undefined)
      return { problem: `has no axis ${outside} to share: the input has ${x.length} axes, the rows included` };
    const open = x.findIndex((d, i) => i > 0 && typeof d !== "number" && !shared.includes(i));
    return open < 0
      ? x
      : { problem: `needs a known length of axis ${open}`, hint: `Give it one, or share it: shared_axes=[${open}].` };
  },
  weights: (a, [x]) => [
    {
      name: "alpha",
      shape: x.slice(1).map((d, i) => ([a.shared_axes ?? []].flat().includes(i + 1) ? 1 : known(d))),
      initializer: a.alpha_initializer,
      regularizer: a.alpha_regularizer,
      constraint: a.alpha_constraint,
    },
  ],
  forward: ({ ops, inputs: [x], weights }) => ops.sub(ops.relu(x), ops.mul(weights["alpha"]!, ops.relu(ops.neg(x)))),
  tfjs: { factory: "prelu", unused: "has alpha as its gradient at 0, where Keras's is 0" },
  examples: ["prelu", "prelu shared_axes=[1, 2]"],
});
