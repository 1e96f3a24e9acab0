import { dataFileCodes } from "../../diagnostics/codes/data-files.js";
import type { Problem } from "../../columns/problem.js";
import { dataCodes } from "../../diagnostics/codes/data.js";
import type { ParamsOf } from "../../diagnostics/define.js";
import { Failure } from "../../diagnostics/failure.js";

export type DataFileCode = keyof typeof dataFileCodes;

/** A failure about a data file with its catalogue's sentence. */
export function fail<C extends DataFileCode>(
  code: C,
  params: ParamsOf<(typeof dataFileCodes)[C]>,
  hint: string | null = null,
): Failure {
  const kind = dataFileCodes[code] as { message: (p: typeof params) => string };
  return new Failure(code, kind.message(params), hint);
}

/** A problem that the rules over columns found, where there is no spec to point at; null: and no file. */
export function failureOf({ code, params }: Problem, file: string | null): Failure {
  const kind = dataCodes[code] as { message: (p: typeof params) => string };
  return new Failure(code, `${file === null ? "" : `${file}: `}${kind.message(params)}`);
}
