import type { Kind } from "../../catalog/param.js";
import { findWord } from "../../catalog/lookup.js";
import type { Const } from "./constant.js";

const families: Readonly<Record<string, string>> = {
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

/** `a whole number of at least 1`, `same or valid`, `a penalty`. */
export function showKind(kind: Kind): string {
  switch (kind.type) {
    case "int":
      return `a whole number${bounds(kind)}`;
    case "number":
      return `a number${bounds(kind)}`;
    case "bool":
      return "true or false";
    case "string":
      return "a text";
    case "choice":
      return kind.values.length === 1 ? `\`${kind.values[0]}\`` : oneOf(kind.values.map((v) => `\`${v}\``));
    case "size":
      return kind.rank === 1
        ? "a whole number"
        : `a size of ${kind.rank} whole numbers such as ${Array(kind.rank).fill(3).join("x")}`;
    case "dims":
      return "a list of whole numbers";
    case "list":
      return `a list, each ${showKind(kind.of)}`;
    case "map":
      return `a map to ${showKind(kind.of)}`;
    case "word":
      return families[kind.family]!;
    case "tensor":
      return "a tensor";
    case "label":
      return "a name";
    case "oneOf":
      return oneOf(kind.of.map(showKind));
  }
}

const oneOf = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;

interface Bounds {
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
  readonly below?: number;
}

function bounds(k: Bounds): string {
  const low = k.min !== undefined ? `of at least ${k.min}` : k.above !== undefined ? `above ${k.above}` : "";
  const high = k.max !== undefined ? `at most ${k.max}` : k.below !== undefined ? `below ${k.below}` : "";
  return low && high
    ? ` ${low} and ${high}`
    : low
      ? ` ${low}`
      : high
        ? ` ${low ? "and " : ""}of ${high}`.replace("of below", "below")
        : "";
}

export const inBounds = (x: number, k: Bounds): boolean =>
  !(k.min !== undefined && x < k.min) &&
  !(k.max !== undefined && x > k.max) &&
  !(k.above !== undefined && x <= k.above) &&
  !(k.below !== undefined && x >= k.below);

/** Whether a value could be meant for this kind: by its form only, so that what is wrong inside is reported there. */
export function accepts(kind: Kind, c: Const): boolean {
  if (c.is === "broken") return true;
  switch (kind.type) {
    case "int":
    case "number":
      return c.is === "number" || c.is === "pending";
    case "bool":
      return c.is === "boolean";
    case "string":
      return c.is === "text";
    case "choice":
      return c.is === "none" ? kind.values.includes("none") : nameOf(c) !== null && kind.values.includes(nameOf(c)!);
    case "size":
      return (
        c.is === "number" ||
        c.is === "pending" ||
        (c.is === "list" && c.items.every((i) => i.is === "number" || i.is === "pending" || i.is === "broken"))
      );
    case "dims":
      return c.is === "list" || c.is === "number" || c.is === "pending";
    case "list":
      return c.is === "list";
    case "map":
      return c.is === "map";
    case "word": {
      if (c.is === "sum") return kind.family === "regularizer";
      const name = nameOf(c);
      return name !== null && findWord(kind.family, name) !== undefined;
    }
    case "label":
      return nameOf(c) !== null;
    case "tensor":
      return c.is === "tensor";
    case "oneOf":
      return kind.of.some((k) => accepts(k, c));
  }
}

/** Whether a bare word could be meant for this kind. */
export function takesWord(kind: Kind, word: string): boolean {
  switch (kind.type) {
    case "choice":
      return kind.values.includes(word);
    case "word":
      return findWord(kind.family, word) !== undefined;
    case "oneOf":
      return kind.of.some((k) => takesWord(k, word));
    default:
      return false;
  }
}

/** A bare word's or a string's text; a called word's name. */
export const nameOf = (c: Const): string | null => (c.is === "word" ? c.name : c.is === "text" ? c.value : null);

/** What positional places take by kind rather than by name. */
export const isLiteral = (c: Const): boolean =>
  c.is === "number" ||
  c.is === "text" ||
  c.is === "list" ||
  c.is === "pending" ||
  c.is === "range" ||
  c.is === "map" ||
  c.is === "boolean" ||
  c.is === "none";

/** Labels are never looked up: whether this kind, or a list or map of it, takes them. */
export function takesLabels(kind: Kind): boolean {
  switch (kind.type) {
    case "label":
      return true;
    case "list":
    case "map":
      return takesLabels(kind.of);
    case "oneOf":
      return kind.of.some(takesLabels);
    default:
      return false;
  }
}
