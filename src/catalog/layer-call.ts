import type { LayerIr } from "../ir/ir.js";
import { isWordCall, sameValue, type Args, type Value, type WordCall } from "../ir/value.js";
import { deriveSeed } from "../tensor/random.js";
import { familiesOf } from "./kinds/parts.js";
import { weightsOf, type Applied } from "./layer-rules.js";
import { wordNamed } from "./lookup.js";
import type { Kind, Param, ValueFamily } from "./param.js";
import type { Family, LayerWord, TfjsLayer, WeightSpec } from "./word.js";

/**
 * How one layer is said in code: what the TypeScript target prints and the model builder executes. `tf` means
 * `tf.layers.<factory>`, `regnet` means `layers.<factory>` of regnet/layers. A `WordCall` among the values is said as
 * `regularizers.l2({ … })`; a string in an activation's place is the activation's name.
 */
export interface LayerCall {
  readonly from: "tf" | "regnet";
  readonly factory: string;
  /** camelCase names with their values, in the order of the word's parameters; `name` and `trainable` last. */
  readonly args: readonly (readonly [name: string, value: Value])[];
}

/** `kernel_regularizer` → `kernelRegularizer`. */
export const camelCase = (name: string): string =>
  name.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** What a model is for: regnet's engines, or a file for any TensorFlow.js, which knows no layers but its own. */
export type Purpose = "run" | "export";

/**
 * @param applied the layer's first application
 * @param seed the IR's: what a layer's own randomness is derived from where it names no seed.
 */
export function layerCall(layer: LayerIr, applied: Applied, seed = 0, purpose: Purpose = "run"): LayerCall {
  const { word, inputs } = applied;
  const tfjs = tfjsFor(applied, layer.args, purpose);
  const specs = weightsOf(applied);
  const values: Args = { ...layer.args, ...tfjs?.said?.(layer.args, inputs as never) };
  const args: [string, Value][] = [];
  for (const [name, param] of Object.entries(word.params)) {
    const value = withSeed(name, layer, values, specs, seed);
    if (value === undefined || (tfjs && hasOneValue(param.kind))) continue;
    const seeded = value !== values[name];
    const said =
      seeded ||
      layer.written.includes(name) ||
      tfjs?.differs?.includes(name) ||
      !sameValue(value, param.default as Value);
    if (said) args.push([tfjs?.rename?.[name] ?? camelCase(name), sayValue(param, value)]);
  }
  if (seed !== 0 && !tfjs && holdsLayers(word)) args.push(["seed", seed]);
  args.push(["name", layer.name]);
  if (!layer.trainable) args.push(["trainable", false]);
  return { from: tfjs ? "tf" : "regnet", factory: tfjs ? tfjs.factory : camelCase(word.name), args };
}

/**
 * Layers among the arguments draw by names of their own: such a layer is given the training's seed, as it has no `seed`
 * that could be derived for it.
 */
export const holdsLayers = (word: LayerWord): boolean =>
  Object.values(word.params).some(({ kind }) => takes(kind, "layer"));

function tfjsFor(applied: Applied, args: Args, purpose: Purpose): TfjsLayer | null {
  const { tfjs } = applied.word;
  if (!tfjs || unlikeTfjs(applied, args) !== null) return null;
  return purpose === "run" && tfjs.exact?.(args, applied.inputs as never) === false ? null : tfjs;
}

/** Why tf.layers does not do what a layer does, in words that stand by themselves; null: it does exactly that. */
export function unlikeTfjs({ word, inputs }: Applied, args: Args): string | null {
  const { tfjs } = word;
  if (!tfjs) return "tf.layers has no such layer";
  const reason = tfjs.unused ?? tfjs.unlike?.(args, inputs as never) ?? null;
  if (reason !== null) return `tf.layers.${tfjs.factory} ${reason}`;
  const activation = unknownActivation(word, args);
  return activation === null ? null : `tf.layers knows no activation ${activation} as Keras has it`;
}

/**
 * The arguments of a word in a value's place that differ from Keras's defaults or were written, as camelCase options.
 */
export function valueCallArgs(
  family: Family,
  call: WordCall,
  written: readonly string[] = [],
): readonly (readonly [name: string, value: Value])[] {
  const params = wordNamed(family, call.word).params as Readonly<Record<string, Param<Value>>>;
  return Object.entries(params)
    .filter(
      ([name, param]) =>
        call.args[name] !== undefined &&
        ((written.includes(name) && call.args[name] !== null) || !sameValue(call.args[name], param.default)),
    )
    .map(([name, param]) => [camelCase(name), sayValue(param, call.args[name]!)] as const);
}

/** An argument with the seed it is drawn with written into it; undefined where the layer has no such argument. */
function withSeed(
  name: string,
  layer: LayerIr,
  args: Args,
  specs: readonly WeightSpec[],
  seed: number,
): Value | undefined {
  const value = args[name];
  if (name === "seed" && value === null) return deriveSeed(seed, layer.name);
  if (!isWordCall(value) || value.args["seed"] !== null) return value;
  // Of a weight that starts from it, as a whole or, inside another initializer, in part.
  const drawn = specs.findIndex(
    (spec) => spec.initializer === value || Object.values(spec.initializer.args).includes(value),
  );
  const weight = drawn < 0 ? undefined : layer.weights.find((w) => w.name === specs[drawn]!.name);
  return weight ? { word: value.word, args: { ...value.args, seed: weight.seed } } : value;
}

/** What can have but one value needs no saying, and some of tf.layers spell "channels_last" in another way. */
const hasOneValue = (kind: Kind): boolean => kind.type === "choice" && kind.values.length === 1;

/** An activation without arguments of its own is its name. */
function sayValue(param: Param<unknown>, value: Value): Value {
  if (!isWordCall(value) || !takes(param.kind, "activation")) return value;
  return valueCallArgs("activation", value).length === 0 ? value.word : value;
}

const takes = (kind: Kind, family: ValueFamily): boolean => familiesOf(kind).includes(family);

/** TensorFlow.js knows some activations, by another name at times and without arguments. The first it does not. */
function unknownActivation(word: LayerWord, args: Args): string | null {
  for (const [name, param] of Object.entries(word.params)) {
    const value = args[name];
    if (!isWordCall(value) || !takes(param.kind, "activation")) continue;
    const known = wordNamed("activation", value.word).tfjs === value.word;
    if (!known || valueCallArgs("activation", value).length > 0) return value.word;
  }
  return null;
}
