import { call, word } from "../param.js";
import { defineInitializer, type InitializerWord } from "../word.js";
import { constant } from "./constant.js";
import { fill } from "./fill.js";
import { glorotNormal } from "./glorot-normal.js";
import { glorotUniform } from "./glorot-uniform.js";
import { heNormal } from "./he-normal.js";
import { heUniform } from "./he-uniform.js";
import { lecunNormal } from "./lecun-normal.js";
import { lecunUniform } from "./lecun-uniform.js";
import { ones } from "./ones.js";
import { randomNormal } from "./random-normal.js";
import { randomUniform } from "./random-uniform.js";
import { seedParam } from "./seed-param.js";
import { truncatedNormal } from "./truncated-normal.js";
import { varianceScaling } from "./variance-scaling.js";
import { zeros } from "./zeros.js";

/** What can start a vector: Keras's others need a matrix. */
const ofVectors = new Map<string, InitializerWord>(
  [
    zeros,
    ones,
    constant,
    randomNormal,
    randomUniform,
    truncatedNormal,
    varianceScaling,
    glorotNormal,
    glorotUniform,
    heNormal,
    heUniform,
    lecunNormal,
    lecunUniform,
  ].map((w) => [w.name, w]),
);

export const forgetBias = defineInitializer({
  name: "forget_bias",
  keras: null,
  summary: "Bias of an lstm: ones for the forget gate, another initializer for its other three gates.",
  explain:
    "What `lstm` does with `unit_forget_bias`, so that a new network remembers before it has learned what to forget.",
  reference: "Jozefowicz et al., An empirical exploration of recurrent network architectures, 2015",
  params: {
    initializer: word("initializer", { doc: "Start of the other gates.", default: call("zeros"), positional: true }),
    seed: { ...seedParam, positional: false },
  },
  check: ({ initializer }, shape) =>
    shape.length !== 1 || shape[0]! % 4 !== 0
      ? "needs a vector of four gates, as the bias of an lstm"
      : ofVectors.has(initializer.word)
        ? null
        : `cannot start a bias with ${initializer.word}, which needs a weight of at least two axes`,
  values: ({ initializer }, [length], random) => {
    const start = ofVectors.get(initializer.word);
    if (!start) throw new Error(`${initializer.word} cannot start a bias: it needs a weight of at least two axes`);
    const gate = length! / 4;
    const part = (n: number) => start.values(initializer.args, [n], random);
    return Float32Array.of(...part(gate), ...fill([gate], 1), ...part(2 * gate));
  },
  examples: ["forget_bias", "forget_bias(random_normal)"],
});
