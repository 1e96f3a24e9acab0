import { dataFileCodes } from "../../diagnostics/codes/data-files.js";
import type { ParamsOf } from "../../diagnostics/define.js";
import type { Failure } from "../../diagnostics/failure.js";
import { fail } from "./fail.js";

type Codes = typeof dataFileCodes;
/** Codes about one cell. */
export type CellCode = {
  [C in keyof Codes]: ParamsOf<Codes[C]> extends { file: string; place: string; column: string } ? C : never;
}[keyof Codes];

/**
 * What is wrong with one cell, thrown where only the row's number is known. Finding its line costs a pass over the
 * file, so it is left to `asFailure`, on the way out.
 */
export class CellFault extends Error {
  constructor(
    /** Of the source, from 0. */
    readonly row: number,
    readonly build: (file: string, place: string) => Failure,
  ) {
    super("a cell is wrong");
  }
}

export const cellFault = <C extends CellCode>(
  code: C,
  row: number,
  params: Omit<ParamsOf<Codes[C]>, "file" | "place">,
  hint: string | null = null,
): CellFault => new CellFault(row, (file, place) => fail(code, { ...params, file, place } as ParamsOf<Codes[C]>, hint));

/** A value as messages show it: quoted, shortened. */
export const shown = (value: unknown): string => {
  if (typeof value === "number") return String(value);
  const text = String(value);
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
};
