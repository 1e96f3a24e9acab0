import { power } from "./power.js";
import type { Argument, Document, Expr, Item, Statement } from "./ast.js";
import { unreachable } from "../text/unreachable.js";

/** A value on one line, without the text that it was read from: for messages, and for trees that were never a text. */
export function showExpression(value: Expr, least = 0): string {
  const own = power(value);
  return own < least ? `(${bare(value)})` : bare(value);
}

function bare(value: Expr): string {
  switch (value.kind) {
    case "number":
    case "size":
    case "string":
      return value.raw;
    case "boolean":
      return String(value.value);
    case "none":
      return "none";
    case "name":
      return value.text;
    case "call":
      return `${value.callee.text}(${value.args.map(showArgument).join(", ")})`;
    case "list":
      return `[${value.items.map((item) => showExpression(item)).join(", ")}]`;
    case "body":
      return braces(value.items, false);
    case "binary":
      return `${showExpression(value.left, power(value))} ${value.op} ${showExpression(value.right, power(value) + 1)}`;
    case "negation":
      return `-${showExpression(value.operand, 3)}`;
    case "range":
      return `${showExpression(value.from, 1)}..${showExpression(value.to, 1)}`;
    case "hole":
      return "";
    default:
      return unreachable(value);
  }
}

/** An argument of a call. */
export const showArgument = ({ name, value }: Argument): string =>
  `${name ? `${name.text}=` : ""}${showExpression(value)}`;

/** An argument between blanks: one term. */
export const showTerm = ({ name, value }: Argument): string =>
  `${name ? `${name.text}=` : ""}${value.kind === "range" ? bare(value) : showExpression(value, 3)}`;

const braces = (items: readonly Item[], tall: boolean): string =>
  items.length === 0 ? "{}" : `{ ${showItems(items, tall)} }`;

const hasDoc = (item: Item): boolean =>
  item.doc !== null || (item.kind === "statement" && (item.body?.items ?? []).some(hasDoc));

/** Items on one line; a line each where documentation stands above one, or where several are to be `tall`. */
function showItems(items: readonly Item[], tall = false): string {
  const lines = items.some(hasDoc) || (tall && items.length > 1);
  const shown = items.map((item, i) => {
    const next = items[i + 1];
    const pairs = item.kind === "pair" && next?.kind === "pair";
    const end = next === undefined ? "" : pairs ? "," : lines ? "" : ";";
    return `${docLines(item)}${showItem(item, tall)}${end}${lines ? "\n" : next === undefined ? "" : " "}`;
  });
  return (lines ? "\n" : "") + shown.join("");
}

const docLines = ({ doc }: Item): string =>
  doc === null
    ? ""
    : doc
        .split("\n")
        .map((line) => (line === "" ? "///\n" : `/// ${line}\n`))
        .join("");

/** A whole tree as a text that is read as the same tree: not laid out, and without comments, which trees have not. */
export const showTree = ({ items }: Document): string =>
  items.map((item) => `${docLines(item)}${showItem(item, true)}\n`).join("");

/** An item; the documentation above it is left out. */
export function showItem(item: Item, tall = false): string {
  switch (item.kind) {
    case "pair": {
      const key = item.key.form === "string" ? JSON.stringify(item.key.text) : item.key.text;
      return `${key}: ${showExpression(item.value)}`;
    }
    case "binding": {
      const params = item.params === null ? "" : `(${item.params.map(({ text }) => text).join(", ")})`;
      return `let ${item.name.text}${params} = ${showExpression(item.value)}`;
    }
    case "statement":
      return showStatement(item, tall);
    default:
      return unreachable(item);
  }
}

function showStatement({ word, args, parens, from, as, body }: Statement, tall: boolean): string {
  const inside = parens === null ? [] : args.filter((arg) => arg.span.end <= parens.end);
  const line = args.slice(inside.length).map((arg, i, all): string => {
    const last = all[i - 1];
    // Two bare names side by side are told apart by a comma.
    const names = last && !last.name && !arg.name && last.value.kind === "name" && arg.value.kind === "name";
    return `${names ? "," : ""} ${showTerm(arg)}`;
  });
  return [
    word.text + (parens === null ? "" : `(${inside.map(showArgument).join(", ")})`) + line.join(""),
    ...(from ? [`from ${from.map(showTerm).join(", ")}`] : []),
    ...(as ? [`as ${as.map(({ text }) => text).join(", ")}`] : []),
    ...(body ? [braces(body.items, tall)] : []),
  ].join(" ");
}
