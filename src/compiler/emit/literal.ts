import type { Value } from "../../ir/value.js";

/** A key of an object literal, quoted only where it has to be. */
const keyText = (key: string): string =>
  /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(key) || /^(0|[1-9][0-9]{0,8})$/.test(key) ? key : textLiteral(key);

/** A string literal. Line separators are escaped: editors take them for line ends. */
export const textLiteral = (text: string): string =>
  JSON.stringify(text)
    .replace(/\u2028/g, "\\u2028")
    .replace(/\u2029/g, "\\u2029");

/** A value that contains no word, as a literal. */
export function literal(value: Value): string {
  if (typeof value === "string") return textLiteral(value);
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  return objectLiteral(
    Object.entries(value as Readonly<Record<string, Value>>).map(([key, entry]) => [key, literal(entry)]),
  );
}

/** One property of an object literal; the comment, of whole lines, stands above it. */
export type Entry = readonly [key: string, expression: string, comment?: string];

/** `{ a: 1, b: 2 }` of texts that are expressions already. `__proto__` would set the prototype: it is computed. */
export const objectLiteral = (entries: readonly Entry[]): string =>
  entries.length === 0
    ? "{}"
    : `{ ${entries.map(([key, text, comment]) => `${above(comment)}${propertyText(key, text)}`).join(", ")} }`;

/** `[a, b]` of texts that are expressions already. */
export const listLiteral = (items: readonly { readonly text: string; readonly comment?: string }[]): string =>
  `[${items.map(({ text, comment }) => `${above(comment)}${text}`).join(", ")}]`;

/** `width`, where the constant has the name of the property. */
const propertyText = (key: string, text: string): string => {
  const property = key === "__proto__" ? '["__proto__"]' : keyText(key);
  return property === text ? property : `${property}: ${text}`;
};

const above = (comment: string | undefined): string => (comment ? `\n${comment}` : "");
