import type { TextEdit } from "../diagnostics/diagnostic.js";
import type { Span } from "../text/span.js";
import { astEqual } from "./ast-equal.js";
import type { Argument, Expr, Item, Node, ParsedFile, Statement } from "./ast.js";
import { showArgument, showExpression, showItem, showTerm } from "./show.js";
import { partsOf } from "./walk.js";

/**
 * The edits by which a node of a file becomes another one, which need not have been a text. Only what differs is
 * touched, so that comments stay where they are; those within a part that is written anew move in front of it.
 */
export function editsFor(file: ParsedFile, old: Node, made: Node): readonly TextEdit[] {
  if (astEqual(old, made)) return [];
  const more = old.kind === "statement" && made.kind === "statement" ? appended(file, old, made) : null;
  if (more) return more;
  const [before, after] = [partsOf(old), partsOf(made)];
  if (before.length > 0 && outlineOf(old) === outlineOf(made))
    return before.flatMap((part, i) => editsFor(file, part, after[i]!));
  return [{ span: old.span, text: commentsIn(file, old.span) + shown(made) }];
}

/** Everything of a node that is no child, and how many children of which sort there are. */
function outlineOf(node: Node): string {
  const children = new Set<unknown>(partsOf(node));
  return JSON.stringify(node, (key, value: unknown) => {
    if (key === "span" || key === "colon" || key === "parens") return undefined;
    return children.has(value) ? "child" : value;
  });
}

/** Arguments that only come behind those of a statement. */
function appended(file: ParsedFile, old: Statement, made: Statement): readonly TextEdit[] | null {
  const more = made.args.slice(old.args.length);
  const same = { ...made, args: made.args.slice(0, old.args.length), parens: old.parens };
  const edits =
    more.length === 0 || (old.parens === null) !== (made.parens === null) ? null : editsFor(file, old, same);
  if (edits === null || edits.some(({ span }) => span === old.span)) return null;
  const { parens, word, args } = old;
  const end = args.at(-1)?.span.end ?? word.span.end;
  // Those of parentheses that the statement ends its arguments with stand in them.
  const at = parens && end < parens.end ? parens.end - 1 : end;
  const inside = parens !== null && at === parens.end - 1;
  const text = inside
    ? `${args.length > 0 ? ", " : ""}${more.map(showArgument).join(", ")}`
    : more.map((arg) => ` ${showTerm(arg)}`).join("");
  return [...edits, { span: { start: at, end: at }, text }];
}

const commentsIn = ({ comments }: ParsedFile, { start, end }: Span): string =>
  comments
    .filter(({ span }) => span.start >= start && span.end <= end)
    .map(({ text, form }) => (form === "block" ? `${text} ` : `${text}\n`))
    .join("");

function shown(node: Node): string {
  switch (node.kind) {
    case "argument":
      return showTerm(node satisfies Argument);
    case "pair":
    case "binding":
    case "statement":
      return showItem(node satisfies Item);
    case "ident":
    case "key":
      return node.text;
    case "document":
      return node.items.map((item) => showItem(item)).join("\n");
    default:
      return showExpression(node satisfies Expr);
  }
}
