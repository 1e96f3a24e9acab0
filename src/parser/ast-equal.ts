import type { Argument, Node, Pair } from "./ast.js";

/**
 * A tree without what formatting may change: spans, how literals are written, and whether a keyed argument of a
 * statement stands in its line or first in its braces (it means the same in both places).
 */
function meaning(node: Node): unknown {
  return JSON.parse(
    JSON.stringify(node, (key, value: unknown) =>
      key === "span" || key === "raw" || key === "colon" ? undefined : moved(value),
    ),
  ) as unknown;
}

function moved(value: unknown): unknown {
  if (value === null || typeof value !== "object" || !("kind" in value) || value.kind !== "statement") return value;
  const statement = value as Extract<Node, { kind: "statement" }>;
  if (statement.parens !== null) return { ...statement, parens: true };
  const pairs = statement.args.filter((arg) => arg.name !== null).map(asPair);
  if (pairs.length === 0) return statement;
  const args = statement.args.filter((arg) => arg.name === null);
  return { ...statement, args, body: { kind: "body", items: [...pairs, ...(statement.body?.items ?? [])] } };
}

const asPair = ({ name, value, span }: Argument): Pair => ({
  kind: "pair",
  doc: null,
  key: { kind: "key", form: "ident", text: name!.text, span },
  colon: null,
  value,
  span,
});

/** Whether two trees say the same. */
export const astEqual = (a: Node, b: Node): boolean => JSON.stringify(meaning(a)) === JSON.stringify(meaning(b));
