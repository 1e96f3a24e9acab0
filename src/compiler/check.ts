import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { DataFacts, Measure } from "../ir/data-facts.js";
import type { DataIr, Ir, SourceIr } from "../ir/ir.js";
import type { ParsedFile } from "../parser/ast.js";
import { applyAllowances } from "./allow.js";
import { assemble } from "./assemble.js";
import { sourceAt } from "./data/source-at.js";
import type { Facts } from "./facts.js";
import { interpret, type Meaning } from "./interpret.js";
import { lintFile } from "./lints/index.js";
import { checkUnused } from "./model/root.js";
import { declareFile, type Declared, type Files } from "./names/declare.js";
import type { At } from "./report.js";
import { newSession, type Session } from "./session.js";
import { evaluateLet } from "./values/evaluate.js";

/** What a check is told from outside; it reads nothing itself. */
export interface CheckHost {
  /** Facts of the data source; null or absent: what depends on them is not checked, and a note says so. */
  readonly facts?: DataFacts | null;
  /** Imported files by resolved path (as in `requirements.imports`); null: there is no such file. */
  readonly imports?: ReadonlyMap<string, ParsedFile | null>;
  /** A folder that imports may not leave, as a prefix of paths; "" is the folder the file's path is relative to. */
  readonly root?: string | null;
  /** The model meant where several stand alone, as `train NAME` says in the file. */
  readonly model?: string | null | undefined;
  /** Whether the facts that editors ask for are gathered. */
  readonly noting?: boolean;
  /** Instead of the spec's seed. */
  readonly seed?: number | null | undefined;
}

export interface CheckedFile {
  /** Null when there is an error, or when something needs data that are not at hand. */
  readonly ir: Ir | null;
  /** Of the parser and of the check, in the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
  readonly facts: Facts;
  readonly requirements: Requirements;
}

/** What the caller may fetch before it checks again. */
export interface Requirements {
  /** The source with its path as written. */
  readonly source: SourceIr | null;
  /** The value of `source` in the text. */
  readonly sourceAt: At | null;
  /** Numbers to measure on the training rows. */
  readonly measures: readonly Measure[];
  /** Resolved paths of imported files. */
  readonly imports: readonly string[];
  /** The data section where it could be read: which rows are training rows. */
  readonly data: DataIr | null;
}

/**
 * A parsed file to its checked meaning: names, arguments, shapes, data, training, lints, IR. Pure, and it never throws
 * on any spec.
 */
export function check(file: ParsedFile, host: CheckHost = {}): CheckedFile {
  const files = filesOf(file, host);
  const { session, found } = newSession(file, {
    imports: files.files,
    data: host.facts ?? null,
    noting: host.noting === true,
  });
  const declared = declareFile(session, file, files);
  const meaning = interpret(session, found, declared, { model: host.model ?? null, seed: host.seed ?? null });
  checkUnused(
    session,
    [...declared.scope.names.values()].filter((e) => e.is === "block").filter((e) => e.path === session.file.root),
  );
  evaluateUnused(session, declared);
  const read = filesRead(file, files);
  const parsed = read.flatMap((f) => f.diagnostics);
  lintFile(session, ![...parsed, ...found].some((d) => d.severity === "error"));
  tellWhatWaits(session, found, host.facts === null ? meaning : null);
  const diagnostics = applyAllowances(read, [...parsed, ...found], session, found);
  const failed = diagnostics.some((d) => d.severity === "error");
  const wantsImports = [...files.wanted].some((path) => !files.files.has(path));
  const complete = !failed && !wantsImports && session.data.pending === null && meaning.complete;
  return {
    ir: complete && meaning.graph ? assemble(session, meaning.graph, meaning) : null,
    diagnostics,
    facts: session.facts,
    requirements: {
      source: meaning.section?.source ?? null,
      sourceAt: meaning.section && sourceAt(meaning.section.section),
      measures: [...session.data.measures.values()],
      imports: [...files.wanted],
      data: meaning.data,
    },
  };
}

const filesOf = (file: ParsedFile, host: CheckHost): Files => ({
  files: host.imports ?? new Map(),
  wanted: new Set(),
  done: new Map(),
  open: [file.source.path],
  root: host.root ?? null,
});

/** The file and those that it imports, directly or not. */
const filesRead = (file: ParsedFile, { files, done }: Files): readonly ParsedFile[] => [
  file,
  ...[...done.keys()].flatMap((path) => (path === file.source.path ? [] : (files.get(path) ?? []))),
];

/**
 * One note where something waits for the data. `unread`: what the file comes to, where its data were looked for and are
 * not at hand.
 */
function tellWhatWaits(session: Session, found: readonly Diagnostic[], unread: Meaning | null): void {
  if (session.data.pending) session.report("shapes/measured", {}, session.data.pending);
  const section = unread?.section;
  if (!section?.source) return;
  if (found.some((d) => d.code === "shapes/measured" || d.code === "shapes/unknown-input")) return;
  const at = sourceAt(section.section) ?? section.section.at;
  session.report("data/not-at-hand", { why: null, suggestion: undefined }, at);
}

/** Names that nothing uses have values all the same; what they would ask the data is not asked. */
function evaluateUnused(session: Session, declared: Declared): void {
  const { pending } = session.data;
  const measures = new Map(session.data.measures);
  for (const entry of declared.scope.names.values()) {
    if (entry.is === "let" && entry.value === null && entry.path === session.file.root) evaluateLet(session, entry);
  }
  session.data.pending = pending;
  session.data.measures.clear();
  for (const [key, measure] of measures) session.data.measures.set(key, measure);
}
