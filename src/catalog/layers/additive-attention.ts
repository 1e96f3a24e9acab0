import {
  attend,
  attentionCall,
  attentionFlops,
  attentionMasks,
  attentionParams,
  attentionShapes,
  bent,
} from "../attention/attend.js";
import { bool, call } from "../param.js";
import { known, orOne } from "../shape/known.js";
import { defineLayers } from "../word.js";

export const additiveAttention = defineLayers({
  name: "additive_attention",
  keras: "AdditiveAttention",
  summary: "Attention whose scores are weighed sums of the tanh of query plus key.",
  explain:
    "Bahdanau's attention: one trained weight a feature decides how much it counts in a match. It computes every " +
    "pair of steps feature by feature, and so takes more memory than `attention`.",
  reference: "Bahdanau, Cho and Bengio, Neural machine translation by jointly learning to align and translate, 2015",
  params: {
    use_scale: bool({ doc: "Weighs the features by trained numbers; otherwise all count alike.", default: true }),
    ...attentionParams,
  },
  callParams: attentionCall,
  traits: ["training_mode"],
  shapes: (args, inputs, call) =>
    args.use_scale && typeof inputs[0].at(-1) !== "number"
      ? {
          problem: "has a weight for each feature, and their number is open",
          hint: "Give the input its last length, or write use_scale=false.",
        }
      : attentionShapes(args, inputs, call),
  dtypes: () => ["float32", "float32"],
  weights: ({ use_scale }, [query]) =>
    use_scale
      ? [{ name: "scale", shape: [known(query.at(-1))], initializer: call("glorot_uniform", { seed: null }) }]
      : [],
  forward: (c) =>
    attend(c, (query, key) => {
      const { ops, weights } = c;
      const found = bent(ops, query, key);
      return ops.sum(weights["scale"] ? ops.mul(weights["scale"], found) : found, [-1]);
    }),
  masks: attentionMasks,
  flops: ({ use_scale }, inputs, _, call) => attentionFlops(inputs, call, (use_scale ? 3 : 2) * orOne(inputs[0][2])),
  examples: ["additive_attention from a, value=b", "additive_attention from a, value=b, key=b"],
});
