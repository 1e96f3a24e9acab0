import { describeGiven } from "../../catalog/kinds/given.js";
import { hasForm } from "../../catalog/kinds/kinds.js";
import { familiesOf, takesWord, wordsOfKind } from "../../catalog/kinds/parts.js";
import { missingFromKeras } from "../../catalog/keras/missing.js";
import { findWord, spellingsOf } from "../../catalog/lookup.js";
import type { Kind } from "../../catalog/param.js";
import type { Argument, Name } from "../../parser/ast.js";
import { showExpression } from "../../parser/show.js";
import { suggest } from "../../text/suggest.js";
import { replace, type At } from "../report.js";
import type { Session } from "../session.js";
import type { Const } from "../values/constant.js";
import type { Bound } from "./bound.js";
import { GENERIC, paramNamed, positionalOf, type Callee } from "./callee.js";
import { wordsOnly } from "./place.js";
import { visible, type Scope } from "./scope.js";

/** An argument without a key, and the call that it stands in. */
export interface Unkeyed {
  readonly session: Session;
  readonly callee: Callee;
  readonly scope: Scope;
  readonly bound: Bound;
  /** Parameters that are still free, in the order of places. */
  readonly free: readonly string[];
  readonly arg: Argument;
  /** The argument behind it. */
  readonly next: Argument | undefined;
  readonly c: Const;
  readonly at: At;
}

/** What was meant, where it is clear: the argument as it should have been written, or the parameter it is for. */
export type Meant = { readonly word: string } | { readonly param: string } | null;

/** Says why a bare word has no place. */
export function unplacedWord(u: Unkeyed, { text }: Name): Meant {
  const { session, callee, bound, free, at } = u;
  const again = bound
    .names()
    .find((name) => callee.params[name] && wordsOnly(callee.params[name]) && takesWord(callee.params[name].kind, text));
  if (again !== undefined) return givenTwice(u, again, "given here first");
  const key = keyFor(u);
  if (key !== null) return key;
  if (paramNamed(callee, text)) {
    const end = u.arg.span.end;
    const fixes = u.next?.span.start === end + 1 ? [replace(`write ${text}=`, { start: end, end: end + 1 }, "=")] : [];
    session.report("arguments/needs-value", { name: text }, at, { fixes });
    bound.lose(u.c, false);
    return null;
  }
  // Keras's, and not here: told where the value is read.
  const asked = free.find((name) => missingFromKeras(text, familiesOf(callee.params[name]!.kind)));
  if (asked !== undefined) return { param: asked };
  const near = suggest(text, [...candidatesOf(u), ...visible(u.scope, (e) => e.is !== "block" && e.is !== "model")]);
  const only = near === undefined ? onlyWord(callee, free) : null;
  if (only !== null) return { param: only };
  const fixes = near === undefined ? [] : [replace(`write ${near}`, at.span, near)];
  session.report("arguments/unknown-word", { name: text, word: callee.name, suggestion: near }, at, { fixes });
  if (near === undefined) bound.lose(u.c, false);
  return near === undefined ? null : { word: near };
}

/** Says why a value of another sort has no place. */
export function unplacedValue(u: Unkeyed): Meant {
  const { session, callee, bound, free, c } = u;
  const again = positionalOf(callee).find((name) => bound.isKeyed(name) && hasForm(callee.params[name]!.kind, c));
  if (again !== undefined) return givenTwice(u, again, "and given here");
  // A call whose word is nearly one that a free parameter takes: told where the value is read.
  const nearly = c.is === "word" ? free.find((name) => nearlyTakes(callee.params[name]!.kind, c.name)) : undefined;
  if (nearly !== undefined) return { param: nearly };
  const takes = positionalOf(callee);
  session.report("arguments/too-many", { word: callee.name, found: describeGiven(c), takes }, u.at);
  bound.lose(c, false);
  return null;
}

const nearlyTakes = (kind: Kind, word: string): boolean =>
  familiesOf(kind).some(
    (family) => missingFromKeras(word, [family]) !== undefined || suggest(word, spellingsOf(family)) !== undefined,
  );

function givenTwice({ session, bound, at }: Unkeyed, name: string, message: string): null {
  session.report("arguments/duplicate", { name }, at, { related: [{ message, ...bound.placeOf(name)! }] });
  return null;
}

/**
 * `l2(0.1)` or `he_normal` among the arguments: penalties, initializers and constraints go by name, which is reported.
 * Null: it is none of them.
 */
export function keyFor({ session, callee, c, at, arg }: Unkeyed): { readonly param: string } | null {
  if (c.is !== "word" || callee.allPositional) return null;
  for (const family of ["regularizer", "initializer", "constraint"] as const) {
    if (!findWord(family, c.name)) continue;
    const name =
      family === GENERIC && callee.regularizes?.length
        ? GENERIC
        : Object.keys(callee.params).find((n) => takesWord(callee.params[n]!.kind, c.name));
    if (name === undefined) continue;
    const found = showExpression(arg.value);
    session.report("arguments/by-name", { name, found, word: callee.name }, at, {
      fixes: [replace(`write ${name}=`, { start: at.span.start, end: at.span.start }, `${name}=`)],
    });
    return { param: name };
  }
  return null;
}

/** The only free parameter that a word could be for, where nothing else comes first. */
function onlyWord(callee: Callee, free: readonly string[]): string | null {
  const first = free[0] === undefined ? undefined : callee.params[free[0]]!;
  if (first && !wordsOnly(first) && first.required) return null;
  const [only, ...others] = free.filter((name) => wordsOnly(callee.params[name]!));
  return only !== undefined && others.length === 0 && callee.params[only]!.kind.type === "word" ? only : null;
}

/** Everything a bare word of this callee could have meant. */
function candidatesOf({ callee, free }: Unkeyed): string[] {
  const names = free.flatMap((name) => wordsOfKind(callee.params[name]!.kind));
  for (const [name, param] of Object.entries(callee.params)) if (param.kind.type === "bool") names.push(name);
  return names;
}
