import type { Shape } from "./ops.js";

/** Equal in every axis; a length that is not known equals another. */
export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((d, i) => d === b[i]);
