import { builders } from "prettier/doc";
import type { Doc } from "prettier";
import type { Body, Comment, Document, Item } from "../parser/ast.js";
import { unreachable } from "../text/unreachable.js";
import { commentCursor, commentDoc, endsLine, verbatim } from "./comment-cursor.js";
import { before, printElements, printExpression, type PrintContext } from "./print-expression.js";
import { printStatement } from "./print-statement.js";

const { breakParent, group, hardline, ifBreak, indent, line, softline } = builders;

/** One line of a body: an item with the comments beside it, or a comment of its own. */
interface Entry {
  readonly doc: Doc[];
  readonly item: Item | null;
  readonly start: number;
  end: number;
  /** A comment ends its line. */
  closed: boolean;
}

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
  const entries = readEntries(context, document.items, text.length, 0);
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
  const entries = readEntries(context, body.items, body.span.end - 1, depth + 1);
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

/** Items and comments in their order; a comment at the end of an item's line stays there. */
function readEntries(context: PrintContext, items: readonly Item[], end: number, depth: number): Entry[] {
  const { text, comments } = context;
  const entries: Entry[] = [];
  let prefix: Doc[] = [];
  let prefixStart = -1;
  const place = (comment: Comment, hasNext: boolean): void => {
    const last = entries[entries.length - 1];
    const gap = last ? text.slice(last.end, comment.span.start) : "";
    const lineEnd = /^[ \t]*(?:\n|$|\/\/|\/\*)/.test(text.slice(comment.span.end, comment.span.end + 200));
    if (
      last &&
      !last.closed &&
      prefix.length === 0 &&
      !gap.includes("\n") &&
      (endsLine(comment) || lineEnd || !/[,;]/.test(gap))
    ) {
      last.doc.push(" ", commentDoc(comment));
      last.end = Math.max(last.end, comment.span.end);
      last.closed = endsLine(comment);
    } else if (!endsLine(comment) && hasNext && !/^[ \t]*\n/.test(text.slice(comment.span.end))) {
      if (prefix.length === 0) prefixStart = comment.span.start;
      prefix.push(commentDoc(comment), " ");
    } else {
      const start = prefix.length > 0 ? prefixStart : comment.span.start;
      entries.push({
        doc: [...prefix, commentDoc(comment), breakParent],
        item: null,
        start,
        end: comment.span.end,
        closed: true,
      });
      prefix = [];
    }
  };
  for (const item of items) {
    for (const comment of comments.take(item.span.start)) place(comment, true);
    const last = entries[entries.length - 1];
    const ignored = prefix.length === 0 && last?.item === null && isIgnore(text.slice(last.start, last.end));
    const doc = ignored ? verbatim(text.slice(item.span.start, item.span.end)) : printItem(context, item, depth);
    if (ignored) comments.take(item.span.end);
    entries.push({
      doc: [...prefix, doc],
      item,
      start: prefix.length > 0 ? prefixStart : item.span.start,
      end: item.span.end,
      closed: false,
    });
    prefix = [];
    for (const comment of comments.take(item.span.end)) {
      const entry = entries[entries.length - 1]!;
      if (entry.closed)
        entries.push({
          doc: [commentDoc(comment), breakParent],
          item: null,
          start: comment.span.start,
          end: item.span.end,
          closed: true,
        });
      else {
        entry.doc.push(" ", commentDoc(comment));
        entry.closed = endsLine(comment);
      }
    }
  }
  for (const comment of comments.take(end)) place(comment, false);
  return entries;
}

const isIgnore = (comment: string): boolean => /^\/[/*]\s*prettier-ignore\s*(?:\*\/)?$/.test(comment);
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
        printElements(
          context,
          "(",
          params,
          (param) => param.text,
          closeOf(context, item.span.start, value.span.start),
          ")",
        );
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
