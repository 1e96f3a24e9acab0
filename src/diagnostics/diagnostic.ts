import type { Span } from "../text/span.js";

export type Severity = "error" | "warning" | "info";

/** A replacement of text; edits of one fix do not overlap. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** A change the user can accept; `title` is an imperative sentence: `write "dense"`. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** Another place that explains the diagnostic, in the same file unless `path` is given. */
export interface Related {
  readonly message: string;
  readonly span: Span;
  readonly path?: string;
}

/** One finding about one place of one file. Plain data: it can be printed, sent or stored as it is. */
export interface Diagnostic {
  /** `area/kebab-case`, stable for ever; the key of its entry in the catalogue of codes. */
  readonly code: string;
  readonly severity: Severity;
  /** One plain sentence: what is wrong and, where it is known, what to do. No trailing full stop. */
  readonly message: string;
  readonly path: string;
  readonly span: Span;
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
}
