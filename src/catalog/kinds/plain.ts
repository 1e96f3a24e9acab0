import { isWordCall, sameValue, type Args, type Value, type WordCall } from "../../ir/value.js";
import { suggest } from "../../text/suggest.js";
import { fewOf, findWord, spellingsOf } from "../lookup.js";
import type { Kind, Param, Params } from "../param.js";
import type { Family, Word } from "../word.js";
import { nameOf, type Given } from "./given.js";
import { accept } from "./kinds.js";
import type { Problem } from "./problem.js";
import type { Accepted, Words } from "./reader.js";

/** A value of a program or of a stored file, as something that a kind can make a value of. */
function givenOf(value: unknown): Given {
  if (value === null) return { is: "none" };
  if (typeof value === "number") return { is: "number", value };
  if (typeof value === "string") return { is: "text", value };
  if (typeof value === "boolean") return { is: "boolean", value };
  if (Array.isArray(value)) return { is: "list", items: value.map(givenOf) };
  if (typeof value !== "object") return { is: "other", what: value === undefined ? "undefined" : `a ${typeof value}` };
  if (isWordCall(value)) return { is: "word", name: value.word, args: value.args };
  if ("call" in value && isWordCall(value.call)) return givenOf(value.call); // what `regularizers.l2(…)` gives
  return {
    is: "map",
    entries: Object.entries(value).map(([text, part]) => ({ key: { text }, value: givenOf(part) })),
  };
}

/** A program's value for a parameter; words may be calls or stand by their name. `name`: in messages. */
export const acceptPlain = (
  name: string,
  { kind, nullable }: Pick<Param<unknown>, "kind" | "nullable">,
  value: unknown,
): Accepted => accept({ param: name, kind, nullable }, givenOf(value), plainWords);

const plainWords: Words = {
  call(family, given) {
    const name = nameOf(given)!;
    const word = findWord(family, name) as Word | undefined;
    const suggestion = suggest(name, spellingsOf(family));
    if (!word)
      return wrong([
        { code: "names/unknown-value", params: { name, family, suggestion, few: fewOf(family) }, path: [] },
      ]);
    const { args, problems } = readArgs(word, given.is === "word" ? (given.args as Args) : {});
    if (problems.length > 0) return wrong(problems);
    return { state: "known", value: { word: word.name, args }, sound: true, problems: [] };
  },
};

/** Where inside a call it is, is told by the parameter's name. */
const wrong = (problems: readonly Problem[]): Accepted => ({
  state: "broken",
  value: undefined,
  sound: false,
  problems: problems.map((problem) => ({ ...problem, path: [] })),
});

interface Spelling {
  /** How a program calls the word and its parameters. Default: as the catalogue does. */
  readonly shown?: (name: string) => string;
  /** Options beside the parameters. */
  readonly also?: Params;
}

/**
 * A program's arguments of a word: of their kinds, over Keras's defaults. With problems the arguments are of no use.
 * What is undefined counts as not given.
 */
export function readArgs(
  word: Word,
  given: Readonly<Record<string, unknown>>,
  { shown = (name) => name, also = {} }: Spelling = {},
): { readonly args: Args; readonly problems: readonly Problem[] } {
  const params: Params = { ...word.params, ...also };
  const names = new Map(Object.keys(params).map((name) => [shown(name), name]));
  const known = [...names.keys()];
  const problems: Problem[] = [];
  const args: Record<string, Value> = {};
  for (const name of Object.keys(given)) {
    const said = { name, word: shown(word.name), known, suggestion: suggest(name, known) };
    if (!names.has(name)) problems.push({ code: "arguments/unknown", params: said, path: [] });
  }
  const missing = known.filter((name) => params[names.get(name)!]!.required && given[name] === undefined);
  if (missing.length > 0)
    problems.push({ code: "arguments/missing", params: { word: shown(word.name), names: missing }, path: [] });
  for (const [option, name] of names) {
    const param: Param<unknown> = params[name]!;
    const one = given[option] === undefined ? null : acceptPlain(option, param, given[option]);
    problems.push(...(one?.problems ?? []));
    if (one !== null || Object.hasOwn(word.params, name))
      args[name] = (one === null ? param.default : one.value) as Value;
  }
  const sentence = problems.length > 0 ? null : combinationFault(word, args);
  if (sentence !== null)
    problems.push({ code: "arguments/combination", params: { word: shown(word.name), sentence }, path: [] });
  return { args, problems };
}

/** Why arguments that are fine alone do not go together, where the word's rule asks for nothing but them. */
function combinationFault(word: Word, args: Args): string | null {
  if (!("check" in word) || word.check === undefined || word.check.length !== 1) return null;
  return (word.check as (args: Args) => string | null)(args);
}

/** Whether a stored value is one of its kind, complete and with the canonical names of words. */
export function fits(kind: Kind, value: Value): boolean {
  const read = acceptPlain("", { kind, nullable: false }, value);
  return read.state === "known" && read.sound && sameValue(read.value, value);
}

/**
 * The word exists under its canonical name, and every parameter has a value of its kind: nothing is left to a target.
 */
export function isCompleteCall(family: Family, { word, args }: WordCall): boolean {
  const found = findWord(family, word);
  if (found?.name !== word) return false;
  const params = Object.entries(found.params as Readonly<Record<string, Param<Value>>>);
  return (
    Object.keys(args).every((key) => Object.hasOwn(found.params, key)) &&
    params.every(
      ([key, p]) => Object.hasOwn(args, key) && ((p.nullable && args[key] === null) || fits(p.kind, args[key]!)),
    )
  );
}
