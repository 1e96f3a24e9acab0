import { layerOf } from "../../catalog/activation-layer.js";
import * as families from "../../catalog/families.generated.js";
import { camelCase } from "../../catalog/layer-call.js";
import type { ArgsOf, Params } from "../../catalog/param.js";
import type { ActivationWord, LayerWord, Word } from "../../catalog/word.js";
import type { WordCall } from "../../ir/value.js";
import { KerasConstraint, KerasInitializer, KerasRegularizer } from "../engine/keras-values.js";
import { RegnetLayer } from "../engine/layer.js";
import { argsFrom, layerOptions, type Options } from "./options.js";

/** `kernel_regularizer` → `kernelRegularizer`, as a type. */
type Camel<S extends string> = S extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : S;

/** A value as code may give it: a word also by its name, a size also as a single number. */
type Given<T> = T extends WordCall
  ? WordCall | { readonly call: WordCall } | RegnetLayer | string
  : T extends readonly (infer E)[]
    ? readonly E[] | (E extends number ? number : never)
    : T;

type OptionsOf<W> = W extends { readonly params: infer P extends Params }
  ? { readonly [K in keyof P & string as Camel<K>]?: Given<ArgsOf<P>[K]> }
  : never;

interface LayerOptions {
  readonly name?: string;
  readonly trainable?: boolean;
}

/** What layers among a layer's own arguments draw follows from this seed and their names. */
interface Seeded {
  readonly seed?: number;
}

type SeedOf<W> = W extends { readonly params: { readonly seed: unknown } } ? object : Seeded;

type Factories<F> = { readonly [K in keyof F]: (options?: OptionsOf<F[K]>) => WordCall };
type ValueFactories<F, V> = { readonly [K in keyof F]: (options?: OptionsOf<F[K]>) => V };
type LayerFactories<F> = {
  readonly [K in keyof F]: (options?: OptionsOf<F[K]> & LayerOptions & SeedOf<F[K]>) => RegnetLayer;
};

function factories<F extends Readonly<Record<string, Word>>>(family: F): Factories<F> {
  const made = Object.values(family).map((word) => [
    camelCase(word.name),
    (options: Options = {}): WordCall => ({ word: word.name, args: argsFrom(word, options) }),
  ]);
  return Object.fromEntries(made) as Factories<F>;
}

function layerFactories<F extends Readonly<Record<string, LayerWord>>>(family: F): LayerFactories<F> {
  const made = Object.values(family).map((word) => [
    camelCase(word.name),
    (options: Options = {}): RegnetLayer => {
      const also = layerOptions(word);
      const all = argsFrom(word, options, also);
      const { name, trainable, seed } = all;
      return new RegnetLayer({
        word: word.name,
        args: Object.fromEntries(Object.entries(all).filter(([option]) => option in word.params)),
        ...(typeof name === "string" ? { name } : {}),
        ...(typeof trainable === "boolean" ? { trainable } : {}),
        ...("seed" in also && typeof seed === "number" ? { rootSeed: seed } : {}),
      });
    },
  ]);
  return Object.fromEntries(made) as LayerFactories<F>;
}

/** Factories of objects that `tf.layers.*` and `layers.*` both take. */
function valueFactories<F extends Readonly<Record<string, Word>>, V>(
  family: F,
  make: (call: WordCall) => V,
): ValueFactories<F, V> {
  const calls = Object.entries(factories(family)) as [string, (options?: Options) => WordCall][];
  return Object.fromEntries(
    calls.map(([name, call]) => [name, (options?: Options) => make(call(options))]),
  ) as ValueFactories<F, V>;
}

/** Without a seed of its own a layer of regnet draws by its name; in `tf.layers.*` the seed is then 0. */
export const initializers = valueFactories(families.initializers, (call) =>
  KerasInitializer.of(call, (call.args["seed"] as number | null | undefined) ?? 0),
);
export const regularizers = valueFactories(families.regularizers, KerasRegularizer.of);
export const constraints = valueFactories(families.constraints, KerasConstraint.of);

type ActivationLayers = {
  readonly [K in Exclude<keyof typeof families.activations, keyof typeof families.layers>]: LayerWord<
    (typeof families.activations)[K]["params"]
  >;
};

/** Every activation is also a layer, unless a layer has the name. */
const activationLayers = Object.fromEntries(
  Object.entries(families.activations).flatMap(([name, word]) =>
    name in families.layers ? [] : [[name, layerOf(word as ActivationWord)]],
  ),
) as unknown as ActivationLayers;

/** Keras's layers on TensorFlow.js: `layers.dropout({ rate: 0.5, seed: 7 }).apply(x)`. */
export const layers = layerFactories({ ...activationLayers, ...families.layers });
/** `activations.leakyRelu({ negativeSlope: 0.1 })`; those without arguments may be given by name. */
export const activations = factories(families.activations);
/** `optimizers.adam({ learningRate: 1e-3 })`, with Keras's defaults. */
export const optimizers = factories(families.optimizers);
export const losses = factories(families.losses);
export const metrics = factories(families.metrics);
export const schedules = factories(families.schedules);
/** `callbacks.earlyStopping({ patience: 5 })`. */
export const callbacks = factories(families.callbacks);
