import type { CheckHost } from "../compiler/check.js";
import type { Item, ParsedFile } from "../parser/ast.js";
import { parse } from "../parser/parse.js";
import { sourceFile, type SourceFile } from "../text/source-file.js";
import { snapshotOf, type Snapshot } from "./snapshot.js";

/** Where a workspace has its files from; it reads nothing itself. */
export interface WorkspaceHost {
  /** The text of a file as it is now; null: there is none. */
  readonly textOf: (path: string) => string | null;
  /** Facts of the data that a spec names; the same object as long as they have not changed. */
  readonly factsOf?: (path: string) => CheckHost["facts"];
  /** A folder that imports may not leave. */
  readonly root?: string | null;
}

/** What was done so far. */
export interface Work {
  readonly parsed: number;
  readonly checked: number;
}

/** Snapshots of files that import one another. */
export interface Workspace {
  /**
   * Of a file as it is now, null where there is none. A file whose text, imports and facts did not change is neither
   * parsed nor checked again: its snapshot is the same object.
   */
  readonly snapshot: (path: string) => Snapshot | null;
  readonly work: Work;
}

interface Kept {
  readonly snapshot: Snapshot;
  readonly facts: CheckHost["facts"] | undefined;
  readonly imports: ReadonlyMap<string, ParsedFile | null>;
}

export function openWorkspace(host: WorkspaceHost): Workspace {
  const files = new Map<string, ParsedFile>();
  const kept = new Map<string, Kept>();
  const work = { parsed: 0, checked: 0 };

  const parsedFile = (path: string): ParsedFile | null => {
    const text = host.textOf(path);
    if (text === null) {
      files.delete(path);
      return null;
    }
    const before = files.get(path);
    if (before?.source.text === text) return before;
    work.parsed++;
    const source = sourceFile(path, text);
    const file = before ? withKeptTrees(before, parse(source)) : parse(source);
    files.set(path, file);
    return file;
  };

  /** Checked with all files that it turns out to import. */
  const checkedWith = (parsed: ParsedFile, facts: CheckHost["facts"] | undefined): Kept => {
    let imports = new Map<string, ParsedFile | null>();
    for (;;) {
      work.checked++;
      const root = host.root === undefined ? {} : { root: host.root };
      const snapshot = snapshotOf(parsed, { imports, ...root, ...(facts === undefined ? {} : { facts }) });
      const wanted = snapshot.checked.requirements.imports.filter((path) => !imports.has(path));
      if (wanted.length === 0) return { snapshot, facts, imports };
      imports = new Map([...imports, ...wanted.map((path) => [path, parsedFile(path)] as const)]);
    }
  };

  const snapshot = (path: string): Snapshot | null => {
    const parsed = parsedFile(path);
    if (!parsed) {
      kept.delete(path);
      return null;
    }
    const facts = host.factsOf?.(path);
    const before = kept.get(path);
    const isSame =
      before?.snapshot.parsed === parsed &&
      before.facts === facts &&
      [...before.imports].every(([imported, file]) => parsedFile(imported) === file);
    if (isSame) return before.snapshot;
    const now = checkedWith(parsed, facts);
    kept.set(path, now);
    return now.snapshot;
  };
  return { snapshot, work };
}

/** Declarations whose text and place did not change keep their nodes, and what is known by node with them. */
function withKeptTrees(before: ParsedFile, after: ParsedFile): ParsedFile {
  const old = new Map(before.ast.items.map((item) => [item.span.start, item]));
  const items = after.ast.items.map((item): Item => {
    const was = old.get(item.span.start);
    return was && isSame(was, before.source, item, after.source) ? was : item;
  });
  return { ...after, ast: { ...after.ast, items } };
}

function isSame(was: Item, before: SourceFile, item: Item, after: SourceFile): boolean {
  if (was.kind !== item.kind || was.span.end !== item.span.end || was.doc !== item.doc) return false;
  const { start, end } = item.span;
  return before.text.slice(start, end) === after.text.slice(start, end);
}
