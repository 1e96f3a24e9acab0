import { findWord, spellingsOf } from "../../catalog/lookup.js";
import type { StructureWord } from "../../catalog/word.js";
import type { Binding, Ident, ParsedFile, Statement } from "../../parser/ast.js";
import { identOf } from "../../parser/ident-of.js";
import { closest, suggest } from "../../text/suggest.js";
import { blockHeader } from "../model/block-header.js";
import { replace, type At } from "../report.js";
import type { Session } from "../session.js";
import { misplacedPair } from "./misplaced-pair.js";
import { kerasClass } from "./keras-names.js";
import { fileScope, type Entry, type Scope } from "./scope.js";

/** What a file declares, and the sections only the root file uses. */
export interface Declared {
  readonly scope: Scope;
  readonly models: readonly (Entry & { is: "model" })[];
  readonly sections: ReadonlyMap<string, Statement>;
  readonly defaults: readonly Statement[];
}

export interface Files {
  readonly files: ReadonlyMap<string, ParsedFile | null>;
  /** Paths that were asked for. */
  readonly wanted: Set<string>;
  readonly done: Map<string, Declared>;
  readonly open: string[];
  /** Paths may not leave this folder; "" is the folder the root's path is relative to. */
  readonly root: string | null;
}

export function declareLet(session: Session, scope: Scope, binding: Binding): void {
  if (!free(session, scope, binding.name)) return;
  session.names.usage.declare(binding.name, scope.path, "value");
  if (binding.params !== null) {
    session.report(
      "names/not-supported",
      { what: `the formula \`${binding.name.text}\`` },
      { path: scope.path, span: binding.name.span },
    );
    scope.names.set(binding.name.text, { is: "broken", what: null, name: binding.name, path: scope.path });
    session.names.usage.use(binding.name);
    return;
  }
  scope.names.set(binding.name.text, {
    is: "let",
    binding,
    scope,
    value: null,
    busy: false,
    name: binding.name,
    path: scope.path,
  });
}

function free(session: Session, scope: Scope, name: Ident): boolean {
  const own = scope.names.get(name.text);
  if (!own) return true;
  session.report(
    "names/duplicate",
    { name: name.text },
    { path: scope.path, span: name.span },
    { related: [{ message: "first bound here", span: own.name.span, path: own.path }] },
  );
  return false;
}

/** The names of a file, in any order, and those it imports. */
export function declareFile(session: Session, file: ParsedFile, files: Files): Declared {
  const path = file.source.path;
  const scope = fileScope(path);
  const models: (Entry & { is: "model" })[] = [];
  const sections = new Map<string, Statement>();
  const defaults: Statement[] = [];
  const declared: Declared = { scope, models, sections, defaults };
  files.done.set(path, declared);
  session.facts.noteScope(file.ast.items, scope);
  for (const item of file.ast.items) {
    if (item.kind === "binding") declareLet(session, scope, item);
    else if (item.kind === "pair") misplacedPair(session, item, scope);
    else topLevel({ session, files, declared, models, sections, defaults }, item);
  }
  return declared;
}

/** What declaring a file fills. */
interface Filling {
  readonly session: Session;
  readonly files: Files;
  readonly declared: Declared;
  readonly models: (Entry & { is: "model" })[];
  readonly sections: Map<string, Statement>;
  readonly defaults: Statement[];
}

function topLevel({ session, files, declared: d, models, sections, defaults }: Filling, s: Statement): void {
  const path = d.scope.path;
  const at: At = { path, span: s.word.span, node: s.word };
  const word = findWord("structure", s.word.text) ?? unknownSection(session, s, at);
  if (!word) return;
  session.facts.noteWord({ at, family: "structure", word: word.name });
  if (word.planned) {
    session.report("names/not-supported", { what: `\`${word.name}\`` }, at);
    noNames(d, namesGiven(s));
    return;
  }
  if (!word.places.includes("file"))
    return session.report("names/misplaced", { word: word.name, place: "a model's braces" }, at);
  switch (word.role) {
    case "model":
    case "block": {
      const { name } = blockHeader(s);
      if (name === null) return session.report("names/no-name", { word: word.name }, at);
      if (!free(session, d.scope, name)) return;
      const entry = { name, path, is: word.role, statement: s, scope: d.scope } as Entry & { is: "model" | "block" };
      d.scope.names.set(name.text, entry);
      if (word.role === "block") session.names.usage.declare(name, path, "block");
      if (entry.is === "model") models.push(entry);
      return;
    }
    case "import":
      return importFrom(session, s, d, files);
    case "defaults":
      return void defaults.push(s);
    case "allow":
      return;
    default: {
      if (!sections.has(word.role)) return void sections.set(word.role, s);
      const first = sections.get(word.role)!;
      session.report("names/duplicate-section", { word: word.name }, at, {
        related: [{ message: "the first one", span: first.word.span }],
      });
    }
  }
}

/** Says what may be meant; gives the word that clearly is. */
function unknownSection(session: Session, s: Statement, at: At): StructureWord | undefined {
  const name = s.word.text;
  const known = kerasClass(name, ["structure"]);
  const place = findWord("layer", name) ? "model name { … }" : findWord("callback", name) ? "train { … }" : null;
  if (place !== null) {
    session.report("names/misplaced", { word: name, place }, at);
    return undefined;
  }
  const near = known ?? suggest(name, spellingsOf("structure"));
  session.report(
    "names/unknown-word",
    { name, suggestion: near, where: "the file" },
    at,
    near ? { fixes: [replace(`write ${near}`, at.span, near)] } : {},
  );
  const meant = known ?? closest(name, spellingsOf("structure"));
  return meant === undefined ? undefined : findWord("structure", meant);
}

/** The names that a statement of a later version would give values to, such as those of a `sweep`. */
const namesGiven = ({ body, as }: Statement): readonly Ident[] => [
  ...(as ?? []),
  ...(body?.items ?? []).flatMap(({ kind, ...item }): Ident[] =>
    kind === "pair" && "key" in item && item.key.form === "ident" ? [{ ...item.key, kind: "ident" }] : [],
  ),
];

/** `import a, b from "x.regnet"`: the other file's blocks, models and values; never its data and training. */
function importFrom(session: Session, s: Statement, d: Declared, files: Files): void {
  const path = d.scope.path;
  const at: At = { path, span: s.word.span, node: s.word };
  const source = (s.from ?? s.args).map((a) => a.value).find((v) => v.kind === "string");
  if (source?.kind !== "string") return session.report("names/import-path", { found: null }, at);
  const where: At = { path, span: source.span };
  if (/\.keras$|\.json$/.test(source.value)) {
    session.report("names/not-supported", { what: `importing ${source.value}` }, where);
    noNames(d, namesAmong(s.args));
    return;
  }
  const target = resolvePath(path, source.value, files.root);
  if (target === null) return session.report("names/import-path", { found: source.value }, where);
  if (files.open.includes(target)) {
    noNames(d, namesAmong(s.from === null ? [] : s.args));
    return session.report("names/import-cycle", { path: target }, where);
  }
  files.wanted.add(target);
  const names = s.from === null ? null : s.args;
  const file = files.files.get(target);
  if (file === undefined || file === null) {
    if (names === null) session.names.missing = true;
    noNames(d, namesAmong(names ?? []));
    if (file === null || files.files.size > 0) session.report("names/import-missing", { path: target }, where);
    return;
  }
  files.open.push(target);
  const other = files.done.get(target) ?? declareFile(session, file, files);
  files.open.pop();
  if (names === null) {
    for (const [name, entry] of other.scope.names)
      if (!d.scope.names.has(name) && entry.path === target) d.scope.names.set(name, entry);
    return;
  }
  for (const a of names) {
    if (a.value.kind !== "name") continue;
    const ident = identOf(a.value);
    const entry = other.scope.names.get(ident.text);
    if (!free(session, d.scope, ident)) continue;
    if (entry) d.scope.names.set(ident.text, entry);
    else {
      const near = suggest(ident.text, other.scope.names.keys());
      session.report(
        "names/not-exported",
        { name: ident.text, path: target, suggestion: near },
        { path, span: ident.span },
        near ? { fixes: [replace(`write ${near}`, ident.span, near)] } : {},
      );
      d.scope.names.set(ident.text, { is: "broken", what: null, name: ident, path });
    }
  }
}

const namesAmong = (args: Statement["args"]): readonly Ident[] =>
  args.flatMap(({ value }) => (value.kind === "name" ? [identOf(value)] : []));

/** Names that have no value, which is reported where they are declared: their uses are not. */
function noNames(d: Declared, names: readonly Ident[]): void {
  const { path, names: known } = d.scope;
  for (const name of names) if (!known.has(name.text)) known.set(name.text, { is: "broken", what: null, name, path });
}

/** The path of an import from the folder the root's path starts in; null: absolute, a URL, or above the root. */
function resolvePath(from: string, written: string, root: string | null): string | null {
  if (written === "" || /^([/\\]|[A-Za-z]:|[a-z]+:\/\/)/.test(written) || written.includes("\0")) return null;
  const parts = from.split("/").slice(0, -1);
  const lead = from.startsWith("/");
  for (const part of written.replaceAll("\\", "/").split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length === 0 || parts.at(-1) === "..") {
      if (lead) return null;
      parts.push("..");
    } else parts.pop();
  }
  const path = parts.join("/");
  if (root !== null && root !== "" && !path.startsWith(root.endsWith("/") ? root : `${root}/`)) return null;
  return root === "" && path.startsWith("..") ? null : path;
}
