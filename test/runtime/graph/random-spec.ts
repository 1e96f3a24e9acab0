import { holdsLayers } from "../../../src/catalog/layer-call.js";
import { wordsOf } from "../../../src/catalog/lookup.js";
import type { Kind, Param } from "../../../src/catalog/param.js";
import { compile } from "../../../src/index.js";
import { random } from "../../../src/tensor/random.js";

const inputs = [
  "input 1",
  "input 7",
  "input [5] dtype=int32; embedding 2 4",
  "input [5] dtype=int32; embedding 2 3 mask_zero",
  "input 5x4",
  "input 6x3; masking 0.5",
  "input 3x1",
  "input 7x6x3",
  "input 6x5x1",
  "input 4x4x3x2",
];
const heads = ["dense 3 softmax", "dense 1 sigmoid", "dense 3", "dense 2 softplus", "dense 3 sigmoid"];
/** What comes from a path of its own and from what entered it. */
const merges = ["add", "concatenate", "multiply", "average", "maximum", "minimum", "subtract"];
const values: Readonly<Record<string, readonly string[]>> = {
  regularizer: ["l1(0.003)", "l2(0.02)"],
  constraint: ["max_norm(0.4)", "unit_norm", "non_neg"],
  activation: wordsOf("activation").flatMap((word) => word.examples),
};

/** What decides nothing here, and what is told from the outside. */
const left = new Set(["seed", "unroll", "regularizer", "mask_value"]);
/** More than a test has time for. */
const tooLarge = (n: number): boolean => n > 2000;

/**
 * A spec with a random model of the catalogue's words as their examples use them, some with other arguments, and a
 * random loss and metrics. Plain gradient descent: the others turn the sign of a gradient that is all rounding into a
 * whole step.
 */
export function randomSpec(seed: number): string {
  const draw = random(seed);
  const chance = (p: number): boolean => draw.uniform() < p;
  const pick = <T>(all: readonly T[]): T => all[Math.floor(draw.uniform() * all.length)]!;
  const argument = ({
    type,
    ...kind
  }: Kind & { readonly family?: string; readonly values?: readonly string[]; readonly of?: unknown }):
    string | null => {
    if (type === "bool") return pick(["true", "false"]);
    if (type === "choice") return pick(kind.values!);
    if (type === "int" || type === "size") return pick(["1", "2", "3"]);
    if (type === "number") return pick(["0.1", "0.5", "1"]);
    if (type === "word") return kind.family! in values ? pick(values[kind.family!]!) : null;
    return type === "oneOf" ? argument(pick(kind.of as readonly Kind[])) : null;
  };
  const layer = (): string => {
    const word = pick(words);
    const example = pick(word.examples).replace(/\b\d{2,}\b/g, (digits) => String(2 + (Number(digits) % 5)));
    if (example.includes("{")) return example;
    const given = Object.entries(word.params as Readonly<Record<string, Param<unknown>>>).flatMap(
      ([name, { kind }]) => {
        const value = left.has(name) || example.includes(name) || !chance(0.15) ? null : argument(kind);
        return value === null ? [] : [`${name}=${value}`];
      },
    );
    return [example, ...given].join(" ");
  };

  const train = (loss: string, more = ""): string =>
    `train { optimizer: sgd(0.02), loss: ${loss}, batch_size: 4, epochs: 2, seed: ${seed}${more} }`;
  const compiled = (model: string, training = train("mse")) => compile(`model m { ${model} }\n${training}`).ir;
  const fits = (model: string): boolean => {
    const ir = compiled(model);
    // Layers with several results need names for them; goldens compare those.
    if (ir?.model.nodes.some((node) => node.shapes.length > 1)) return false;
    const sizes = ir?.model.nodes
      .flatMap((node) => node.shapes)
      .concat(ir.model.layers.flatMap((l) => l.weights.map((w) => w.shape)));
    return sizes !== undefined && !sizes.some((shape) => tooLarge(shape.reduce<number>((n, d) => n * (d ?? 1), 1)));
  };

  let model = pick(inputs);
  if (chance(0.5)) model += "; layer_normalization";
  for (let wanted = 1 + Math.floor(draw.uniform() * 4), tries = 0; wanted > 0 && tries < 60; tries++) {
    const next = layer();
    const form = draw.uniform();
    const grown = `${model}; ${form < 0.25 ? `${pick(merges)} { ${next} }` : form < 0.35 ? `repeat 2 { ${next} }` : next}`;
    if (!fits(grown)) continue;
    model = grown;
    wanted--;
  }
  const [head, loss] = [pick(heads), pick(losses)];
  const ended = [`${model}; ${head}`, `${model}; flatten; ${head}`].find(fits) ?? model;
  const asked = compiled(ended, train(loss)) ? loss : "mse";
  const metric = pick(metrics);
  const logged = `, metrics: [${metric}]`;
  return `model m { ${ended} }; ${train(asked, compiled(ended, train(asked, logged)) ? logged : "")}`;
}

/**
 * One input each, no words of augmentation (images alone), none that starts a model, and none that takes layers or
 * needs tensors by name: what stands among their arguments cannot be drawn here, and goldens compare them on both
 * engines.
 */
const words = wordsOf("layer")
  .filter(
    (word) =>
      !word.traits?.includes("augmentation") &&
      !word.traits?.includes("embedding") &&
      word.arity[0] === 1 &&
      !holdsLayers(word) &&
      !word.examples.some((example) => example.includes(" from ")),
  )
  .filter(({ examples }) => examples.length > 0);
const losses = wordsOf("loss").flatMap((word) => word.examples);
const metrics = wordsOf("metric").flatMap((word) => word.examples);
