import { because, MASKED } from "../tfjs-unlike.js";
import { bool, call, int, word } from "../param.js";
import { defineLayer } from "../word.js";

export const embedding = defineLayer({
  name: "embedding",
  keras: "Embedding",
  summary: "Looks up a trained vector for every index.",
  explain:
    "Turns words, users or categories, given as whole numbers from 0 to input_dim - 1, into vectors. With " +
    "mask_zero the index 0 is " +
    ("padding that the layers behind skip; input_dim then counts it too. Rare indices overfit first: an " +
      "embeddings_regularizer or ") +
    "dropout after it helps.",
  params: {
    input_dim: int({ doc: "Number of different indices.", min: 1, positional: true }),
    output_dim: int({ doc: "Length of the vectors.", min: 1, positional: true }),
    embeddings_initializer: word("initializer", {
      doc: "Start of the vectors.",
      default: call("random_uniform", { minval: -0.05, maxval: 0.05, seed: null }),
    }),
    embeddings_regularizer: word("regularizer", { doc: "Penalty on all vectors.", default: null }),
    embeddings_constraint: word("constraint", { doc: "Projection of the vectors after each step.", default: null }),
    mask_zero: bool({ doc: "Index 0 is padding.", default: false }),
  },
  regularizes: ["embeddings_regularizer"],
  renamed: {
    init: "embeddings_initializer",
    W_regularizer: "embeddings_regularizer",
    W_constraint: "embeddings_constraint",
  },
  traits: ["embedding"],
  shape: ({ output_dim }, [x]) => [...x, output_dim],
  dtype: () => "float32",
  takes: "int32",
  weights: (a) => [
    {
      name: "embeddings",
      shape: [a.input_dim, a.output_dim],
      initializer: a.embeddings_initializer,
      regularizer: a.embeddings_regularizer,
      constraint: a.embeddings_constraint,
    },
  ],
  forward: ({ ops, inputs: [x], weights }) => ops.gather(weights["embeddings"]!, ops.cast(x, "int32"), 0),
  mask: {
    shape: ({ mask_zero }, [x]) => (mask_zero ? x : null),
    values: ({ ops, args, inputs: [x] }) => (args.mask_zero ? ops.not(ops.equal(x, 0)) : null),
  },
  flops: () => 0,
  tfjs: { factory: "embedding", unlike: (a) => because([a.mask_zero, MASKED]) },
  examples: ["embedding 20000 256 mask_zero", "embedding 1000 32 { regularizer: l2(1e-6) }"],
});
