import { int, type Param } from "../param.js";

/** `seed` of every random initializer. */
export const seedParam: Param<number | null> = int({
  doc: "Seed of the draw; without one it follows from the training seed and the weight's name.",
  default: null,
  positional: true,
});
