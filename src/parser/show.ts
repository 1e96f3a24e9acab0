import type { Argument, Expr, Item, Statement } from "./ast.js";
import { unreachable } from "../text/unreachable.js";

/** A value on one line, without the text that it was read from: for messages, and for trees that were never a text. */
export function showExpression(value: Expr, least = 0): string {
  const own = power(value);
  return own < least ? `(${bare(value)})` : bare(value);
}

/** How tightly a value holds together: `..`, `+ -`, `* /`, a sign, and what needs no parentheses anywhere. */
function power(value: Expr): number {
  if (value.kind === "range") return 0;
  if (value.kind === "binary") return value.op === "+" || value.op === "-" ? 1 : 2;
  return value.kind === "negation" ? 3 : 4;
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
      return value.items.length === 0 ? "{}" : `{ ${showItems(value.items)} }`;
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

const showArgument = ({ name, value }: Argument): string => `${name ? `${name.text}=` : ""}${showExpression(value)}`;

/** Between blanks a value is one term. */
const showTerm = ({ name, value }: Argument): string =>
  `${name ? `${name.text}=` : ""}${value.kind === "range" ? bare(value) : showExpression(value, 3)}`;

const showItems = (items: readonly Item[]): string =>
  items
    .map((item, i) => {
      const next = items[i + 1];
      return showItem(item) + (next === undefined ? "" : item.kind === "pair" && next.kind === "pair" ? ", " : "; ");
    })
    .join("");

/** An item on one line; documentation is left out. */
export function showItem(item: Item): string {
  switch (item.kind) {
    case "pair":
      return `${item.key.form === "string" ? JSON.stringify(item.key.text) : item.key.text}: ${showExpression(item.value)}`;
    case "binding": {
      const params = item.params === null ? "" : `(${item.params.map(({ text }) => text).join(", ")})`;
      return `let ${item.name.text}${params} = ${showExpression(item.value)}`;
    }
    case "statement":
      return showStatement(item);
    default:
      return unreachable(item);
  }
}

function showStatement({ word, args, from, as, body }: Statement): string {
  const line = args.map((arg, i): string => {
    const last = args[i - 1];
    // Two bare names side by side are told apart by a comma.
    const names = last && !last.name && !arg.name && last.value.kind === "name" && arg.value.kind === "name";
    return `${names ? "," : ""} ${showTerm(arg)}`;
  });
  return [
    word.text + line.join(""),
    ...(from ? [`from ${from.map(showTerm).join(", ")}`] : []),
    ...(as ? [`as ${as.map(({ text }) => text).join(", ")}`] : []),
    ...(body ? [bare(body)] : []),
  ].join(" ");
}
