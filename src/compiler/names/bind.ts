import { findWord, spellingsOf } from "../../catalog/lookup.js";
import type { Kind, Param } from "../../catalog/param.js";
import type { Argument, Expr, Item, Pair } from "../../parser/ast.js";
import type { Formula } from "../../ir/formula.js";
import type { Value } from "../../ir/value.js";
import { suggest } from "../../text/suggest.js";
import type { Tensor } from "../graph/graph.js";
import { replace, type At } from "../report.js";
import type { Session } from "../session.js";
import { describe, type Const } from "../values/constant.js";
import { checkedConst, valueFor, type Checked } from "../values/coerce.js";
import { evaluate, labelOf } from "../values/evaluate.js";
import { accepts, isLiteral, takesLabels, takesWord } from "../values/kinds.js";
import { lookUp, visible, type Scope } from "./scope.js";
import { GENERIC, paramNamed, positionalOf, type Callee } from "./callee.js";
import { unknownParam } from "./unknown-param.js";
import { untilNextStatement } from "./second-statement.js";

export interface Bound {
  /** What was given, by canonical name; defaults are not in it. */
  readonly given: Map<string, Value>;
  /** Where each was written. */
  readonly at: Map<string, At>;
  /** Named values they came from; null: none, as nearly always. */
  formulas: Record<string, Formula> | null;
  /** Documentation above single ones. */
  docs: Record<string, string> | null;
  /** Names of tensors among the arguments: inputs. */
  readonly tensors: Tensor[];
  /** Parameters that were given by their names. */
  named: Set<string> | null;
  /** Something is wrong with an argument, and was reported. */
  broken: boolean;
  /** An argument is a number that only the data know. */
  pending: boolean;
}

/** Arguments to parameters, by name and by kind; everything wrong is reported. */
export function bind(
  session: Session,
  callee: Callee,
  written: readonly Argument[],
  body: readonly Item[],
  scope: Scope,
  wordAt: At,
): Bound {
  const bound: Bound = {
    given: new Map(),
    at: new Map(),
    formulas: null,
    docs: null,
    named: null,
    tensors: [],
    broken: false,
    pending: false,
  };
  const positional = positionalOf(callee);
  const args = callee.allPositional
    ? written
    : untilNextStatement(session, written, scope, (word) => hasPlace(callee, positional, word));
  if (args !== written) bound.broken = true;
  for (const arg of args) {
    if (arg.name === null) continue;
    keyed(session, callee, bound, arg.name.text, { path: scope.path, span: arg.name.span }, arg.value, scope, {
      path: scope.path,
      span: arg.span,
    });
  }
  for (const arg of args) if (arg.name === null) byKind(session, callee, bound, positional, arg, scope, wordAt);
  const numbered: Pair[] = [];
  for (const item of body) {
    if (item.kind !== "pair") continue;
    if (item.key.form === "number") numbered.push(item);
    else
      keyed(
        session,
        callee,
        bound,
        item.key.text,
        { path: scope.path, span: item.key.span },
        item.value,
        scope,
        { path: scope.path, span: item.span },
        item.doc,
      );
  }
  if (numbered.length > 0) table(session, callee, bound, numbered, scope);
  return bound;
}

/** Whether a bare word can be an argument of this callee, wherever the others are. */
const hasPlace = (callee: Callee, positional: readonly string[], word: string): boolean =>
  positional.some((name) => takesLabels(callee.params[name]!.kind) || takesWord(callee.params[name]!.kind, word)) ||
  paramNamed(callee, word)?.param.kind.type === "bool";

function keyed(
  session: Session,
  callee: Callee,
  bound: Bound,
  written: string,
  keyAt: At,
  value: Expr,
  scope: Scope,
  whole: At,
  doc: string | null = null,
): void {
  const found = paramNamed(callee, written);
  if (!found) {
    bound.broken = true;
    unknownParam(session, callee, written, keyAt);
    return;
  }
  for (const name of found.names) {
    if (!bound.at.has(name)) continue;
    bound.broken = true;
    const first = bound.at.get(name)!;
    session.report("arguments/duplicate", { name: written }, whole, {
      related: [{ message: "given here first", span: first.span, path: first.path }],
    });
    return;
  }
  for (const name of found.names) {
    bound.at.set(name, whole);
    (bound.named ??= new Set()).add(name);
  }
  if (doc !== null) (bound.docs ??= {})[found.names[0]!] = doc;
  store(
    session,
    bound,
    found.names,
    valueFor(session, value, scope, { param: written, kind: found.param.kind, nullable: found.param.nullable }),
    whole,
  );
}

function store(session: Session, bound: Bound, names: readonly string[], { value, formula }: Checked, at: At): void {
  if (value === undefined) {
    if (session.pending && inside(session.pending, at)) bound.pending = true;
    else bound.broken = true;
    return;
  }
  for (const name of names) {
    bound.given.set(name, value);
    if (formula !== null) (bound.formulas ??= {})[name] = formula;
  }
}

const inside = (a: At, b: At): boolean => a.path === b.path && a.span.start >= b.span.start && a.span.end <= b.span.end;

/** An argument without a name finds its place by its kind. */
function byKind(
  session: Session,
  callee: Callee,
  bound: Bound,
  positional: readonly string[],
  arg: Argument,
  scope: Scope,
  wordAt: At,
): void {
  const at: At = { path: scope.path, span: arg.span };
  const free = (name: string): boolean => !bound.at.has(name);
  const bare = arg.value.kind === "name" ? arg.value.text : null;
  const next = positional.find(free);
  if (bare !== null && next !== undefined && callee.params[next]!.kind.type === "label")
    return place(bound, next, labelOf(arg.value)!, at);
  if (bare !== null && lookUp(scope, bare) === undefined)
    return bareWord(session, callee, bound, positional.filter(free), bare, arg, scope, at);
  const value = evaluate(session, arg.value, scope);
  if (value.is === "tensor") {
    bound.tensors.push(value.tensor);
    return;
  }
  if (value.is === "broken") {
    bound.broken = true;
    if (next !== undefined) bound.at.set(next, at);
    return;
  }
  if (
    value.is === "word" &&
    !positional.some((name) => free(name) && accepts(callee.params[name]!.kind, value)) &&
    byName(session, callee, value, at)
  ) {
    bound.broken = true;
    return;
  }
  const target = isLiteral(value)
    ? fitting(callee, positional.filter(free), value)
    : chosen(callee, positional.filter(free), value);
  if (target === undefined) {
    bound.broken = true;
    const again = positional.find((name) => bound.named?.has(name) && accepts(callee.params[name]!.kind, value));
    if (again !== undefined)
      return session.report("arguments/duplicate", { name: again }, at, {
        related: [{ message: "and given here", ...bound.at.get(again)! }],
      });
    tooMany(session, callee, value, at, wordAt);
    return;
  }
  const param = callee.params[target]!;
  bound.at.set(target, at);
  store(
    session,
    bound,
    [target],
    checkedConst(session, value, { param: target, kind: param.kind, nullable: param.nullable }),
    at,
  );
}

function place(bound: Bound, name: string, value: Value, at: At): void {
  bound.at.set(name, at);
  bound.given.set(name, value);
}

/**
 * Numbers, sizes, lists, texts: the next free place; one that cannot hold words only is skipped for a later that fits.
 */
function fitting(callee: Callee, free: readonly string[], value: Const): string | undefined {
  return (
    free.find((name) => accepts(callee.params[name]!.kind, value)) ??
    free.find((name) => !wordsOnly(callee.params[name]!)) ??
    undefined
  );
}

const wordsOnly = (param: Param<unknown>): boolean => param.kind.type === "word" || param.kind.type === "choice";

function chosen(callee: Callee, free: readonly string[], value: Const): string | undefined {
  const fits = free.filter((name) => accepts(callee.params[name]!.kind, value));
  return fits[0] ?? (value.is === "sum" ? undefined : free.find((name) => wordsOnly(callee.params[name]!)));
}

function bareWord(
  session: Session,
  callee: Callee,
  bound: Bound,
  free: readonly string[],
  bare: string,
  arg: Argument,
  scope: Scope,
  at: At,
): void {
  const word = evaluate(session, arg.value, scope);
  if (word.is === "pending") {
    bound.pending = true;
    return;
  }
  const fits = free.filter(
    (name) => !takesLabels(callee.params[name]!.kind) && accepts(callee.params[name]!.kind, word),
  );
  const target = fits[0];
  if (target !== undefined) {
    const param = callee.params[target]!;
    bound.at.set(target, at);
    return store(
      session,
      bound,
      [target],
      checkedConst(session, word, { param: target, kind: param.kind, nullable: param.nullable }),
      at,
    );
  }
  const yes = paramNamed(callee, bare);
  if (yes && yes.param.kind.type === "bool") {
    if (bound.at.has(yes.names[0]!)) {
      bound.broken = true;
      return session.report("arguments/duplicate", { name: bare }, at);
    }
    return place(bound, yes.names[0]!, true, at);
  }
  bound.broken = true;
  const again = [...bound.at.keys()].find(
    (name) => callee.params[name] && wordsOnly(callee.params[name]) && takesWord(callee.params[name].kind, bare),
  );
  if (again !== undefined)
    return session.report("arguments/duplicate", { name: again }, at, {
      related: [{ message: "given here first", ...bound.at.get(again)! }],
    });
  if (byName(session, callee, word, at)) return;
  if (yes) {
    const at2 = { start: arg.span.end, end: arg.span.end + 1 };
    const followed = session.texts.get(at.path)?.slice(at2.start, at2.end) === " ";
    return session.report(
      "arguments/needs-value",
      { name: bare },
      at,
      followed ? { fixes: [replace(`write ${bare}=`, at2, "=")] } : {},
    );
  }
  const oneWord =
    free[0] !== undefined && !wordsOnly(callee.params[free[0]]!) && callee.params[free[0]]!.required
      ? []
      : free.filter((name) => wordsOnly(callee.params[name]!));
  const candidates = [...candidatesOf(callee, free), ...visible(scope, (e) => e.is !== "block" && e.is !== "model")];
  const near = suggest(bare, candidates);
  if (near === undefined && oneWord.length === 1 && callee.params[oneWord[0]!]!.kind.type === "word") {
    const param = callee.params[oneWord[0]!]!;
    bound.at.set(oneWord[0]!, at);
    checkedConst(session, word, { param: oneWord[0]!, kind: param.kind, nullable: param.nullable });
    return;
  }
  session.report(
    "arguments/unknown-word",
    { name: bare, word: callee.name, suggestion: near },
    at,
    near ? { fixes: [replace(`write ${near}`, at.span, near)] } : {},
  );
}

/** Everything a bare word of this callee could have meant. */
function candidatesOf(callee: Callee, free: readonly string[]): string[] {
  const names = free.flatMap((name) => wordsOfKind(callee.params[name]!.kind));
  for (const [name, param] of Object.entries(callee.params)) if (param.kind.type === "bool") names.push(name);
  return names;
}

function wordsOfKind(kind: Kind): readonly string[] {
  switch (kind.type) {
    case "choice":
      return kind.values;
    case "word":
      return spellingsOf(kind.family);
    case "oneOf":
      return kind.of.flatMap(wordsOfKind);
    default:
      return [];
  }
}

/** `l2(0.1)` or `he_normal` among the arguments: penalties, initializers and constraints go by name. True: reported. */
function byName(session: Session, callee: Callee, value: Const, at: At): boolean {
  if (value.is !== "word" || callee.allPositional) return false;
  for (const family of ["regularizer", "initializer", "constraint"] as const) {
    if (!findWord(family, value.name)) continue;
    const name =
      family === GENERIC && callee.regularizes?.length
        ? GENERIC
        : Object.keys(callee.params).find((n) => takesWord(callee.params[n]!.kind, value.name));
    if (name === undefined) continue;
    const written = session.texts.get(at.path)?.slice(at.span.start, at.span.end) ?? value.name;
    session.report("arguments/by-name", { name, found: written, word: callee.name }, at, {
      fixes: [replace(`write ${name}=`, { start: at.span.start, end: at.span.start }, `${name}=`)],
    });
    return true;
  }
  return false;
}

function tooMany(session: Session, callee: Callee, value: Const, at: At, wordAt: At): void {
  session.report(
    "arguments/too-many",
    { word: callee.name, found: describe(value), takes: positionalOf(callee) },
    at.span.start < wordAt.span.start ? wordAt : at,
  );
}

/** Pairs with numbers for keys are the word's table: `{ 0: 1e-3, 81: 1e-4 }`. */
function table(session: Session, callee: Callee, bound: Bound, pairs: readonly Pair[], scope: Scope): void {
  const name = Object.keys(callee.params).find((n) => callee.params[n]!.kind.type === "map");
  if (name === undefined || bound.at.has(name)) {
    bound.broken = true;
    for (const pair of pairs) unknownParam(session, callee, pair.key.text, { path: scope.path, span: pair.key.span });
    return;
  }
  const at: At = { path: scope.path, span: { start: pairs[0]!.span.start, end: pairs.at(-1)!.span.end } };
  const param = callee.params[name]!;
  bound.at.set(name, at);
  const docs = pairs.flatMap((p) => p.doc ?? []);
  if (docs.length > 0) (bound.docs ??= {})[name] = docs.join("\n");
  const map: Const = {
    is: "map",
    at,
    entries: pairs.map((p) => ({ key: p.key, value: evaluate(session, p.value, scope) })),
  };
  store(
    session,
    bound,
    [name],
    checkedConst(session, map, { param: name, kind: param.kind, nullable: param.nullable }),
    at,
  );
}
