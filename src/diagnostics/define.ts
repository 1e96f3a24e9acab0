import type { Severity } from "./diagnostic.js";

/** What the catalogue knows of one code. `P` are the parameters of its message. */
export interface DiagnosticKind<P> {
  readonly severity: Severity;
  readonly message: (params: P) => string;
  /** What it means, why it matters and how to mend it: one short paragraph or two, shown by `regnet explain`. */
  readonly explain: string;
  /**
   * A spec that earns exactly this code, and one that does not. Kept by a test.
   * Absent only where a source text alone cannot cause it (data files, run folders, the machine).
   */
  readonly bad?: string;
  readonly good?: string;
}

/** Each message takes its own parameters. */
export type DiagnosticKinds = Readonly<Record<string, DiagnosticKind<never>>>;

/** Declares codes; the identity function that keeps each message's parameter type. */
export const defineDiagnostics = <K extends DiagnosticKinds>(kinds: K): K => kinds;

export type ParamsOf<K> = K extends DiagnosticKind<infer P> ? P : never;
