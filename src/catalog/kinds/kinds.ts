import type { Value, WordCall } from "../../ir/value.js";
import { isWordCall } from "../../ir/value.js";
import { suggest } from "../../text/suggest.js";
import { findWord, spellingsOf, wordNamed } from "../lookup.js";
import type { Bounds, Kind, ValueFamily } from "../param.js";
import { nameOf, type Given } from "./given.js";
import { choiceSpelled } from "./parts.js";
import { Reader, type Accepted, type Target, type Words } from "./reader.js";

/**
 * What one kind of parameter means, all in one place: checking, placing arguments, factories of programs, stored files,
 * completion and docs derive from it.
 */
interface Meaning<K extends Kind> {
  /** In messages and docs: `a whole number of at least 1`. */
  phrase(kind: K): string;
  /** For docs: how else it may be written. */
  aside?(kind: K): string | null;
  /** Whether a value may be meant for it: by its form only, so that what is wrong inside is told there. */
  form(kind: K, given: Given): boolean;
  /** The value, as far as it can be read; undefined: nothing of it. */
  read(kind: K, given: Given, reader: Reader): Value | undefined;
}

const meanings: { readonly [T in Kind["type"]]: Meaning<Extract<Kind, { readonly type: T }>> } = {
  int: {
    phrase: (kind) => `a whole number${boundsPhrase(kind)}`,
    form: (_, given) => isNumber(given),
    read: (kind, given, reader) =>
      given.is === "number" && !Number.isSafeInteger(given.value)
        ? reader.mismatch(given, kind)
        : numberWithin(kind, kind, given, reader),
  },
  number: {
    phrase: (kind) => `a number${boundsPhrase(kind)}`,
    form: (_, given) => isNumber(given),
    read: (kind, given, reader) =>
      given.is === "list" && kind.noList !== undefined
        ? reader.mismatch(given, kind, { aside: kind.noList })
        : numberWithin(kind, kind, given, reader),
  },
  bool: {
    phrase: () => "true or false",
    form: (_, given) => given.is === "boolean",
    read: (kind, given, reader) => {
      if (given.is === "boolean") return given.value;
      const meant = given.is === "word" ? boolMeant(given.name) : undefined;
      const other = reader.mismatch(given, kind, meant === undefined ? {} : { meant: String(meant) });
      return meant ?? other;
    },
  },
  string: {
    phrase: () => "a text",
    form: (_, given) => given.is === "text",
    read: (kind, given, reader) => (given.is === "text" ? given.value : reader.mismatch(given, kind)),
  },
  label: {
    phrase: () => "a name",
    form: (_, given) => nameOf(given) !== null,
    read: (kind, given, reader) => nameOf(given) ?? reader.mismatch(given, kind),
  },
  tensor: {
    phrase: () => "a tensor",
    aside: () => "of the model, by its name",
    form: (_, given) => given.is === "tensor",
    // Read where calls are, never a value.
    read: (kind, given, reader) => reader.mismatch(given, kind),
  },
  choice: {
    phrase: ({ values }) => orList(values.map((value) => `\`${value}\``)),
    aside: ({ spellings }) =>
      spellings === undefined
        ? null
        : Object.entries(spellings)
            .map(([other, value]) => `\`${value}\` also written \`${other}\``)
            .join(", "),
    form: (kind, given) => choiceSpelled(kind, choiceName(given) ?? "") !== undefined,
    read: readChoice,
  },
  size: {
    phrase: ({ rank }) =>
      rank === 1 ? "a whole number" : `a size of ${rank} whole numbers such as ${Array(rank).fill(3).join("x")}`,
    aside: ({ rank }) => (rank === 1 ? null : "one for all"),
    form: (_, given) =>
      isNumber(given) || (given.is === "list" && given.items.every((item) => isNumber(item) || item.is === "broken")),
    read: (kind, given, reader) => {
      if (given.is === "number") {
        const one = whole(given, kind, kind, reader);
        return one === undefined ? undefined : Array<Value>(kind.rank).fill(one);
      }
      if (given.is === "pending") return awaited(reader);
      return given.is === "list" && given.items.length === kind.rank
        ? wholes(given.items, kind, kind, reader)
        : reader.mismatch(given, kind);
    },
  },
  dims: {
    phrase: () => "a list of whole numbers",
    aside: ({ open }) => `${open ? "none is an open length, " : ""}as 3x3 or [3, 3]`,
    form: (_, given) => isNumber(given) || given.is === "list",
    read: (kind, given, reader) => {
      if (given.is === "pending") return awaited(reader);
      if (given.is !== "number" && given.is !== "list") return reader.mismatch(given, kind);
      if (given.is === "list") return wholes(given.items, kind, kind, reader);
      const one = whole(given, kind, kind, reader);
      return one === undefined ? undefined : [one];
    },
  },
  list: {
    phrase: ({ of }) => `a list, each ${phraseOf(of)}`,
    form: (_, given) => given.is === "list",
    read: (kind, given, reader) => {
      if (given.is !== "list") return reader.mismatch(given, kind);
      return given.items.flatMap((item, i) => {
        const value = reader.within(i, () => read(kind.of, item, reader));
        if (value === undefined) reader.lost = true;
        return value === undefined ? [] : [value];
      });
    },
  },
  map: {
    phrase: ({ of }) => `a map to ${phraseOf(of)}`,
    form: (_, given) => given.is === "map",
    read: (kind, given, reader) =>
      given.is === "map" ? readMap(kind.of, given, reader) : reader.mismatch(given, kind),
  },
  word: {
    phrase: ({ family }) => familyPhrases[family],
    form: ({ family }, given) => {
      if (given.is === "sum") return family === "regularizer";
      const name = nameOf(given);
      return name !== null && findWord(family, name) !== undefined;
    },
    read: (kind, given, reader) => readWord(kind, given, reader),
  },
  oneOf: {
    phrase: ({ of }) => orList(of.map(phraseOf)),
    form: ({ of }, given) => of.some((kind) => hasForm(kind, given)),
    read: readOneOf,
  },
};

const meaningOf = (kind: Kind): Meaning<Kind> => meanings[kind.type];

/** What values a kind takes, in words: `a whole number of at least 1`, `same or valid`, `a penalty`. */
const phraseOf = (kind: Kind): string => meaningOf(kind).phrase(kind);

/** The same for docs, with how else it may be written. */
export function describeKind(kind: Kind): string {
  const aside = meaningOf(kind).aside?.(kind) ?? null;
  return aside === null ? phraseOf(kind) : `${phraseOf(kind)} (${aside})`;
}

/** Whether a value could be meant for this kind, by its form. */
export const hasForm = (kind: Kind, given: Given): boolean =>
  given.is === "broken" || meaningOf(kind).form(kind, given);

/** A value for a parameter. */
export function accept(target: Target, given: Given, words: Words): Accepted {
  const reader = new Reader(target, words, phraseOf);
  const isNone = given.is === "none" && target.nullable && !hasForm(target.kind, given);
  return reader.finish(isNone ? null : read(target.kind, given, reader));
}

const read = (kind: Kind, given: Given, reader: Reader): Value | undefined =>
  given.is === "broken" ? undefined : meaningOf(kind).read(kind, given, reader);

const isNumber = (given: Given): boolean => given.is === "number" || given.is === "pending";

const yesNo: Readonly<Record<string, boolean>> = {
  yes: true,
  on: true,
  True: true,
  no: false,
  off: false,
  False: false,
};

function awaited(reader: Reader): undefined {
  reader.pending = true;
}

function numberWithin(limits: Bounds, kind: Kind, given: Given, reader: Reader): Value | undefined {
  if (given.is === "pending") return awaited(reader);
  if (given.is !== "number" || !Number.isFinite(given.value)) return reader.mismatch(given, kind);
  if (isWithin(given.value, limits)) return given.value;
  reader.tell({ code: "arguments/range", params: { param: reader.target.param, found: given.value, limits } });
  return undefined;
}

interface Wholes {
  readonly min: number;
  readonly open?: boolean;
}

/** The whole number of one axis; null where it is open. */
function whole(item: Given, { min, open }: Wholes, kind: Kind, reader: Reader): number | null | undefined {
  if (item.is === "broken") return undefined;
  if (open && (item.is === "none" || (item.is === "number" && item.value === -1))) return null;
  if (item.is === "number" && !Number.isSafeInteger(item.value)) return reader.mismatch(item, kind);
  return numberWithin({ min }, kind, item, reader) as number | null | undefined;
}

/** One an axis; undefined where one of them is not known. */
function wholes(
  items: readonly Given[],
  limits: Wholes,
  kind: Kind,
  reader: Reader,
): readonly (number | null)[] | undefined {
  const values = items.map((item, i) => reader.within(i, () => whole(item, limits, kind, reader)));
  return values.every((value) => value !== undefined) ? values : undefined;
}

/** `yes`, `True` and `flase` are told, and taken for what they mean. */
function boolMeant(name: string): boolean | undefined {
  if (Object.hasOwn(yesNo, name)) return yesNo[name];
  const near = suggest(name, ["true", "false"]);
  return near === undefined ? undefined : near === "true";
}

const choiceName = (given: Given): string | null => (given.is === "none" ? "none" : nameOf(given));

function readChoice(kind: Kind & { readonly type: "choice" }, given: Given, reader: Reader): Value | undefined {
  const { values } = kind;
  const name = given.is === "none" && !values.includes("none") ? null : choiceName(given);
  if (name === null) return reader.mismatch(given, kind);
  const value = choiceSpelled(kind, name);
  if (value !== undefined) return value;
  const suggestion = suggest(name, values);
  reader.tell(
    { code: "arguments/choice", params: { param: reader.target.param, found: name, values, suggestion } },
    suggestion === undefined ? {} : { meant: suggestion },
  );
  return suggestion;
}

function readMap(of: Kind, given: Given & { readonly is: "map" }, reader: Reader): Value {
  const entries: Record<string, Value> = {};
  given.entries.forEach(({ key, value }, i) => {
    reader.within(i, () => {
      if (Object.hasOwn(entries, key.text))
        reader.tell({ code: "arguments/duplicate", params: { name: key.text } }, { key: true });
      const one = value.is === "none" && reader.target.nullable ? null : read(of, value, reader);
      if (one === undefined) reader.lost = true;
      else entries[key.text] = one;
    });
  });
  return entries;
}

function readWord(kind: Kind & { readonly type: "word" }, given: Given, reader: Reader): Value | undefined {
  const { family } = kind;
  if (given.is === "sum" && family === "regularizer") return sumOf(kind, given.terms, reader);
  if (given.is === "word" || given.is === "text")
    return reader.called(reader.words.call(family, given, reader.target.nullable));
  // `test: 0.1`, where only a split is taken.
  const [only, ...others] = given.is === "number" ? spellingsOf(family) : [];
  const meant = only !== undefined && others.length === 0 && given.is === "number" ? `${only}(${given.value})` : null;
  return reader.mismatch(given, kind, meant === null ? {} : { meant });
}

/** `l1(a) + l2(b)`: one penalty with both coefficients. */
function sumOf(kind: Kind, terms: readonly Given[], reader: Reader): Value | undefined {
  let [l1, l2] = [0, 0];
  const calls: WordCall[] = [];
  terms.forEach((term, i) => {
    reader.within(i, () => {
      const call = read(kind, term, reader);
      const parts = isWordCall(call) ? wordNamed("regularizer", call.word).l1l2?.(call.args) : undefined;
      if (isWordCall(call) && !parts) reader.tell({ code: "arguments/cannot-add", params: { name: call.word } });
      if (isWordCall(call) && parts) calls.push(call);
      else reader.lost = true;
      l1 += parts?.l1 ?? 0;
      l2 += parts?.l2 ?? 0;
    });
  });
  const sum = calls.length === 0 ? undefined : both(l1, l2);
  if (sum) reader.words.joined?.(sum, calls);
  return sum;
}

/** The penalty word whose two parameters are the coefficients, whatever it is called. */
function both(l1: number, l2: number): WordCall | undefined {
  for (const name of spellingsOf("regularizer")) {
    const word = findWord("regularizer", name)!;
    if (word.l1l2 && "l1" in word.params && "l2" in word.params) return { word: word.name, args: { l1, l2 } };
  }
  return undefined;
}

function readOneOf(kind: Kind & { readonly type: "oneOf" }, given: Given, reader: Reader): Value | undefined {
  const { of } = kind;
  const chosen = of.find((one) => hasForm(one, given)) ?? onlyWord(of, given);
  if (chosen) return read(chosen, given, reader);
  if (given.is !== "word") return reader.mismatch(given, kind);
  const near = suggest(
    given.name,
    of.flatMap((one) => (one.type === "choice" ? one.values : [])),
  );
  if (near === undefined) return reader.mismatch(given, kind);
  const params = { param: reader.target.param, found: given.name, values: [], suggestion: near };
  reader.tell({ code: "arguments/choice", params }, { meant: near });
  return near;
}

/** An unknown word where exactly one family of words could stand is an unknown word of that family. */
function onlyWord(of: readonly Kind[], given: Given): Kind | undefined {
  const words = of.filter((kind) => kind.type === "word");
  return given.is === "word" && words.length === 1 ? words[0] : undefined;
}

const familyPhrases: Readonly<Record<ValueFamily, string>> = {
  activation: "an activation",
  initializer: "an initializer",
  layer: "a layer",
  regularizer: "a penalty",
  constraint: "a constraint",
  loss: "a loss",
  metric: "a metric",
  optimizer: "an optimizer",
  schedule: "a schedule",
  source: "a source",
  split: "a split",
};

/** `relu, tanh or none`. */
const orList = (items: readonly string[]): string =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;

function boundsPhrase(limits: Bounds): string {
  const low =
    limits.min !== undefined ? `of at least ${limits.min}` : limits.above !== undefined ? `above ${limits.above}` : "";
  const high =
    limits.max !== undefined ? `at most ${limits.max}` : limits.below !== undefined ? `below ${limits.below}` : "";
  if (low && high) return ` ${low} and ${high}`;
  return low ? ` ${low}` : high ? ` ${limits.max !== undefined ? "of " : ""}${high}` : "";
}

const isWithin = (x: number, limits: Bounds): boolean =>
  !(limits.min !== undefined && x < limits.min) &&
  !(limits.max !== undefined && x > limits.max) &&
  !(limits.above !== undefined && x <= limits.above) &&
  !(limits.below !== undefined && x >= limits.below);
