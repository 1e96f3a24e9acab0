import { readFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { check, type CheckedFile } from "../compiler/check.js";
import { Failure } from "../diagnostics/failure.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { DataFacts } from "../ir/data-facts.js";
import type { ParsedFile } from "../parser/ast.js";
import { parse } from "../parser/parse.js";
import { sourceFile } from "../text/source-file.js";

/** One spec with everything around it that checking it takes. */
export interface Loaded {
  /** As the user named it. */
  readonly path: string;
  readonly folder: string;
  readonly parsed: ParsedFile;
  /** Imported files by the path that the importing file names them with. */
  readonly imports: ReadonlyMap<string, ParsedFile>;
  readonly checked: CheckedFile;
  readonly facts: DataFacts | null;
  /** Of the parser, then of the checker. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface LoadSettings {
  /** Which model is meant when the file has several. */
  readonly model?: string;
  /** Look into the data file. Default true. */
  readonly data?: boolean;
}

const tooLarge = 16 * 1024 * 1024;

export async function readSpec(path: string): Promise<string> {
  const bytes = await readFile(path);
  if (bytes.length > tooLarge) throw new Failure("runtime/spec-too-large", `${path} has ${bytes.length} bytes; a spec may have ${tooLarge}`, "is this a .regnet file?");
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** Reads, parses and checks a spec: its imports, and where it names data, what the data file says of itself. */
export async function load(path: string, settings: LoadSettings = {}): Promise<Loaded> {
  const folder = dirname(resolve(path));
  const parsed = parse(sourceFile(path, await readSpec(path)));
  const imports = new Map<string, ParsedFile>();
  const host = (facts: DataFacts | null) => ({ facts, imports, ...(settings.model === undefined ? {} : { model: settings.model }) });
  let checked = check(parsed, host(null));
  while (await readImports(checked.requirements.imports, folder, imports)) checked = check(parsed, host(null));
  let facts: DataFacts | null = null;
  const { source } = checked.requirements;
  if (settings.data !== false && source !== null) {
    // DuckDB is loaded only for specs that name data which is there.
    const { probe, measure } = await import("../runtime/data/index.js");
    facts = await probe(source, folder).catch((error: unknown) => {
      if (error instanceof Failure && error.code === "data/no-file") return null;
      throw error;
    });
    if (facts !== null) {
      checked = check(parsed, host(facts));
      const { measures, data } = checked.requirements;
      if (measures.length > 0 && data !== null) {
        facts = { ...facts, measured: await measure(data, folder, measures) };
        checked = check(parsed, host(facts));
      }
    }
  }
  const own = checked.diagnostics;
  const inner = [...imports.values()].flatMap((file) => file.diagnostics);
  return { path, folder, parsed, imports, checked, facts, diagnostics: [...parsed.diagnostics, ...inner, ...own] };
}

/** Reads what is asked for and not yet there; true when there was anything to read. Files outside the spec's folder are not read. */
async function readImports(wanted: readonly string[], folder: string, imports: Map<string, ParsedFile>): Promise<boolean> {
  let more = false;
  for (const path of wanted) {
    if (imports.has(path)) continue;
    const full = resolve(folder, path);
    if (relative(folder, full).startsWith("..") && imports.size > 64) continue;
    const text = await readSpec(full).catch(() => null);
    if (text === null) continue;
    imports.set(path, parse(sourceFile(path, text)));
    more = true;
  }
  return more;
}
