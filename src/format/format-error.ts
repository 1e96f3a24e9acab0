import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Position } from "../text/source-file.js";

/** A text that is not formatted because it has syntax errors. `loc` is where prettier looks for the place to show. */
export class FormatError extends SyntaxError {
  override readonly name = "FormatError";
  readonly loc: { readonly start: { readonly line: number; readonly column: number } };
  constructor(
    /** The errors, in source order; their path is the one given to `format`. */
    readonly diagnostics: readonly Diagnostic[],
    at: Position,
  ) {
    super(
      `${diagnostics[0]?.message ?? "the file has syntax errors"}; a file with syntax errors is not formatted, ` +
        "mend it first",
    );
    this.loc = { start: { line: at.line, column: at.column } };
  }
}
