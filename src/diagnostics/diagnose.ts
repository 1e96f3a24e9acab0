import type { Span } from "../text/span.js";
import { codes, type Code } from "./codes/index.js";
import type { DiagnosticKind, ParamsOf } from "./define.js";
import type { Diagnostic, Fix, Related } from "./diagnostic.js";

export interface Place {
  readonly path: string;
  readonly span: Span;
  readonly fixes?: readonly Fix[];
  readonly related?: readonly Related[];
}

/** A code with what its message says. */
export type Said = {
  readonly [C in Code]: { readonly code: C; readonly params: ParamsOf<(typeof codes)[C]> };
}[Code];

/** The message of a code: the one source of what is said, in diagnostics and in errors of programs. */
export const messageOf = ({ code, params }: Said): string =>
  (codes[code] as { message: (p: typeof params) => string }).message(params);

/** A diagnostic of the catalogue; a wrong code or a missing message parameter does not compile. */
export function diagnose<C extends Code>(code: C, params: ParamsOf<(typeof codes)[C]>, at: Place): Diagnostic {
  return diagnosticOf(code, codes[code] as DiagnosticKind<typeof params>, params, at);
}

/** The same for a code that is declared beside its rule. */
export const diagnosticOf = <P>(code: string, kind: DiagnosticKind<P>, params: P, at: Place): Diagnostic => ({
  code,
  severity: kind.severity,
  message: kind.message(params),
  path: at.path,
  span: at.span,
  related: at.related ?? [],
  fixes: at.fixes ?? [],
});
