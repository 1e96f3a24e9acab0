import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { check, type CheckedFile } from "../compiler/check.js";
import type { FileReport } from "../diagnostics/report.js";
import { Failure } from "../diagnostics/failure.js";
import type { DataFacts } from "../ir/data-facts.js";
import type { Ir, SourceIr } from "../ir/ir.js";
import type { ParsedFile } from "../parser/ast.js";
import { parse } from "../parser/parse.js";
import { suggest } from "../text/suggest.js";
import { sourceFile } from "../text/source-file.js";
import { withDataFailure } from "./data-diagnostics.js";

/** One spec with everything around it that checking it takes. */
export interface Loaded {
  /** As the user named it. */
  readonly path: string;
  /** What the paths of its data section are relative to. */
  readonly folder: string;
  readonly text: string;
  readonly checked: CheckedFile;
  /** What the data source says of itself; null when the spec names none or it is not there. */
  readonly facts: DataFacts | null;
  /** Why the data source could not be read; the reports say it too, at its place. */
  readonly dataFailure: Failure | null;
  /** The spec and its imports, each with its diagnostics. */
  readonly reports: readonly FileReport[];
}

export interface LoadSettings {
  /** Which model is meant when the file has several. */
  readonly model?: string | undefined;
  /** Instead of the spec's. */
  readonly seed?: number | undefined;
  /**
   * Told of the IR before the data are looked at, where the spec alone gives one: what is slow to start can start
   * meanwhile.
   */
  readonly onIr?: (ir: Ir) => void;
  /** Nothing can be done without the data: that they are not there is an error then. */
  readonly needsData?: boolean | undefined;
}

const largestSpec = 16 * 1024 * 1024;

/** The text of a spec. */
export async function readSpec(path: string): Promise<string> {
  if (/\.(csv|tsv|jsonl|ndjson|parquet)$/i.test(path))
    throw new Failure(
      "runtime/file",
      `${path} is a data file by its name, not a spec`,
      "name the spec; it says with data { source: … } what it is trained on",
    );
  const bytes = await readFile(path).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === "EISDIR")
      throw new Failure("runtime/file", `${path} is a folder, not a spec`, "name a .regnet file in it");
    const near = error.code === "ENOENT" ? await nearestSpec(path) : undefined;
    throw near === undefined ? error : new Failure("runtime/file", `${path} does not exist`, `did you mean ${near}?`);
  });
  if (bytes.length > largestSpec)
    throw new Failure(
      "runtime/spec-too-large",
      `${path} has ${bytes.length} bytes, and a spec may have ${largestSpec}`,
      "is this the data and not the spec?",
    );
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** A spec of the same folder with nearly that name. */
async function nearestSpec(path: string): Promise<string | undefined> {
  const names = await readdir(dirname(resolve(path))).catch((): string[] => []);
  const near = suggest(
    basename(path),
    names.slice(0, 2000).filter((name) => name.endsWith(".regnet")),
  );
  return near && join(dirname(path), near);
}

/** Reads, parses and checks a spec: with its imports, and with what its data file says where it names one. */
export async function load(path: string, { needsData = false, onIr, ...settings }: LoadSettings = {}): Promise<Loaded> {
  const text = await readSpec(path);
  const folder = dirname(resolve(path));
  const parsed = parse(sourceFile(path, text));
  const imports = new Map<string, ParsedFile | null>();
  const look = (facts: DataFacts | null): CheckedFile => check(parsed, { facts, imports, ...settings });
  let checked = look(null);
  while (await readImports(checked.requirements.imports, imports)) checked = look(null);
  if (checked.ir) onIr?.(checked.ir);
  let { facts, failure } = await factsOf(checked.requirements.source, folder);
  if (facts !== null) checked = look(facts);
  const { measures, data } = checked.requirements;
  if (facts !== null && data !== null && measures.length > 0) {
    const { measure } = await import("../runtime/data/index.js");
    const asked = await orFailure(() => measure(data, folder, measures));
    if (asked.failure) failure = asked.failure;
    else checked = look((facts = { ...facts, measured: asked.value }));
  }
  const sources = [parsed.source, ...[...imports.values()].flatMap((file) => (file ? [file.source] : []))];
  const diagnostics = failure ? await withDataFailure(checked, failure, folder, needsData) : checked.diagnostics;
  const reports = sources.map((source) => ({ source, diagnostics: diagnostics.filter((d) => d.path === source.path) }));
  return { path, folder, text, checked, facts, dataFailure: failure, reports };
}

/** DuckDB is loaded only for specs that name data. */
async function factsOf(
  source: SourceIr | null,
  folder: string,
): Promise<{ facts: DataFacts | null; failure: Failure | null }> {
  if (source === null) return { facts: null, failure: null };
  const { probe } = await import("../runtime/data/index.js");
  const { value, failure } = await orFailure(() => probe(source, folder));
  return { facts: value, failure };
}

async function orFailure<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly failure: null } | { readonly value: null; readonly failure: Failure }> {
  try {
    return { value: await work(), failure: null };
  } catch (error) {
    if (error instanceof Failure) return { value: null, failure: error };
    throw error;
  }
}

/** Reads what is asked for and not yet there; true when there was anything new. */
async function readImports(wanted: readonly string[], imports: Map<string, ParsedFile | null>): Promise<boolean> {
  const missing = wanted.filter((path) => !imports.has(path));
  for (const path of missing) {
    const text = await readSpec(path).catch(() => null);
    imports.set(path, text === null ? null : parse(sourceFile(path, text)));
  }
  return missing.length > 0;
}
