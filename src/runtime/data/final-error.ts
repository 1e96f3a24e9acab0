import { Failure } from "../../diagnostics/failure.js";
import { CellFault } from "./cell-fault.js";

/** Errors that already say what is wrong and where; all others are DuckDB's, or a `Doubt`. */
export const isFinal = (error: unknown): boolean => error instanceof CellFault || error instanceof Failure;

/** For the quick way of reading: whatever it stumbles over without saying where is left to the careful one. */
export const unlessFinal = (error: unknown): null => {
  if (isFinal(error)) throw error;
  return null;
};
