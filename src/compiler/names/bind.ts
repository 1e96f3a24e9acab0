import { hasForm } from "../../catalog/kinds/kinds.js";
import { takesLabels, takesTensors, takesWord } from "../../catalog/kinds/parts.js";
import type { Accepted, Words } from "../../catalog/kinds/reader.js";
import type { Param, ValueFamily } from "../../catalog/param.js";
import type { Word } from "../../catalog/word.js";
import type { Args, WordCall } from "../../ir/value.js";
import type { Argument, Expr, Ident, Item, Name, Pair } from "../../parser/ast.js";
import type { At } from "../report.js";
import type { Session } from "../session.js";
import { acceptConst } from "../values/accept.js";
import type { Const } from "../values/constant.js";
import { decideOr, isWhole } from "../values/decide.js";
import { evaluate, evaluateFor } from "../values/evaluate.js";
import { Bound } from "./bound.js";
import { valueCallee, wordMeant, type WordMeant } from "./call-word.js";
import { hasLabels, paramNamed, positionalOf, type Callee, type Slot } from "./callee.js";
import { complete } from "./complete.js";
import { placeFor, placeForWord } from "./place.js";
import { fileScope, lookUp, type Scope } from "./scope.js";
import { untilNextStatement } from "./second-statement.js";
import { unknownParam } from "./unknown-param.js";
import { keyFor, unplacedValue, unplacedWord, type Meant, type Unkeyed } from "./unplaced.js";
import { wordingOf, wordingOfSum } from "./wording.js";

export type { Bound };

/** Where arguments are written. */
export interface Call {
  readonly args: readonly Argument[];
  /** Whose pairs are arguments, too. */
  readonly body?: readonly Item[];
  readonly scope: Scope;
  /** The word. */
  readonly at: At;
}

/**
 * Arguments to parameters. An argument walks one way: its expression becomes a constant that knows the place of every
 * part, is placed at a parameter by its key or by its kind, and is accepted by that parameter's kind. Everything wrong
 * is reported.
 */
export function bind(session: Session, callee: Callee, call: Call): Bound {
  const b: Binding = {
    session,
    callee,
    scope: call.scope,
    bound: new Bound(callee),
    positional: positionalOf(callee),
    words: wordsIn(session),
    args: call.args,
    unknown: null,
  };
  const args = callee.allPositional ? call.args : untilNextStatement(session, call.args, call.scope, hasPlace(b));
  if (args !== call.args) b.bound.lose(null, false);
  for (const arg of args) if (arg.name !== null) keyed(b, arg.name, arg);
  for (const arg of args) if (arg.name === null) byKind(b, arg);
  const numbered: Pair[] = [];
  for (const item of call.body ?? []) {
    if (item.kind !== "pair") continue;
    if (item.key.form === "number") numbered.push(item);
    else keyed(b, item.key, item, item.doc);
  }
  if (numbered.length > 0) table(b, numbered);
  for (const unknown of b.unknown ?? []) unknownKey(b, unknown);
  return b.bound;
}

interface Binding {
  readonly session: Session;
  readonly callee: Callee;
  readonly scope: Scope;
  readonly bound: Bound;
  /** Parameters that may be given without a key, in the order of places. */
  readonly positional: readonly string[];
  readonly words: Words;
  /** As they stand in the line. */
  readonly args: readonly Argument[];
  /** Arguments with keys that the callee does not have. */
  unknown: Unknown[] | null;
}

interface Unknown {
  readonly arg: Argument | Pair;
  readonly meant: string | null | undefined;
}

type Keyed = Pick<Ident, "text" | "span">;

const placeIn = ({ scope }: Pick<Binding, "scope">, { span }: Pick<Ident, "span">): At => ({ path: scope.path, span });

/** Whether a bare word can be an argument of this callee, wherever the others are. */
const hasPlace =
  ({ callee, positional }: Binding) =>
  (word: string): boolean =>
    positional.some((name) => takesLabels(callee.params[name]!.kind) || takesWord(callee.params[name]!.kind, word)) ||
    paramNamed(callee, word)?.param.kind.type === "bool";

/** An argument with a key, of a pair or in the line. */
function keyed(b: Binding, key: Keyed, arg: Argument | Pair, doc: string | null = null): void {
  const { bound } = b;
  const slot = paramNamed(b.callee, key.text);
  if (slot === undefined) {
    bound.broken = true;
    (b.unknown ??= []).push({ arg, meant: unknownParam(b.session, b.callee, key.text, placeIn(b, key)) });
    return;
  }
  const c = evaluateFor(b.session, arg.value, b.scope, slot.param.kind);
  const at = placeIn(b, arg);
  const taken = slot.names.find((name) => bound.has(name));
  if (taken === undefined) return store(b, key.text, slot, { c, at, keyed: true, doc, expr: arg.value, node: arg });
  bound.broken = true;
  const first = bound.placeOf(taken)!;
  b.session.report("arguments/duplicate", { name: key.text }, at, {
    related: [{ message: "given here first", span: first.span, path: first.path }],
  });
  accepted(b, key.text, slot, c);
}

/**
 * An unknown key stands for the parameter that it clearly means, once all others have their places. Where several may
 * be meant, nothing follows from what is missing.
 */
function unknownKey(b: Binding, { arg, meant }: Unknown): void {
  const slot = meant == null ? undefined : paramNamed(b.callee, meant);
  // A value here would be a tensor.
  if (slot && takesTensors(slot.param.kind)) return;
  if (slot === undefined || slot.names.some((name) => b.bound.has(name))) {
    const lost = evaluate(b.session, arg.value, b.scope);
    if (meant === undefined) b.bound.lose(lost, true);
    return;
  }
  const c = evaluateFor(b.session, arg.value, b.scope, slot.param.kind);
  store(b, meant!, slot, { c, at: placeIn(b, arg), keyed: true, expr: arg.value, node: arg });
}

interface Placed {
  readonly c: Const;
  readonly at: At;
  readonly keyed: boolean;
  readonly doc?: string | null;
  /** Null: it is made of several. */
  readonly expr: Expr | null;
  readonly node?: Argument | Pair;
}

/** A value at its parameter. `written`: what the parameter is called there. */
function store(b: Binding, written: string, slot: Slot, placed: Placed): void {
  if (placed.node) b.session.facts.noteArgument(placed.node, b.callee.name, slot.names);
  if (placed.doc != null) b.bound.document(slot.names[0]!, placed.doc);
  b.bound.store(slot.names, placed.c, accepted(b, written, slot, placed.c), placed);
}

const accepted = ({ session, words }: Binding, written: string, { param }: Slot, c: Const): Accepted =>
  acceptConst(session, c, { param: written, kind: param.kind, nullable: param.nullable }, words);

/** A value without a key at its parameter. */
const place = (b: Binding, name: string, arg: Argument, c: Const): void =>
  store(
    b,
    name,
    { names: [name], param: b.callee.params[name]! },
    {
      c,
      at: placeIn(b, arg),
      keyed: false,
      expr: arg.value,
      node: arg,
    },
  );

/** An argument without a key finds its place by its kind. */
function byKind(b: Binding, arg: Argument): void {
  const { session, callee, scope, bound } = b;
  const free = b.positional.filter((name) => !bound.has(name));
  const next = free[0];
  if (next !== undefined && arg.value.kind === "name" && callee.params[next]!.kind.type === "label")
    return place(b, next, arg, evaluateFor(session, arg.value, scope, callee.params[next]!.kind));
  const c = evaluate(session, arg.value, scope);
  if (c.is === "tensor") return void (bound.tensors = [...bound.tensors, c.tensor]);
  if (arg.value.kind === "name" && lookUp(scope, arg.value.text) === undefined)
    return bareWord(b, { arg, free, c }, arg.value);
  if (c.is === "broken") {
    bound.broken = true;
    if (next !== undefined) bound.spoil(next, placeIn(b, arg), arg.value);
    return;
  }
  const target = placeFor(callee, free, c);
  const fits = target !== undefined && (c.is !== "word" || hasForm(callee.params[target]!.kind, c));
  if (fits) return place(b, target, arg, c);
  const unplaced = unkeyed(b, { arg, free, c });
  const key = c.is === "word" ? keyFor(unplaced) : null;
  if (key === null && target !== undefined) return place(b, target, arg, c);
  bound.broken = true;
  asMeant(b, unplaced, key ?? unplacedValue(unplaced));
}

const unkeyed = (b: Binding, { arg, free, c }: Pick<Unkeyed, "arg" | "free" | "c">): Unkeyed => ({
  session: b.session,
  callee: b.callee,
  scope: b.scope,
  bound: b.bound,
  free,
  arg,
  next: b.args[b.args.indexOf(arg) + 1],
  c,
  at: placeIn(b, arg),
});

/** A word that is no name in scope: a value of a parameter that has it, or the name of one that is then true. */
function bareWord(b: Binding, word: Pick<Unkeyed, "arg" | "free" | "c">, name: Name): void {
  const { callee, bound } = b;
  const { arg, free, c } = word;
  if (c.is === "pending") {
    bound.pending = true;
    return;
  }
  const target = placeForWord(callee, free, c);
  if (target !== undefined) return place(b, target, arg, c);
  const flag = paramNamed(callee, name.text);
  if (flag?.param.kind.type === "bool" && !bound.has(flag.names[0]!))
    return place(b, flag.names[0]!, arg, { is: "boolean", value: true, at: c.at });
  bound.broken = true;
  if (flag?.param.kind.type === "bool")
    return b.session.report("arguments/duplicate", { name: name.text }, placeIn(b, arg));
  const unplaced = unkeyed(b, word);
  asMeant(b, unplaced, unplacedWord(unplaced, name));
}

/** Goes on with what an argument was meant to be, so that what it decides is known. */
function asMeant(b: Binding, { arg, at, c }: Unkeyed, meant: Meant): void {
  if (meant === null) return;
  if ("word" in meant) {
    const slot = paramNamed(b.callee, meant.word);
    // The name of a yes/no parameter that is given already.
    if (slot?.names.some((name) => b.bound.has(name))) return;
    return byKind(b, { ...arg, value: { kind: "name", text: meant.word, span: arg.value.span } });
  }
  const slot = paramNamed(b.callee, meant.param)!;
  if (slot.names.some((name) => b.bound.has(name))) return;
  store(b, meant.param, slot, { c, at, keyed: false, expr: arg.value, node: arg });
}

/** Pairs with numbers for keys are the word's table: `{ 0: 1e-3, 81: 1e-4 }`. */
function table(b: Binding, pairs: readonly Pair[]): void {
  const { session, callee, bound, scope } = b;
  const name = Object.keys(callee.params).find((n) => callee.params[n]!.kind.type === "map");
  if (name === undefined || bound.has(name)) {
    bound.broken = true;
    for (const pair of pairs) {
      unknownParam(session, callee, pair.key.text, placeIn(b, pair.key));
      evaluate(session, pair.value, scope);
    }
    return;
  }
  const at = placeIn(b, { span: { start: pairs[0]!.span.start, end: pairs.at(-1)!.span.end } });
  const docs = pairs.flatMap((pair) => pair.doc ?? []);
  const c: Const = {
    is: "map",
    at,
    entries: pairs.map((pair) => ({
      key: pair.key,
      keyAt: placeIn(b, pair.key),
      value: evaluate(session, pair.value, scope),
    })),
  };
  const doc = docs.length > 0 ? docs.join("\n") : null;
  store(b, name, { names: [name], param: callee.params[name]! }, { c, at, keyed: false, doc, expr: null });
}

/** The value of a single expression for a parameter. */
export function valueFor(
  session: Session,
  expr: Expr,
  scope: Scope,
  param: string,
  of: Param<unknown>,
): [Const, Accepted] {
  const c = evaluateFor(session, expr, scope, of.kind);
  return [c, acceptConst(session, c, { param, kind: of.kind, nullable: of.nullable }, wordsIn(session))];
}

const words = new WeakMap<Session, Words>();

/** How words in values are read: their arguments are bound as all others are. */
function wordsIn(session: Session): Words {
  const known = words.get(session);
  if (known) return known;
  const made: Words = {
    // What is given here is always a constant: kinds hand on what they got.
    call: (family, given, nullable) => callWord(session, family, given as WordConst, nullable),
    joined: (sum, terms) => void session.said.wordings.set(sum, wordingOfSum(sum, terms, session.said.wordings)),
  };
  words.set(session, made);
  return made;
}

type WordConst = Const & { readonly is: "word" | "text" };

const broken: Accepted = { state: "broken", value: undefined, sound: false, problems: [] };

/** A word of the vocabulary in a value's place, bare, called or as a text, with all its defaults. */
function callWord(session: Session, family: ValueFamily, c: WordConst, nullable: boolean): Accepted {
  const scope = c.is === "word" ? c.scope : fileScope(c.at.path);
  const meant = wordMeant(session, family, c, nullable);
  if (meant === null) {
    for (const arg of c.is === "word" ? (c.args ?? []) : []) evaluate(session, arg.value, scope);
    return broken;
  }
  if (meant.is === "none") return { ...broken, state: "known", value: null };
  if (meant.is === "word") return withArguments(session, c, meant);
  const value = evaluate(session, { kind: "name", text: meant.name, span: c.at.span }, scope);
  return {
    ...acceptConst(session, value, { param: family, kind: { type: "word", family }, nullable }, wordsIn(session)),
    sound: false,
  };
}

function withArguments(session: Session, c: WordConst, meant: WordMeant & { readonly is: "word" }): Accepted {
  const { word, spelling, sound } = meant;
  const at = c.is === "word" ? c.nameAt : c.at;
  const args = c.is === "word" ? (c.args ?? []) : [];
  const callee = valueCallee(word);
  const bound = bind(session, callee, { args, scope: c.is === "word" ? c.scope : fileScope(c.at.path), at });
  const call: WordCall = { word: word.name, args: complete(session, callee, bound, at) };
  if (bound.pending) session.data.pending ??= c.at;
  const whole = isWhole(call.args, word.params);
  const sentence = whole
    ? combinationOf(word, call.args)
    : decideOr(word.params, call.args, null, (known) => combinationOf(word, known));
  if (sentence !== null) session.report("arguments/combination", { word: word.name, sentence }, at);
  const wording = wordingOf(bound, { params: word.params });
  if (wording) session.said.wordings.set(call, wording);
  session.said.spelled.set(call, {
    text: c.is === "text" || c.args === null ? spelling : null,
    at: c.at,
    labels: hasLabels(callee) ? bound : null,
  });
  const known = whole && sentence === null;
  const state = known ? "known" : bound.pending && !bound.broken ? "pending" : "partial";
  return {
    state,
    value: call,
    sound: sound && !bound.broken && sentence === null && state !== "partial",
    problems: [],
  };
}

/** Why arguments that are fine alone do not go together; of words whose rule needs nothing but them. */
const combinationOf = (word: Word, args: Args): string | null =>
  word.family === "optimizer" || word.family === "schedule" || word.family === "loss" || word.family === "layer"
    ? (word.check?.(args) ?? null)
    : null;
