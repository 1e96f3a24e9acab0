import { nativeCodes, nativeHints, type NativeCode } from "../../diagnostics/codes/native.js";
import type { ParamsOf } from "../../diagnostics/define.js";
import { Failure } from "../../diagnostics/failure.js";

/** A failure of the machine with its catalogued text and its mend; exit code 3. */
export function nativeFailure<C extends NativeCode>(code: C, params: ParamsOf<(typeof nativeCodes)[C]>): Failure {
  const message = nativeCodes[code].message as (p: typeof params) => string;
  return new Failure(code, message(params), nativeHints[code], 3);
}

/** A thrown value as one line of text, for a message that quotes it. */
export const oneLine = (error: unknown): string => {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n", 1)[0]?.trim() ?? "";
};
