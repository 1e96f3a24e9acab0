import { titleOf, type LayerCase } from "./layer-case.js";

/**
 * What words do not do as Keras does, and nobody has mended yet: the tests fail for a case listed here that has no
 * fault any more. All are about whole numbers as the input of a layer that computes, or about masks of images, which no
 * layer that makes masks gives.
 */
const known: readonly (readonly [reason: string, titles: RegExp])[] = [
  [
    "whole numbers are convolved and averaged by no kernel of TensorFlow.js",
    /^(conv[123]d|conv_lstm2d|average_pooling[123]d) .* int32$/,
  ],
  [
    "whole numbers stay whole in Keras, are declared so, and are computed in float32",
    /^(max_pooling[123]d|dot|random_brightness|random_contrast|random_flip|center_crop|resizing) .* int32$/,
  ],
  ["Keras normalizes whole numbers in whole numbers", /^(layer|group|rms)_normalization .* int32$/],
  ["Keras refuses when it runs, and check does not say so", /^(conv_lstm2d .*|concatenate .*"axis":2.*) masked$/],
];

/** Why the case is not expected to be right; null: it is. */
export const knownFault = (c: LayerCase): string | null =>
  known.find(([, titles]) => titles.test(titleOf(c)))?.[0] ?? null;
