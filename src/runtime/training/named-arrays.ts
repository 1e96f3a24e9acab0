import type { NdArray } from "../data/dataset.js";

/** Arrays by name, or a bare one where there is only one name. */
export type NamedArrays = NdArray | Readonly<Record<string, NdArray>>;

/** @throws TypeError for a bare array where there are several names */
export function namedArrays(given: NamedArrays, names: readonly string[]): Readonly<Record<string, NdArray>> {
  if (!("shape" in given) || !Array.isArray(given.shape)) return given as Readonly<Record<string, NdArray>>;
  if (names.length !== 1) throw new TypeError(`say by name what each array is for: the model has ${names.join(", ")}`);
  return { [names[0]!]: given as NdArray };
}

/**
 * How many rows all of them have.
 * @throws TypeError where they have different numbers
 */
export function rowCount(arrays: Readonly<Record<string, NdArray>>): number {
  const rows = Object.values(arrays)[0]?.shape[0] ?? 0;
  for (const [name, array] of Object.entries(arrays))
    if (array.shape[0] !== rows)
      throw new TypeError(`${name} has ${array.shape[0]} rows, and the first input has ${rows}`);
  return rows;
}
