import type { Wording } from "../ir/authored.js";
import type { DataFacts, Measure } from "../ir/data-facts.js";
import type { WordCall } from "../ir/value.js";
import type { SourceFile } from "../text/source-file.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Expr, Ident, ParsedFile } from "../parser/ast.js";
import { reporter, type At, type Reports } from "./report.js";
import { Facts } from "./facts.js";
import type { Bound } from "./names/bound.js";
import type { Const } from "./values/constant.js";
import { NamedValues } from "./values/named-values.js";

/** Where a word in a value's place stands, and its arguments. */
interface Spelled {
  /** Of one that stands bare, how it was spelled: Keras logs a metric under the name it was given. */
  readonly text: string | null;
  readonly at: At;
  /** Its arguments, of a word that takes names of columns. */
  readonly labels: Bound | null;
}

/** Bounds the work a spec can cause, whatever it says. */
interface Budget {
  layers: number;
  steps: number;
  depth: number;
  expressionDepth: number;
  /** Set once a limit is met: everything winds down quietly. */
  spent: boolean;
}

export const LIMITS = { layers: 100_000, steps: 400_000, depth: 100, expression: 400 } as const;

/** The spec's file, and those it imports by path, for what fixes insert between the lines. */
interface Sources {
  readonly root: string;
  readonly sources: ReadonlyMap<string, SourceFile>;
}

/** What names there are, and which of them were used. */
interface Names {
  readonly usage: Usage;
  readonly values: NamedValues;
  /** A whole file's names could not be imported: what is not known may be one of them. */
  missing: boolean;
}

/** What is known of the data, and what is asked of them. */
interface FromData {
  readonly facts: DataFacts | null;
  readonly measures: Map<string, Measure>;
  /** A value was needed that only the data know: then there is no IR. */
  pending: At | null;
  /** Optimizer steps of one epoch, for the place where their name stands. */
  stepsPerEpoch: (at: At) => Const;
  /** Settings that were evaluated before their section is read: once, so that what they refer to is noted once. */
  readonly settled: Map<Expr, Const>;
}

/** How things were said that mean the same however they were said. */
interface Sayings {
  /** Of words, layers and sections, by what they became. */
  readonly wordings: Map<object, Wording>;
  /** Of words in values' places. */
  readonly spelled: WeakMap<WordCall, Spelled>;
  /** Documentation that stands for more than one place, and was given to the first. */
  readonly told: Set<object>;
}

/** What one check carries along. Everything that grows is here, nothing is global. */
export interface Session extends Pick<Reports, "report" | "reportOf"> {
  readonly file: Sources;
  readonly budget: Budget;
  /** For editors. */
  readonly facts: Facts;
  readonly names: Names;
  readonly data: FromData;
  readonly said: Sayings;
}

/** What a session is told from outside. */
interface Surroundings {
  readonly imports: ReadonlyMap<string, ParsedFile | null>;
  readonly data: DataFacts | null;
  /** Whether facts for editors are gathered. */
  readonly noting: boolean;
}

/** A session at its beginning, and what it will have found. */
export function newSession(
  { source }: ParsedFile,
  { imports, data, noting }: Surroundings,
): { readonly session: Session; readonly found: readonly Diagnostic[] } {
  const sources = new Map([[source.path, source]]);
  for (const [path, imported] of imports) if (imported) sources.set(path, imported.source);
  const { report, reportOf, found } = reporter(
    (code) => session.names.missing && /\/unknown-(?:word|value|name|tensor)$/.test(code),
  );
  const session: Session = {
    report,
    reportOf,
    file: { root: source.path, sources },
    budget: { layers: 0, steps: 0, depth: 0, expressionDepth: 0, spent: false },
    facts: new Facts(noting),
    names: { usage: new Usage(), values: new NamedValues(), missing: false },
    data: {
      facts: data,
      measures: new Map(),
      pending: null,
      stepsPerEpoch: (at) => ({ is: "broken", at }),
      settled: new Map(),
    },
    said: { wordings: new Map(), spelled: new WeakMap(), told: new Set() },
  };
  return { session, found };
}

/** Names declared, and which of them were used. By node, so that a block's names count once over all expansions. */
class Usage {
  private readonly declared = new Map<Ident, { ident: Ident; path: string; what: string }>();
  private readonly used = new Set<Ident>();

  declare(ident: Ident, path: string, what: string): void {
    this.declared.set(ident, { ident, path, what });
  }

  use(ident: Ident): void {
    this.used.add(ident);
  }

  isUsed(ident: Ident): boolean {
    return this.used.has(ident);
  }

  unused(): { ident: Ident; path: string; what: string }[] {
    return [...this.declared.values()].filter(({ ident }) => !this.used.has(ident));
  }
}

/** Counts one step of work; false when there is no budget left (reported once). */
export function spend(session: Session, at: At, layers = 0): boolean {
  const b = session.budget;
  if (b.spent) return false;
  b.steps++;
  b.layers += layers;
  if (b.steps <= LIMITS.steps && b.layers <= LIMITS.layers) return true;
  b.spent = true;
  session.report(
    "shapes/too-large",
    { limit: b.layers > LIMITS.layers ? `${LIMITS.layers} layers` : `${LIMITS.steps} steps of expansion` },
    at,
  );
  return false;
}

/** Runs something one level deeper, unless that is too deep. */
export function deeper(session: Session, at: At, run: () => void): void {
  const b = session.budget;
  if (b.spent) return;
  if (b.depth >= LIMITS.depth) {
    b.spent = true;
    session.report("shapes/too-deep", { limit: LIMITS.depth }, at);
    return;
  }
  b.depth++;
  run();
  b.depth--;
}
