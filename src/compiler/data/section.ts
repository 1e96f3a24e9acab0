import { findWord } from "../../catalog/lookup.js";
import type { StructureWord } from "../../catalog/word.js";
import type { Columns } from "../../catalog/structure/data.js";
import type { ColumnIr, Normalize, SourceIr, SplitIr } from "../../ir/ir.js";
import { isWordCall, type Value } from "../../ir/value.js";
import type { Statement } from "../../parser/ast.js";
import { bind } from "../names/bind.js";
import { defaultsOf } from "../names/complete.js";
import type { Scope } from "../names/scope.js";
import { wordingOf } from "../names/wording.js";
import type { At } from "../report.js";
import { readSection, sectionWord, unknownInSection, type Section } from "../section.js";
import type { Session } from "../session.js";
import { labelOf } from "../values/labels.js";

/** The data section as far as it can be read without the model. */
export interface DataSection {
  readonly section: Section;
  readonly source: SourceIr | null;
  readonly target: Columns | null;
  readonly features: Columns | null;
  readonly columns: ReadonlyMap<string, { readonly ir: ColumnIr; readonly at: At }>;
  readonly normalize: Normalize;
  readonly weight: string | null;
  readonly test: SplitIr | null;
  readonly validation: SplitIr | null;
  /** Where the columns stand that rows are ordered by. */
  readonly orderedAt: Readonly<Record<"test" | "validation", At | null>>;
}

export function readData(session: Session, s: Statement, scope: Scope): DataSection {
  const section = readSection(session, s, { scope, word: sectionWord("data") });
  const { settings } = section;
  const columns = new Map<string, { ir: ColumnIr; at: At }>();
  for (const statement of section.statements) {
    const at: At = { path: scope.path, span: statement.word.span, node: statement.word };
    const written = findWord("structure", statement.word.text);
    if (written?.role === "allow") continue;
    const word =
      written?.role === "column"
        ? written
        : findWord(
            "structure",
            unknownInSection(session, statement, at, { where: "a data section", candidates: [] }) ?? "",
          );
    if (word?.role === "column") readColumn(session, statement, { word, scope, columns });
  }
  return {
    section,
    source: sourceOf(session, settings["source"] ?? null, section.bound.placeOf("source") ?? section.at),
    target: (settings["target"] ?? null) as Columns | null,
    features: (settings["features"] ?? null) as Columns | null,
    columns,
    normalize: settings["normalize"] as Normalize,
    weight: (settings["weight"] ?? null) as string | null,
    test: splitOf(session, settings["test"]),
    validation: splitOf(session, settings["validation"]),
    orderedAt: { test: orderedAt(session, settings["test"]), validation: orderedAt(session, settings["validation"]) },
  };
}

const formats: Readonly<Record<string, "csv" | "tsv" | "jsonl" | "parquet">> = {
  csv: "csv",
  tsv: "tsv",
  tab: "tsv",
  jsonl: "jsonl",
  ndjson: "jsonl",
  parquet: "parquet",
};

/** The format by the name's ending; a query by its word. */
function sourceOf(session: Session, value: Value, at: At): SourceIr | null {
  if (isWordCall(value)) {
    const query = value.args["query"];
    return typeof query === "string" ? { format: "sql", query } : null;
  }
  if (typeof value !== "string") return null;
  const format = formats[/\.([A-Za-z]+)$/.exec(value)?.[1]?.toLowerCase() ?? ""];
  if (format) return { format, path: value };
  session.report("data/format", { path: value }, at);
  return null;
}

function splitOf(session: Session, value: Value | undefined): SplitIr | null {
  if (!isWordCall(value)) return null;
  const { fraction, seed, stratify, order } = value.args;
  const split: SplitIr = {
    fraction: fraction as number,
    seed: seed as number,
    stratify: stratify === true,
    order: typeof order === "string" ? order : null,
  };
  const wording = session.said.wordings.get(value);
  if (wording) session.said.wordings.set(split, wording);
  return split;
}

const orderedAt = (session: Session, value: Value | undefined): At | null =>
  isWordCall(value) ? (session.said.spelled.get(value)?.labels?.constantOf("order")?.at ?? null) : null;

/** `column age, fare { missing: mean, normalize: standard }`. */
function readColumn(
  session: Session,
  s: Statement,
  {
    word,
    scope,
    columns,
  }: {
    readonly word: StructureWord;
    readonly scope: Scope;
    readonly columns: Map<string, { ir: ColumnIr; at: At }>;
  },
): void {
  const at: At = { path: scope.path, span: s.word.span, node: s.word };
  const names = s.args.filter((a) => a.name === null && labelOf(a.value) !== null);
  const call = { args: s.args.filter((a) => !names.includes(a)), body: s.body?.items ?? [], scope, at };
  const bound = bind(session, { name: word.name, params: word.params }, call);
  if (names.length === 0) session.report("arguments/missing", { word: word.name, names: ["a column's name"] }, at);
  const settings: Readonly<Record<string, Value>> = { ...defaultsOf(word.params), ...bound.values() };
  const missing = settings["missing"]!;
  const words = ["refuse", "mean", "median", "most_frequent", "drop"];
  const ir: ColumnIr = {
    missing:
      typeof missing === "string" && words.includes(missing)
        ? (missing as "refuse")
        : { constant: missing as number | string },
    normalize: settings["normalize"] as Normalize | null,
    encode: settings["encode"] as ColumnIr["encode"],
  };
  const wording = wordingOf(bound, { doc: s.doc, params: word.params });
  if (wording) session.said.wordings.set(ir, wording);
  for (const a of names) {
    const name = labelOf(a.value)!;
    const where: At = { path: scope.path, span: a.span };
    if (columns.has(name)) session.report("names/duplicate", { name }, where);
    else columns.set(name, { ir, at: where });
  }
}

/** All column names a section's value mentions. */
export function namesIn(columns: Columns | null): readonly string[] {
  if (columns === null) return [];
  if (typeof columns === "string") return [columns];
  const isList = (value: typeof columns): value is readonly string[] => Array.isArray(value);
  return isList(columns) ? columns : Object.values(columns).flat();
}
