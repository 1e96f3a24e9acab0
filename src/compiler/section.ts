import { missingFromKeras } from "../catalog/keras/missing.js";
import { findWord, spellingsOf, wordsOf } from "../catalog/lookup.js";
import type { StructureWord } from "../catalog/word.js";
import type { Wording } from "../ir/authored.js";
import type { Value } from "../ir/value.js";
import type { Statement } from "../parser/ast.js";
import { closest, suggest } from "../text/suggest.js";
import { kerasClass } from "./names/keras-names.js";
import { bind, type Bound } from "./names/bind.js";
import { defaultsOf } from "./names/complete.js";
import type { Scope } from "./names/scope.js";
import { wordingOf } from "./names/wording.js";
import { replace, reportMissing, type At } from "./report.js";
import type { Session } from "./session.js";

/** A section such as data or train: its settings, and the statements in its braces. */
export interface Section {
  readonly statement: Statement;
  readonly at: At;
  readonly scope: Scope;
  readonly settings: Readonly<Record<string, Value>>;
  readonly bound: Bound;
  /** What was written above it and in it. */
  readonly wording: Wording | undefined;
  readonly statements: readonly Statement[];
  /** Required settings that are missing. */
  readonly complete: boolean;
}

/** The word of a role. */
export const sectionWord = (role: string): StructureWord => wordsOf("structure").find((word) => word.role === role)!;

/** @param word what the statement begins with, or what is meant by that */
export function readSection(
  session: Session,
  s: Statement,
  {
    scope,
    word,
    args = s.args,
  }: { readonly scope: Scope; readonly word: StructureWord; readonly args?: Statement["args"] },
): Section {
  const at: At = { path: scope.path, span: s.word.span, node: s.word };
  const callee = {
    name: word.name,
    params: word.params,
    ...(word.renamed ? { renamed: word.renamed } : {}),
    ...(word.elsewhere ? { elsewhere: word.elsewhere } : {}),
  };
  const bound = bind(session, callee, { args, body: s.body?.items ?? [], scope, at });
  const missing = Object.keys(word.params).filter((n) => word.params[n]!.required && !bound.has(n));
  if (missing.length > 0) session.report("arguments/missing", { word: word.name, names: missing }, at);
  const statements = (s.body?.items ?? []).filter((i): i is Statement => i.kind === "statement");
  const settings = { ...defaultsOf(word.params), ...bound.values() };
  return {
    statement: s,
    at,
    scope,
    settings,
    bound,
    wording: wordingOf(bound, { doc: s.doc, params: word.params }),
    statements,
    complete: missing.length === 0 && !bound.broken,
  };
}

/** A setting that is written wrongly, or perhaps under a misspelled name: nothing is concluded from its absence. */
export const isUnsure = ({ bound }: Section, param: string): boolean => bound.isUnsure(param);

/**
 * A statement that a section does not know. Gives the word that is clearly meant.
 * @param candidates words that it knows
 */
export function unknownInSection(
  session: Session,
  s: Statement,
  at: At,
  { where, candidates }: { readonly where: string; readonly candidates: readonly string[] },
): string | undefined {
  const structure = findWord("structure", s.word.text);
  if (structure?.planned) return void session.report("names/not-supported", { what: `\`${s.word.text}\`` }, at);
  const missing = missingFromKeras(s.word.text, ["callback"]);
  if (missing) return void reportMissing(session.report, missing, at);
  const layer = findWord("layer", s.word.text) ?? kerasClass(s.word.text, ["layer"]);
  if (structure || layer) {
    const place = structure ? "another place" : "model name { … }";
    return void session.report("names/misplaced", { word: s.word.text, place }, at);
  }
  const all = [...candidates, ...spellingsOf("structure")];
  const near = suggest(s.word.text, all);
  session.report(
    "names/unknown-word",
    { name: s.word.text, suggestion: near, where },
    at,
    near ? { fixes: [replace(`write ${near}`, at.span, near)] } : {},
  );
  return closest(s.word.text, all);
}
