import {
  attend,
  attentionCall,
  attentionFlops,
  attentionMasks,
  attentionParams,
  attentionShapes,
  bent,
} from "../attention/attend.js";
import { bool, call, choice } from "../param.js";
import { orOne } from "../shape/known.js";
import { defineLayers } from "../word.js";

export const attention = defineLayers({
  name: "attention",
  keras: "Attention",
  summary: "For each step of a query the mean of another sequence's steps, weighed by how well they match.",
  explain:
    "Dot-product attention (Luong): the scores of all pairs of steps become shares by a softmax. It lets a decoder " +
    "look at every step of what an encoder read. Steps that the value's mask leaves out get no share.",
  reference: "Luong, Pham and Manning, Effective approaches to attention-based neural machine translation, 2015",
  params: {
    use_scale: bool({ doc: "Multiplies the scores by a trained number, which starts at 1.", default: false }),
    score_mode: choice(["dot", "concat"], {
      doc: "What compares two steps: their dot product, or the sum of the tanh of their sum.",
      default: "dot",
    }),
    ...attentionParams,
  },
  callParams: attentionCall,
  traits: ["training_mode"],
  shapes: attentionShapes,
  dtypes: () => ["float32", "float32"],
  weights: ({ use_scale, score_mode }) => [
    ...(use_scale ? [{ name: "scale", shape: [], initializer: call("ones") }] : []),
    ...(score_mode === "concat" ? [{ name: "concat_score_weight", shape: [], initializer: call("ones") }] : []),
  ],
  forward: (c) =>
    attend(c, (query, key) => {
      const { ops, args, weights } = c;
      const scale = weights["scale"] ?? null;
      if (args.score_mode === "concat")
        return ops.mul(weights["concat_score_weight"]!, ops.sum(bent(ops, query, key, scale), [-1]));
      const scores = ops.matmul(query, key, false, true);
      return scale ? ops.mul(scores, scale) : scores;
    }),
  masks: attentionMasks,
  flops: ({ use_scale, score_mode }, inputs, _, call) => {
    const dim = orOne(inputs[0][2]);
    // A sum of products, or of the tanh of sums.
    const score = score_mode === "dot" ? 2 * dim + (use_scale ? 1 : 0) : (use_scale ? 3 : 2) * dim + 1;
    return attentionFlops(inputs, call, score);
  },
  examples: ["attention from a, value=b", "attention use_scale from a, value=b, use_causal_mask=true"],
});
