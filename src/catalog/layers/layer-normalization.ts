import { because } from "../tfjs-unlike.js";
import { axesOf, axesParam, axesProblem } from "../normalizing/axes-of.js";
import { gammaBetaParams, gammaBetaWeights } from "../normalizing/gamma-beta.js";
import { alongAxes, moments, normalized } from "../../tensor/normalized.js";
import { known } from "../shape/known.js";
import { defineLayer } from "../word.js";

export const layerNormalization = defineLayer({
  name: "layer_normalization",
  keras: "LayerNormalization",
  aliases: ["layer_norm"],
  summary: "Centres and scales the features of each row by their own mean and deviation.",
  explain:
    "Independent of the batch, the same in training and afterwards; the normalization of transformers and " +
    "recurrent networks.",
  reference: "Ba et al., Layer normalization, 2016",
  params: { axis: axesParam("Axis or axes that are normalized together; the rows are axis 0."), ...gammaBetaParams },
  traits: ["normalization"],
  shape: ({ axis }, [x]) => axesProblem(axis, x) ?? x,
  weights: (a, [x]) =>
    gammaBetaWeights(
      a,
      axesOf(a.axis, x.length).map((axis) => known(x[axis])),
    ),
  forward: ({ ops, args, inputs, weights }) => {
    const x = inputs[0];
    const axes = axesOf(args.axis, x.shape.length);
    const along = (name: string) => (weights[name] ? alongAxes(ops, weights[name], x.shape, axes) : null);
    return normalized(ops, x, moments(ops, x, axes), {
      epsilon: args.epsilon,
      gamma: along("gamma"),
      beta: along("beta"),
    });
  },
  tfjs: {
    factory: "layerNormalization",
    unlike: (a, [x]) =>
      because(
        [a.axis !== -1, "normalizes other axes otherwise"],
        [!a.center || !a.scale, "fails without gamma or beta"],
        [x.length > 4, "fails beyond four axes"],
        [a.gamma_constraint !== null || a.beta_constraint !== null, "has no constraints"],
      ),
  },
  examples: ["layer_normalization", "layer_normalization epsilon=1e-6"],
});
