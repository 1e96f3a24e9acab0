/** A number in a callback's state: JSON has no NaN and no infinities, and a resumed run must not take them for null. */
export type JsonNumber = number | "NaN" | "Infinity" | "-Infinity";

export const toJson = (x: number): JsonNumber => (Number.isFinite(x) ? x : (String(x) as JsonNumber));

export const fromJson = (x: JsonNumber): number => Number(x);
