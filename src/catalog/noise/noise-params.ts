import { int, type Param } from "../param.js";

/** `seed` of the layers that draw random numbers in training. */
export const noiseSeed: Param<number | null> = int({
  doc:
    "Seed of the draws, which differ at every training step; without one it follows from the training seed and the " +
    "layer's name.",
  default: null,
});
