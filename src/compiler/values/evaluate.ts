import { measureKey, type Measure } from "../../ir/data-facts.js";
import { isOperator } from "../../ir/formula.js";
import type { Argument, Binary, Call, Expr, Item } from "../../parser/ast.js";
import type { Span } from "../../text/span.js";
import { suggest } from "../../text/suggest.js";
import { missingColumn } from "../data/missing-column.js";
import { lookUp, visible, type Entry, type Scope } from "../names/scope.js";
import { replace, type At } from "../report.js";
import { LIMITS, type Session } from "../session.js";
import { describeGiven } from "../../catalog/kinds/given.js";
import { takesLabels } from "../../catalog/kinds/parts.js";
import type { Kind } from "../../catalog/param.js";
import type { Const } from "./constant.js";
import { computed } from "./formula.js";
import { isLabel, labelledParts, labelOf } from "./labels.js";
import { functionNames, isMeasure, measureFunctions, numberFunctions } from "./functions.js";
import { isVocabulary, vocabulary } from "./vocabulary.js";

/** Names looked up, arithmetic done. Never throws; what is wrong is reported and gives `broken`. */
export function evaluate(session: Session, expr: Expr, scope: Scope): Const {
  const at: At = { path: scope.path, span: expr.span, node: expr };
  if (session.budget.expressionDepth >= LIMITS.expression) {
    session.report("arguments/too-deep", { limit: LIMITS.expression }, at);
    return { is: "broken", at };
  }
  const settled = session.data.settled.get(expr);
  if (settled) return settled;
  session.budget.expressionDepth++;
  const value = fold(session, expr, scope, at);
  session.budget.expressionDepth--;
  return value;
}

/**
 * An expression that stands where a value of a kind does: names of columns and metrics in it are text as they are
 * written, so that no `let` can capture them.
 */
export function evaluateFor(session: Session, expr: Expr, scope: Scope, kind: Kind): Const {
  if (!takesLabels(kind)) return evaluate(session, expr, scope);
  const at: At = { path: scope.path, span: expr.span };
  if (isLabel(expr, kind)) return { is: "text", value: labelOf(expr)!, at };
  const of =
    expr.kind === "list" ? labelledParts("list", kind) : expr.kind === "body" ? labelledParts("map", kind) : null;
  const part = (value: Expr): Const => evaluateFor(session, value, scope, of!);
  if (of !== null && expr.kind === "list") return { is: "list", items: expr.items.map(part), at };
  if (of !== null && expr.kind === "body") return { is: "map", entries: entriesOf(expr.items, scope, part), at };
  return evaluate(session, expr, scope);
}

function fold(session: Session, expr: Expr, scope: Scope, at: At): Const {
  switch (expr.kind) {
    case "number":
      return { is: "number", value: expr.value, at };
    case "size":
      return { is: "list", items: expr.values.map((value) => ({ is: "number", value, at })), at };
    case "string":
      return { is: "text", value: expr.value, at };
    case "boolean":
      return { is: "boolean", value: expr.value, at };
    case "none":
      return { is: "none", at };
    case "hole":
      return { is: "broken", at };
    case "name":
      return nameValue(session, expr.text, scope, at);
    case "list":
      return { is: "list", items: expr.items.map((item) => evaluate(session, item, scope)), at };
    case "range":
      return { is: "range", from: evaluate(session, expr.from, scope), to: evaluate(session, expr.to, scope), at };
    case "body":
      return { is: "map", entries: entriesOf(expr.items, scope, (value) => evaluate(session, value, scope)), at };
    case "negation": {
      const x = evaluate(session, expr.operand, scope);
      if (x.is === "number") return { is: "number", value: -x.value, at, ...computed("-", [x]) };
      return notNumber(session, x, "-", at);
    }
    case "binary":
      return arithmetic(session, expr, scope, at);
    case "call":
      return callValue(session, expr, scope, at);
  }
}

const entriesOf = (
  items: readonly Item[],
  { path }: Scope,
  evaluated: (value: Expr) => Const,
): (Const & { is: "map" })["entries"] =>
  items.flatMap((item) =>
    item.kind === "pair" ? [{ key: item.key, keyAt: { path, span: item.key.span }, value: evaluated(item.value) }] : [],
  );

function nameValue(session: Session, name: string, scope: Scope, at: At): Const {
  const entry = lookUp(scope, name);
  if (!entry) {
    if (name === "steps_per_epoch") return session.data.stepsPerEpoch(at);
    return { is: "word", name, nameAt: at, args: null, scope, at };
  }
  session.names.usage.use(entry.name);
  session.facts.noteReference({ name, at, target: { path: entry.path, span: entry.name.span } });
  switch (entry.is) {
    case "value":
      return { ...entry.value, at, given: entry.value.given ?? entry.value.at };
    case "tensor":
      return { is: "tensor", name, tensor: entry.tensor, at };
    case "let": {
      return session.names.values.refer(entry, evaluateLet(session, entry), at);
    }
    case "broken": {
      if (entry.what) session.report("names/not-supported", { what: entry.what }, at);
      return { is: "broken", at };
    }
    case "block":
    case "model":
      return { is: "word", name, nameAt: at, args: null, scope, at };
  }
}

/** The value of a `let`, computed once. */
export function evaluateLet(session: Session, entry: Entry & { is: "let" }): Const {
  const at: At = { path: entry.path, span: entry.name.span };
  if (entry.busy) {
    session.report("names/recursive", { what: "value", name: entry.name.text }, at);
    entry.value = { is: "broken", at };
  } else if (entry.value === null) {
    entry.busy = true;
    const value = known(session, evaluate(session, entry.binding.value, entry.scope));
    if (entry.binding.value.kind !== "number") noteValue(session, entry.name.span, entry.path, value);
    entry.value ??= value;
    entry.busy = false;
  }
  return entry.value;
}

/** What a name comes to, for editors: where it is not plain from the text. */
function noteValue(session: Session, span: Span, path: string, value: Const): void {
  const text =
    value.is === "number"
      ? String(value.value)
      : value.is === "list" && value.items.every((i) => i.is === "number")
        ? `[${value.items.map((i) => i.value).join(", ")}]`
        : null;
  if (text !== null) session.facts.noteValue({ at: { path, span }, value: text });
}

/** A word that is in no family and no choice means nothing, wherever it is used. */
export function known(session: Session, c: Const): Const {
  if (c.is !== "word" || isVocabulary(c.name) || lookUp(c.scope, c.name)) return c;
  const near = suggest(c.name, [
    ...visible(c.scope, (e) => e.is === "let" || e.is === "value"),
    ...vocabulary(),
    ...(c.args === null ? [] : functionNames),
  ]);
  session.report(
    "names/unknown-name",
    { name: c.name, suggestion: near },
    c.nameAt,
    near ? { fixes: [replace(`write ${near}`, c.nameAt.span, near)] } : {},
  );
  return { is: "broken", at: c.at };
}

/** Only the data can tell. Noted once, at the first place. */
export function pending(session: Session, at: At): Const {
  session.data.pending ??= at;
  return { is: "pending", at };
}

function notNumber(session: Session, x: Const, op: string, at: At): Const {
  if (x.is === "broken" || x.is === "pending") return { is: x.is, at };
  session.report("arguments/arithmetic", { op, found: describeGiven(x) }, x.at.span === at.span ? at : x.at);
  return { is: "broken", at };
}

function arithmetic(session: Session, expr: Binary, scope: Scope, at: At): Const {
  const a = evaluate(session, expr.left, scope);
  const b = evaluate(session, expr.right, scope);
  if (a.is === "number" && b.is === "number") {
    const value =
      expr.op === "+"
        ? a.value + b.value
        : expr.op === "-"
          ? a.value - b.value
          : expr.op === "*"
            ? a.value * b.value
            : a.value / b.value;
    return finite(session, value, at, computed(expr.op, [a, b]));
  }
  if (expr.op === "+" && addable(a) && addable(b)) {
    const terms = [...termsOf(a), ...termsOf(b)];
    if (terms.length <= LIMITS.expression) return { is: "sum", terms, at };
    session.report("arguments/too-deep", { limit: LIMITS.expression }, at);
    return { is: "broken", at };
  }
  if (a.is === "broken" || b.is === "broken") return { is: "broken", at };
  const wrong = [a, b].find((c) => c.is !== "number" && c.is !== "pending");
  return wrong ? notNumber(session, wrong, expr.op, at) : { is: "pending", at };
}

const addable = (c: Const): boolean => c.is === "word" || c.is === "sum";
const termsOf = (c: Const): readonly Const[] => (c.is === "sum" ? c.terms : [c]);

function finite(session: Session, value: number, at: At, origin: Pick<Const, "origin">): Const {
  if (Number.isFinite(value)) return { is: "number", value, at, ...origin };
  session.report("arguments/not-a-number", {}, at);
  return { is: "broken", at };
}

function callValue(session: Session, expr: Call, scope: Scope, at: At): Const {
  const name = expr.callee.text;
  const nameAt: At = { path: scope.path, span: expr.callee.span };
  const own = lookUp(scope, name);
  if (own?.is === "broken") {
    session.names.usage.use(own.name);
    if (own.what) session.report("names/not-supported", { what: own.what }, nameAt);
    return { is: "broken", at };
  }
  const isFunction = Object.hasOwn(numberFunctions, name);
  if (isFunction && (!own || own.is === "let") && expr.args.every((a) => a.name === null))
    return numberCall(session, name, expr.args, scope, at);
  if (!own && name === "dim") return dimension(session, expr.args, { scope, at, nameAt });
  if (!own && isMeasure(name)) return measured(session, name, expr.args, { scope, at, nameAt });
  return { is: "word", name, nameAt, args: expr.args, scope, at };
}

function numberCall(session: Session, name: string, args: readonly Argument[], scope: Scope, at: At): Const {
  const f = numberFunctions[name]!;
  const values = args.map((a) => evaluate(session, a.value, scope));
  if (f.arity === null ? values.length === 0 : values.length !== f.arity) {
    session.report(
      "arguments/function",
      { name, takes: f.arity === null ? "at least one number" : f.arity === 1 ? "one number" : `${f.arity} numbers` },
      at,
    );
    return { is: "broken", at };
  }
  for (const v of values) if (v.is !== "number") return notNumber(session, v, name, at);
  return finite(
    session,
    f.apply(...values.map((v) => (v.is === "number" ? v.value : 0))),
    at,
    isOperator(name) ? computed(name, values) : {},
  );
}

/** `dim(x, -1)`: the length of an axis of a tensor. */
function dimension(session: Session, args: readonly Argument[], { scope, at, nameAt }: Called): Const {
  const [x, axis] = args.map((a) => evaluate(session, a.value, scope));
  if (args.length !== 2 || x?.is !== "tensor" || axis?.is !== "number") {
    if (x?.is !== "broken" && axis?.is !== "broken")
      session.report("arguments/function", { name: "dim", takes: "a tensor's name and the number of an axis" }, nameAt);
    return { is: "broken", at };
  }
  const shape = x.tensor.shape;
  if (shape === null) return { is: session.data.pending ? "pending" : "broken", at };
  const length = shape.at(axis.value);
  if (typeof length === "number") return { is: "number", value: length, at };
  session.report("shapes/unknown-axis", { axis: axis.value, name: x.name }, at);
  return { is: "broken", at };
}

/** Where a function is called. */
interface Called {
  readonly scope: Scope;
  readonly at: At;
  readonly nameAt: At;
}

function measured(
  session: Session,
  name: keyof typeof measureFunctions,
  args: readonly Argument[],
  { scope, at, nameAt }: Called,
): Const {
  const f = measureFunctions[name];
  const wanted = (f.column ? 1 : 0) + (f.value ? 1 : 0);
  const texts = args.map((a) => labelOf(a.value));
  if (texts.length !== wanted || texts.some((t) => t === null)) {
    session.report(
      "arguments/function",
      { name, takes: f.value ? "a column and one of its values" : f.column ? "a column" : "nothing" },
      nameAt,
    );
    return { is: "broken", at };
  }
  const measure: Measure = { of: name, column: f.column ? texts[0]! : null, value: f.value ? texts[1]! : null };
  if (f.column && session.data.facts && !session.data.facts.columns.some((c) => c.name === measure.column)) {
    const place: At = { path: scope.path, span: args[0]!.value.span };
    missingColumn(session, measure.column!, { at: place, spot: place });
    return { is: "broken", at };
  }
  session.data.measures.set(measureKey(measure), measure);
  const value = session.data.facts?.measured?.[measureKey(measure)];
  return value === undefined ? pending(session, at) : { is: "number", value, at };
}
