/** From here on, rounding to float32 gives infinity: the largest float32 and half a step. */
export const FLOAT32_OVERFLOW = 2 ** 128 - 2 ** 103;
