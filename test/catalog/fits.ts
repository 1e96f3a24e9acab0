import type { Kind } from "../../src/catalog/param.js";

export { fits } from "../../src/catalog/kinds/plain.js";

/** The bare words that a parameter takes by position, `*` for any. */
export function bareWords(
  kind: Kind,
  spellings: (family: Extract<Kind, { type: "word" }>["family"]) => readonly string[],
): readonly string[] {
  switch (kind.type) {
    case "choice":
      return kind.values;
    case "word":
      return spellings(kind.family);
    case "label":
      return ["*"];
    case "list":
    case "map":
      return bareWords(kind.of, spellings);
    case "oneOf":
      return kind.of.flatMap((k) => bareWords(k, spellings));
    default:
      return [];
  }
}
