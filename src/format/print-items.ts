import { builders } from "prettier/doc";
import type { Doc } from "prettier";
import type { Body, Comment, Document, Item } from "../parser/ast.js";
import { unreachable } from "../text/unreachable.js";
import { commentCursor } from "./comment-cursor.js";
import { before, printElements, printExpression, type PrintContext } from "./print-expression.js";
import { printStatement } from "./print-statement.js";
import { readEntries } from "./read-entries.js";

const { group, hardline, ifBreak, indent, line, softline } = builders;

/** The whole file. */
export function printDocument(
  document: Document,
  comments: readonly Comment[],
  text: string,
  width: number,
  tab: number,
): Doc {
  const context: PrintContext = {
    text,
    comments: commentCursor(comments),
    width,
    tab,
    body: (body) => printBody(context, body, [], 0),
  };
  const entries = readEntries(context, document.items, text.length, (item) => printItem(context, item, 0));
  const lines = entries.map((entry, i): Doc => {
    const gap = i > 0 && blankLine(text, entries[i - 1]!.end, entry.start) ? hardline : "";
    return [i > 0 ? hardline : "", gap, entry.doc];
  });
  return lines.length > 0 ? [...lines, hardline] : "";
}

/**
 * `{ … }`: on one line if it fits and its first item stood on the opening line, else one item a line. `moved` come
 * first.
 */
function printBody(context: PrintContext, body: Body, moved: readonly Doc[], depth: number): Doc {
  const { text } = context;
  const entries = readEntries(context, body.items, body.span.end - 1, (item) => printItem(context, item, depth + 1));
  if (entries.length === 0 && moved.length === 0) return "{}";
  const first = entries[0];
  const broken = moved.length > 0 || text.slice(body.span.start, first?.start ?? body.span.end).includes("\n");
  const lines: Doc[] = moved.map((doc, i) => [i > 0 ? hardline : "", doc]);
  entries.forEach((entry, i) => {
    const last = entries[i - 1];
    if (!last) return void lines.push(moved.length > 0 ? hardline : "", entry.doc);
    const separator = last.item === null ? "" : last.item.kind === "pair" && entry.item?.kind === "pair" ? "," : ";";
    lines.push(ifBreak("", separator), line, blankLine(text, last.end, entry.start) ? softline : "", entry.doc);
  });
  return group(["{", indent([line, ...lines]), line, "}"], { shouldBreak: broken });
}

const blankLine = (text: string, from: number, to: number): boolean => /\n[ \t]*\n/.test(text.slice(from, to));

function printItem(context: PrintContext, item: Item, depth: number): Doc {
  switch (item.kind) {
    case "pair":
      return [
        context.text.slice(item.key.span.start, item.key.span.end),
        ": ",
        indent(before(context, item.value.span.start)),
        printExpression(context, item.value),
      ];
    case "binding": {
      const { name, params, value } = item;
      const list =
        params &&
        printElements(context, params, (param) => param.text, {
          open: "(",
          close: ")",
          end: closeOf(context, item.span.start, value.span.start),
        });
      return [
        "let ",
        before(context, name.span.start),
        name.text,
        list ?? "",
        " = ",
        indent(before(context, value.span.start)),
        printExpression(context, value),
      ];
    }
    case "statement":
      return printStatement(context, item, depth, (moved) =>
        item.body ? printBody(context, item.body, moved, depth) : moved.length > 0 ? printMoved(moved) : null,
      );
    default:
      return unreachable(item);
  }
}

const printMoved = (moved: readonly Doc[]): Doc => ["{", indent(moved.map((doc) => [hardline, doc])), hardline, "}"];

/** The offset of the parenthesis that ends a function's parameters: the last before its equals sign. */
const closeOf = (context: PrintContext, from: number, to: number): number =>
  from + context.text.slice(from, to).lastIndexOf(")", context.text.slice(from, to).lastIndexOf("="));
