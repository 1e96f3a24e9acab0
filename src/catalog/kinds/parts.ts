import { findWord, spellingsOf } from "../lookup.js";
import type { Kind, ValueFamily } from "../param.js";

/** A kind's alternatives. */
export const alternatives = (kind: Kind): readonly Kind[] =>
  kind.type === "oneOf" ? kind.of.flatMap(alternatives) : [kind];

/** Kinds without parts that a value of a kind, or a part of it, may be of. */
const leaves = (kind: Kind): readonly Kind[] =>
  alternatives(kind).flatMap((one) => (one.type === "list" || one.type === "map" ? leaves(one.of) : [one]));

const labelled = new WeakMap<Kind, boolean>();

/** Whether names in such a value are text and never looked up. */
export function takesLabels(kind: Kind): boolean {
  const known = labelled.get(kind);
  if (known !== undefined) return known;
  const takes = leaves(kind).some((one) => one.type === "label");
  labelled.set(kind, takes);
  return takes;
}

/** Whether it is tensors that are given, by their names. */
export const takesTensors = (kind: Kind): boolean => leaves(kind).some((one) => one.type === "tensor");

/** Families whose words may be the value. */
export const familiesOf = (kind: Kind): readonly ValueFamily[] =>
  alternatives(kind).flatMap((one) => (one.type === "word" ? [one.family] : []));

/** The value of a choice that is spelled so, or undefined. */
export const choiceSpelled = ({ values, spellings }: Kind & { readonly type: "choice" }, name: string) =>
  values.includes(name) ? name : spellings && Object.hasOwn(spellings, name) ? spellings[name] : undefined;

/** Words that may be the value: choices, and spellings of words of its families. */
export const wordsOfKind = (kind: Kind): readonly string[] =>
  alternatives(kind).flatMap((one) =>
    one.type === "choice" ? one.values : one.type === "word" ? spellingsOf(one.family) : [],
  );

/** Whether that bare word may be the value. */
export const takesWord = (kind: Kind, word: string): boolean =>
  alternatives(kind).some((one) =>
    one.type === "choice"
      ? choiceSpelled(one, word) !== undefined
      : one.type === "word" && findWord(one.family, word) !== undefined,
  );

/** Choices of a kind, and of the parts of its values. */
export const choicesWithin = (kind: Kind): readonly string[] =>
  leaves(kind).flatMap((one) => (one.type === "choice" ? [...one.values, ...Object.keys(one.spellings ?? {})] : []));
