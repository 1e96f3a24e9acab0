/**
 * regnet as a library: text in, checked meaning out. Nothing here reads files, and nothing loads TensorFlow.js
 * (`regnet/layers` does, and on Node `regnet/runtime`).
 */
import { check, type CheckHost, type CheckedFile, type Requirements } from "./compiler/check.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import type { Ir } from "./ir/ir.js";
import { parse } from "./parser/parse.js";
import { sourceFile } from "./text/source-file.js";

export interface CompileOptions {
  /** Name of the file in diagnostics, and what imports are relative to. Default `spec.regnet`. */
  readonly path?: string;
  /** What is known of the data source; without it what depends on the data is not checked. */
  readonly facts?: CheckHost["facts"];
  /** Texts of imported files by their path as `requirements.imports` asks for them. */
  readonly imports?: Readonly<Record<string, string>>;
}

export interface Compiled {
  /** The checked, explicit description; null when there is an error, or when it depends on data that were not given. */
  readonly ir: Ir | null;
  readonly diagnostics: readonly Diagnostic[];
  /** What would be worth fetching before compiling again. */
  readonly requirements: Requirements;
}

/**
 * Compiles the text of a spec. Never throws on any text.
 *
 * ```ts
 * const { ir, diagnostics } = compile("model m { input 4; dense 1 }");
 * ```
 */
export function compile(source: string, options: CompileOptions = {}): Compiled {
  const imports = new Map(
    Object.entries(options.imports ?? {}).map(([path, text]) => [path, parse(sourceFile(path, text))]),
  );
  const { ir, diagnostics, requirements } = check(parse(sourceFile(options.path ?? "spec.regnet", source)), {
    facts: options.facts ?? null,
    imports,
  });
  return { ir, diagnostics, requirements };
}

export { check, type CheckedFile, type CheckHost, type Diagnostic, type Requirements };
export { summarize, type Summary, type SummaryRow } from "./compiler/summary.js";
export type { DataFacts, ColumnFacts, Measure } from "./ir/data-facts.js";
export type * from "./ir/ir.js";
export { parse } from "./parser/parse.js";
export type { Token } from "./parser/token-list.js";
export { snapshotOf, type Place, type Snapshot } from "./snapshot/snapshot.js";
export type { Expectation } from "./snapshot/expected.js";
export type { SpecSymbol } from "./snapshot/symbols.js";
export { openWorkspace, type Work, type Workspace, type WorkspaceHost } from "./snapshot/workspace.js";
export { sourceFile, positionAt, type SourceFile } from "./text/source-file.js";
