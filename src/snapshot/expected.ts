import { alternatives } from "../catalog/kinds/parts.js";
import type { Kind, Params } from "../catalog/param.js";
import type { Facts } from "../compiler/facts.js";
import type { Item, Node, ParsedFile, Statement } from "../parser/ast.js";
import { identOf } from "../parser/ident-of.js";
import { parse } from "../parser/parse.js";
import { tokenIndexAt, tokensOf, type Token } from "../parser/token-list.js";
import { visit } from "../parser/walk.js";
import { sourceFile } from "../text/source-file.js";
import { calleeOf, calledFor, type Called } from "./called.js";
import { namesSeen } from "./names-seen.js";

/** What may stand at a place. */
export type Expectation =
  /** A word that begins a statement, of the file or of such braces; or one of the own blocks and models. */
  | { readonly is: "word"; readonly of: "file" | "model" | "data" | "train"; readonly names: readonly string[] }
  /** An argument of a word: its parameters that are not given yet. */
  | { readonly is: "argument"; readonly word: string; readonly free: readonly string[] }
  /** A value of a parameter. */
  | { readonly is: "value"; readonly word: string; readonly param: string; readonly kind: Kind }
  /** A value of the spec's own, by its name. */
  | { readonly is: "name"; readonly names: readonly string[] }
  | { readonly is: "tensor"; readonly names: readonly string[] }
  /** A key of a map, such as the name of an output. */
  | { readonly is: "key"; readonly word: string; readonly param: string }
  | { readonly is: "column" }
  /** A name that is text, such as that of a metric. */
  | { readonly is: "label"; readonly param: string }
  | { readonly is: "path" };

/** A word that no spec has, put where the question is: where the parser finds it says what would stand there. */
const MARK = "regnet_what_may_stand_here";

/** What may stand at an offset, also among errors: within a text what texts can say, in a comment nothing. */
export function expectedAt({ ast, source }: ParsedFile, facts: Facts, offset: number): readonly Expectation[] {
  const tokens = tokensOf(source);
  const behind = tokenIndexAt(tokens, offset);
  const touching = [tokens[behind], tokens[behind - 1]].filter(
    (token) => token !== undefined && token.span.start <= offset && offset <= token.span.end,
  );
  const inside = touching.find((token) => isInside(token!, offset));
  if (inside?.kind === "comment" || inside?.kind === "number") return [];
  const word = inside ?? touching.find((token) => token!.kind === "word" || token!.kind === "keyword");
  const { start, end } = word?.span ?? { start: offset, end: offset };
  const text = `${source.text.slice(0, start)}${MARK}${source.text.slice(end)}`;
  const marked = parse(sourceFile(source.path, text));
  const path = pathToMark(marked.ast);
  if (!path) return [];
  const all = expectedOn(path, (what) => namesSeen({ ast, facts, path, offset: start }, what));
  return inside ? all.filter(isSaidByText) : all;
}

/** Behind a comment of a line or a number one is still in it, behind the quote of a text no longer. */
const isInside = ({ kind, span, text }: Token, offset: number): boolean =>
  (kind === "comment" || kind === "string" || kind === "number") &&
  span.start < offset &&
  (offset < span.end || !/^\/\*|^"/.test(text) || text === '"' || (kind === "string" && !text.endsWith('"')));

/** Whether a text can be what is expected. */
const isSaidByText = (e: Expectation): boolean =>
  e.is === "value"
    ? e.kind.type === "string"
    : e.is === "path" || e.is === "column" || e.is === "label" || e.is === "key";

/** The nodes down to the mark. */
function pathToMark(ast: Node): readonly Node[] | null {
  let found: readonly Node[] | null = null;
  visit(ast, (node, ancestors) => {
    const isMark = (node.kind === "ident" || node.kind === "name" || node.kind === "key") && node.text === MARK;
    if (isMark) found ??= [...ancestors, node];
    return found === null;
  });
  return found;
}

type Names = (what: "word" | "value" | "tensor") => readonly string[];

function expectedOn(path: readonly Node[], names: Names): readonly Expectation[] {
  const mark = path.at(-1)!;
  const parent = path.at(-2)!;
  const above = path.slice(0, -1);
  if (parent.kind === "statement" && parent.word === mark) return inBraces(path.slice(0, -2), names);
  if (parent.kind === "pair" && parent.key === mark) return inBraces(path.slice(0, -2), names);
  if (parent.kind === "argument" && parent.name === mark) return argumentOf(path.slice(0, -2), names);
  if (parent.kind === "argument")
    return parent.name ? valueOf(above, names) : argumentOf(path.slice(0, -2), names, parent);
  if (mark.kind === "name") return valueOf(above, names);
  return mark.kind === "ident" && parent.kind === "call"
    ? expectedOn([...path.slice(0, -2), { ...mark, kind: "name" }], names)
    : [];
}

/** Where a statement or a pair begins. */
function inBraces(above: readonly Node[], names: Names): readonly Expectation[] {
  const owner = above.at(-2);
  if (above.at(-1)!.kind === "document") return [{ is: "word", of: "file", names: [] }];
  if (owner === undefined) return [];
  if (owner.kind !== "statement") {
    const called = calledFor(above);
    return called?.param ? [{ is: "key", word: called.word, param: called.param }] : [];
  }
  const called = calleeOf(owner);
  const free = freeOf(called, owner.body?.items ?? []);
  const argument: readonly Expectation[] = free.length > 0 ? [{ is: "argument", word: called.word, free }] : [];
  if (called.role === "data" || called.role === "train")
    return [{ is: "word", of: called.role, names: [] }, ...argument];
  if (called.role === "defaults") return defaultsOf(owner);
  if (called.role === null ? !called.merges : Object.keys(called.params).length > 0) return argument;
  return [{ is: "word", of: "model", names: names("word") }];
}

/** In the braces of defaults for one word: its arguments. */
function defaultsOf(owner: Statement): readonly Expectation[] {
  const word = owner.args[0]?.value;
  if (word?.kind !== "name") return [];
  const called = calleeOf({ ...owner, word: identOf(word), args: [] });
  return [{ is: "argument", word: called.word, free: freeOf(called, owner.body?.items ?? []) }];
}

const keysIn = (items: readonly Item[]): readonly string[] =>
  items.flatMap((item) => (item.kind === "pair" ? [item.key.text] : []));

const freeOf = ({ params, given }: Called, items: readonly Item[]): readonly string[] => {
  const taken = new Set([...given, ...keysIn(items)]);
  return Object.keys(params).filter((name) => !taken.has(name));
};

/** Among the arguments of a statement or call; `bare`: without a key. */
function argumentOf(above: readonly Node[], names: Names, bare?: Node): readonly Expectation[] {
  const owner = above.at(-1)!;
  const isFrom = owner.kind === "statement" && bare && (owner.from ?? []).some((arg) => arg === bare);
  const called = calledFor(above) ?? (owner.kind === "statement" ? calleeOf(owner) : null);
  if (called === null) return [{ is: "name", names: names("value") }];
  if (isFrom) return called.role === "import" ? [{ is: "path" }] : [{ is: "tensor", names: names("tensor") }];
  if (called.role === "model" || called.role === "block" || called.role === "import") return [];
  if (called.role === "defaults" || called.role === "train") return [{ is: "word", of: "model", names: names("word") }];
  if (called.role === "output") return [{ is: "tensor", names: names("tensor") }];
  if (called.role === "column") return [{ is: "column" }];
  const free = freeOf(called, []);
  const text = free.find((param) => isPositionalText(called.params[param]!));
  return [
    ...(bare && text !== undefined
      ? [{ is: "value" as const, word: called.word, param: text, kind: { type: "string" as const } }]
      : []),
    ...(free.length > 0 ? [{ is: "argument" as const, word: called.word, free }] : []),
    ...(bare ? [{ is: "name" as const, names: names("value") }] : []),
    ...(bare && called.layer ? [{ is: "tensor" as const, names: names("tensor") }] : []),
  ];
}

const isPositionalText = ({ positional, kind }: Params[string]): boolean =>
  positional === true && alternatives(kind).some((one) => one.type === "string");

/** The value of a parameter, or a part of it. */
function valueOf(above: readonly Node[], names: Names): readonly Expectation[] {
  const own: Expectation = { is: "name", names: names("value") };
  const called = calledFor(above);
  if (!called?.param || !called.kind) return [own];
  const { word, param, kind, inData } = called;
  const each = alternatives(kind).map((one): Expectation => {
    if (one.type === "label") return inData ? { is: "column" } : { is: "label", param };
    if (one.type === "tensor") return { is: "tensor", names: names("tensor") };
    return { is: "value", word, param, kind: one };
  });
  const path: readonly Expectation[] = called.isPath ? [{ is: "path" }] : [];
  return [
    ...each,
    ...path,
    ...(each.some((one) => one.is === "value" && one.kind.type !== "list" && one.kind.type !== "map") ? [own] : []),
  ];
}
