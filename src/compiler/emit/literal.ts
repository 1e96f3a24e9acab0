import type { Value } from "../../ir/value.js";

/** A key of an object literal, quoted only where it has to be. */
export const keyText = (key: string): string => (/^[A-Za-z_$][A-Za-z0-9_$]*$/.test(key) || /^(0|[1-9][0-9]{0,8})$/.test(key) ? key : textLiteral(key));

/** A string literal. Line separators are escaped: editors take them for line ends. */
export const textLiteral = (text: string): string => JSON.stringify(text).replace(/\u2028/g, "\\u2028").replace(/\u2029/g, "\\u2029");

/** A value that contains no word, as a literal. */
export function literal(value: Value): string {
  if (typeof value === "string") return textLiteral(value);
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  return objectLiteral(Object.entries(value as Readonly<Record<string, Value>>).map(([key, entry]) => [key, literal(entry)]));
}

/** `{ a: 1, b: 2 }` of texts that are expressions already. `__proto__` would set the prototype: it is computed. */
export const objectLiteral = (entries: readonly (readonly [key: string, expression: string])[]): string =>
  entries.length === 0 ? "{}" : `{ ${entries.map(([key, text]) => `${key === "__proto__" ? '["__proto__"]' : keyText(key)}: ${text}`).join(", ")} }`;
