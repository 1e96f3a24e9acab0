import type { dataCodes } from "../diagnostics/codes/data.js";
import type { ParamsOf } from "../diagnostics/define.js";

type Codes = typeof dataCodes;
/** Codes whose messages name something. */
type Named = { [C in keyof Codes]: ParamsOf<Codes[C]> extends object ? C : never }[keyof Codes];

/**
 * What is wrong with columns, found by the rules that a check and a training share: the check reports it at its place
 * in the text, the training throws it with the file's name before it.
 */
export type Problem = {
  readonly [C in Named]: { readonly code: C; readonly params: ParamsOf<Codes[C]> };
}[Named];

export const problem = <C extends Named>(code: C, params: ParamsOf<Codes[C]>): Problem => ({ code, params }) as Problem;

export const isProblem = (value: object): value is Problem => "code" in value;
