import { findWord, spellingsOf, wordNamed } from "../../catalog/lookup.js";
import type { Kind, ValueFamily } from "../../catalog/param.js";
import type { Fix } from "../../diagnostics/diagnostic.js";
import type { Expr } from "../../parser/ast.js";
import type { Wording } from "../../ir/authored.js";
import type { Formula } from "../../ir/formula.js";
import { isWordCall, type Value, type WordCall } from "../../ir/value.js";
import { suggest } from "../../text/suggest.js";
import { kerasClass } from "../names/keras-names.js";
import { visible, type Scope } from "../names/scope.js";
import { replace } from "../report.js";
import type { Session } from "../session.js";
import { describe, type Const } from "./constant.js";
import { evaluate, labelOf } from "./evaluate.js";
import { formulaFor } from "./formula.js";
import { accepts, inBounds, nameOf, showKind, takesLabels } from "./kinds.js";

/** The parameter a value is for: in messages. */
export interface Target {
  readonly param: string;
  readonly kind: Kind;
  readonly nullable: boolean;
}

/** A checked value; undefined: reported (or unknown until the data are there). */
export interface Checked {
  readonly value: Value | undefined;
  /** The named values it came from. */
  readonly formula: Formula;
}

/** The checked value of an expression for a parameter. */
export function valueFor(session: Session, expr: Expr, scope: Scope, target: Target): Checked {
  if (takesLabels(target.kind)) {
    const labels = labelValue(expr, target.kind);
    if (labels !== undefined) return { value: labels, formula: null };
  }
  return checkedConst(session, evaluate(session, expr, scope), target);
}

export function checkedConst(session: Session, c: Const, target: Target): Checked {
  const value = coerce(session, c, target);
  return { value, formula: value === undefined ? null : formulaFor(c, value) };
}

/** Names of columns and metrics as they are written, so that no `let` can capture them. */
function labelValue(expr: Expr, kind: Kind): Value | undefined {
  switch (kind.type) {
    case "label": {
      if (expr.kind === "name" || expr.kind === "string") return labelOf(expr) ?? undefined;
      return undefined;
    }
    case "list": {
      if (expr.kind !== "list") return undefined;
      const items = expr.items.map((item) => labelValue(item, kind.of));
      return items.some((i) => i === undefined) ? undefined : (items as Value[]);
    }
    case "map": {
      if (expr.kind !== "body") return undefined;
      const entries: [string, Value][] = [];
      for (const item of expr.items) {
        const value = item.kind === "pair" ? labelValue(item.value, kind.of) : undefined;
        if (value === undefined || item.kind !== "pair") return undefined;
        entries.push([item.key.text, value]);
      }
      return Object.fromEntries(entries);
    }
    case "oneOf": {
      for (const k of kind.of) {
        if (k.type === "choice" && expr.kind === "name" && k.values.includes(expr.text)) return expr.text;
        const value = labelValue(expr, k);
        if (value !== undefined) return value;
      }
      return undefined;
    }
    default:
      return undefined;
  }
}

function coerce(session: Session, c: Const, target: Target): Value | undefined {
  if (c.is === "broken") return undefined;
  if (c.is === "none" && target.nullable && !(target.kind.type === "choice" && target.kind.values.includes("none")))
    return null;
  return ofKind(session, c, target.kind, target);
}

function ofKind(session: Session, c: Const, kind: Kind, target: Target): Value | undefined {
  if (c.is === "broken") return undefined;
  switch (kind.type) {
    case "int":
    case "number": {
      if (c.is === "pending") return undefined;
      if (c.is !== "number") return mismatch(session, c, kind, target);
      if (kind.type === "int" && !Number.isSafeInteger(c.value)) return mismatch(session, c, kind, target);
      if (!inBounds(c.value, kind)) return outOfRange(session, c, c.value, kind, target);
      return c.value;
    }
    case "bool":
      return c.is === "boolean" ? c.value : mismatch(session, c, kind, target);
    case "string":
      return c.is === "text" ? c.value : mismatch(session, c, kind, target);
    case "label": {
      const name = nameOf(c);
      return name ?? mismatch(session, c, kind, target);
    }
    case "choice":
      return choiceValue(session, c, kind.values, kind, target);
    case "size": {
      if (c.is === "pending") return undefined;
      const items = c.is === "number" ? Array<Const>(kind.rank).fill(c) : c.is === "list" ? c.items : null;
      if (items === null || items.length !== kind.rank) return mismatch(session, c, kind, target);
      return wholes(session, items, { min: kind.min }, false, kind, target);
    }
    case "dims": {
      if (c.is === "pending") return undefined;
      const items = c.is === "number" ? [c] : c.is === "list" ? c.items : null;
      return items === null
        ? mismatch(session, c, kind, target)
        : wholes(session, items, { min: kind.min }, kind.open, kind, target);
    }
    case "list": {
      if (c.is !== "list") return mismatch(session, c, kind, target);
      const items = c.items.map((item) => ofKind(session, item, kind.of, target));
      return items.some((i) => i === undefined) ? undefined : (items as Value[]);
    }
    case "map": {
      if (c.is !== "map") return mismatch(session, c, kind, target);
      return mapOf(session, c, kind.of, target);
    }
    case "tensor":
      return mismatch(session, c, kind, target); // read where calls are, never a value
    case "word":
      return wordOf(session, c, kind.family, kind, target);
    case "oneOf": {
      const chosen = kind.of.find((k) => accepts(k, c)) ?? onlyWord(kind, c);
      if (chosen) return ofKind(session, c, chosen, target);
      const near =
        c.is === "word"
          ? suggest(
              c.name,
              kind.of.flatMap((k) => (k.type === "choice" ? k.values : [])),
            )
          : undefined;
      if (c.is !== "word" || near === undefined) return mismatch(session, c, kind, target);
      session.report("arguments/choice", { param: target.param, found: c.name, values: [], suggestion: near }, c.at, {
        fixes: [replace(`write ${near}`, c.at.span, near)],
      });
      return undefined;
    }
  }
}

/** An unknown word where exactly one family of words could stand is an unknown word of that family. */
function onlyWord(kind: Kind & { type: "oneOf" }, c: Const): Kind | undefined {
  const words = kind.of.filter((k) => k.type === "word");
  return c.is === "word" && words.length === 1 ? words[0] : undefined;
}

function mapOf(session: Session, c: Const & { is: "map" }, of: Kind, target: Target): Value | undefined {
  const entries: Record<string, Value> = {};
  let broken = false;
  for (const { key, value } of c.entries) {
    if (Object.hasOwn(entries, key.text))
      session.report("arguments/duplicate", { name: key.text }, { path: c.at.path, span: key.span });
    const v = value.is === "none" && target.nullable ? null : ofKind(session, value, of, target);
    if (v === undefined) broken = true;
    else entries[key.text] = v;
  }
  return broken ? undefined : entries;
}

function wholes(
  session: Session,
  items: readonly Const[],
  limits: { min: number },
  open: boolean,
  kind: Kind,
  target: Target,
): Value | undefined {
  const values: (number | null)[] = [];
  for (const item of items) {
    if (item.is === "broken" || item.is === "pending") return undefined;
    if (open && (item.is === "none" || (item.is === "number" && item.value === -1))) values.push(null);
    else if (item.is !== "number" || !Number.isSafeInteger(item.value)) return mismatch(session, item, kind, target);
    else if (!inBounds(item.value, limits)) return outOfRange(session, item, item.value, limits, target);
    else values.push(item.value);
  }
  return values;
}

function choiceValue(
  session: Session,
  c: Const,
  values: readonly string[],
  kind: Kind,
  target: Target,
): Value | undefined {
  const name = c.is === "none" && values.includes("none") ? "none" : nameOf(c);
  if (name !== null && values.includes(name)) return name;
  if (name === null) return mismatch(session, c, kind, target);
  const near = suggest(name, values);
  session.report(
    "arguments/choice",
    { param: target.param, found: name, values, suggestion: near },
    c.at,
    near ? { fixes: [replace(`write ${near}`, c.at.span, near)] } : {},
  );
  return undefined;
}

function wordOf(session: Session, c: Const, family: ValueFamily, kind: Kind, target: Target): Value | undefined {
  if (c.is === "sum" && family === "regularizer") return sumOf(session, c, target);
  if (c.is === "text") return namedWord(session, c, c.value, family);
  if (c.is !== "word") return mismatch(session, c, kind, target);
  if (findWord(family, c.name)) return session.callWord(session, family, c);
  unknownWord(session, c, c.name, family, target.nullable);
  return undefined;
}

/** `"relu"`: Keras's way of naming a word by a string. */
function namedWord(session: Session, c: Const & { is: "text" }, name: string, family: ValueFamily): Value | undefined {
  if (!findWord(family, name)) {
    unknownWord(session, c, name, family, false);
    return undefined;
  }
  return session.callWord(session, family, {
    is: "word",
    name,
    nameAt: c.at,
    args: null,
    scope: { parent: null, path: c.at.path, names: new Map() },
    at: c.at,
  });
}

function unknownWord(
  session: Session,
  c: Const,
  name: string,
  family: ValueFamily,
  nullable: boolean | undefined,
): void {
  const at = c.is === "word" && c.nameAt.path === c.at.path && c.args !== null ? c.nameAt : c.at;
  const known = kerasClass(name, [family]);
  if (known) {
    session.report("names/keras-class", { written: name, name: known }, at, {
      fixes: [replace(`write ${known}`, at.span, known)],
    });
    return;
  }
  const own = c.is === "word" ? visible(c.scope, (e) => e.is === "let" || e.is === "value") : [];
  const near = nullable && isNothing(name) ? "none" : suggest(name, [...spellingsOf(family), ...own]);
  session.report(
    "names/unknown-value",
    { name, family, suggestion: near },
    at,
    near ? { fixes: [replace(`write ${near}`, at.span, near)] } : {},
  );
}

/** `l1(a) + l2(b)`: one penalty with both coefficients. */
function sumOf(session: Session, c: Const & { is: "sum" }, target: Target): Value | undefined {
  let l1 = 0;
  let l2 = 0;
  const said: Record<"l1" | "l2", Formula[]> = { l1: [], l2: [] };
  let broken = false;
  for (const term of c.terms) {
    const call = wordOf(session, term, "regularizer", target.kind, target);
    if (!isWordCall(call)) {
      broken = true;
      continue;
    }
    const parts = wordNamed("regularizer", call.word).l1l2?.(call.args);
    if (!parts) {
      session.report("arguments/cannot-add", { name: call.word }, term.at);
      broken = true;
      continue;
    }
    l1 += parts.l1;
    l2 += parts.l2;
    for (const name of ["l1", "l2"] as const)
      if (parts[name] !== 0) said[name].push(session.wordings.get(call)?.formulas?.[name] ?? null);
  }
  const sum = broken ? undefined : both(l1, l2);
  if (sum)
    session.wordings.set(sum, { written: ["l1", "l2"].filter((name) => name in sum.args), ...onlyFormulas(said) });
  return sum;
}

/** Of a coefficient that a single term gives. */
function onlyFormulas(said: Readonly<Record<string, readonly Formula[]>>): Pick<Wording, "formulas"> {
  const formulas = Object.entries(said).flatMap(([name, all]) =>
    all.length === 1 && all[0] !== null ? [[name, all[0]!] as const] : [],
  );
  return formulas.length === 0 ? {} : { formulas: Object.fromEntries(formulas) };
}

/** The penalty word whose two parameters are the coefficients, whatever it is called. */
function both(l1: number, l2: number): WordCall | undefined {
  for (const name of spellingsOf("regularizer")) {
    const word = findWord("regularizer", name)!;
    if (!word.l1l2 || !("l1" in word.params) || !("l2" in word.params)) continue;
    return { word: word.name, args: { l1, l2 } };
  }
  return undefined;
}

function mismatch(session: Session, c: Const, kind: Kind, target: Target): undefined {
  if (c.is === "tensor") session.report("arguments/tensor", { param: target.param, name: c.name }, c.at);
  else
    session.report(
      "arguments/type",
      {
        param: target.param,
        expects: showKind(target.kind.type === "oneOf" ? target.kind : kind),
        found: describe(c) + (c.is === "list" && kind.type === "number" && kind.noList ? `: ${kind.noList}` : ""),
      },
      c.at,
      { fixes: meant(session, c, kind, target) },
    );
  return undefined;
}

/** What other languages call `none`. */
const isNothing = (name: string): boolean => /^(None|null|NULL|undefined|nil)$/.test(name);

const yesNo: Readonly<Record<string, string>> = {
  yes: "true",
  on: "true",
  True: "true",
  no: "false",
  off: "false",
  False: "false",
};

/** `yes` for true; a number where a word of one number is taken, as in `test: 0.1`. */
function meant(session: Session, c: Const, kind: Kind, target: Target): readonly Fix[] {
  if (c.is === "word" && target.nullable && isNothing(c.name)) return [replace("write none", c.at.span, "none")];
  const written = session.texts.get(c.at.path)?.slice(c.at.span.start, c.at.span.end) ?? "";
  const text =
    kind.type === "bool" && c.is === "word"
      ? yesNo[c.name]
      : c.is === "number" && kind.type === "word"
        ? onlyOne(kind.family, written)
        : undefined;
  return text === undefined ? [] : [replace(`write ${text}`, c.at.span, text)];
}

function onlyOne(family: ValueFamily, written: string): string | undefined {
  const words = spellingsOf(family);
  return words.length === 1 ? `${words[0]}(${written})` : undefined;
}

function outOfRange(session: Session, c: Const, found: number, limits: object, target: Target): undefined {
  session.report("arguments/range", { param: target.param, found, limits }, c.at);
  return undefined;
}
