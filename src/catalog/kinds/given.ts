/**
 * A value before it is known what it is for: what the compiler's constants (which also know their place) and the values
 * of a program have in common. A parameter's kind makes a value of it.
 */
export type Given =
  | { readonly is: "number"; readonly value: number }
  | { readonly is: "text"; readonly value: string }
  | { readonly is: "boolean"; readonly value: boolean }
  | { readonly is: "none" }
  | { readonly is: "list"; readonly items: readonly Given[] }
  | {
      readonly is: "map";
      readonly entries: readonly { readonly key: { readonly text: string }; readonly value: Given }[];
    }
  | { readonly is: "range" }
  /** A word of the vocabulary; which family it is of is decided by the parameter. `args` null: it stands bare. */
  | GivenWord
  /** Penalties joined by `+`. */
  | { readonly is: "sum"; readonly terms: readonly Given[] }
  | { readonly is: "tensor"; readonly name: string }
  /** What no parameter takes, in words: a function of a program, say. */
  | { readonly is: "other"; readonly what: string }
  /** A number that only the data can tell, and they are not at hand. */
  | { readonly is: "pending" }
  /** Reported already. */
  | { readonly is: "broken" };

interface GivenWord {
  readonly is: "word";
  readonly name: string;
  readonly args: unknown;
}

/** The way from a value to a part of it: at each step the place among the items, entries or terms. */
export type Path = readonly number[];

/** A part of a value; the value itself for the empty path. */
export function partAt<G extends Given>(given: G, path: Path): G {
  return path.reduce<Given>((whole, i) => partsOf(whole)[i] ?? whole, given) as G;
}

function partsOf(given: Given): readonly Given[] {
  switch (given.is) {
    case "list":
      return given.items;
    case "map":
      return given.entries.map(({ value }) => value);
    case "sum":
      return given.terms;
    default:
      return [];
  }
}

/** A bare word's or a text's text; a called word's name. */
export const nameOf = (given: Given): string | null =>
  given.is === "word" ? given.name : given.is === "text" ? given.value : null;

/** What it is, in words: `the number 3`. */
export function describeGiven(given: Given): string {
  switch (given.is) {
    case "number":
      return `the number ${given.value}`;
    case "text":
      return `the text ${JSON.stringify(given.value.length > 40 ? `${given.value.slice(0, 40)}…` : given.value)}`;
    case "boolean":
      return `${given.value}`;
    case "none":
      return "none";
    case "list":
      return given.items.length === 0 ? "an empty list" : "a list";
    case "map":
      return "a map";
    case "range":
      return "a range";
    case "word":
      return given.args === null ? `\`${given.name}\`` : `\`${given.name}(…)\``;
    case "sum":
      return "a sum";
    case "tensor":
      return `the tensor \`${given.name}\``;
    case "other":
      return given.what;
    case "pending":
      return "a measured number";
    case "broken":
      return "a broken value";
  }
}
