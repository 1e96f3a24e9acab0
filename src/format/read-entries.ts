import { builders } from "prettier/doc";
import type { Doc } from "prettier";
import type { Comment, Item } from "../parser/ast.js";
import { commentDoc, endsLine, verbatim } from "./comment-cursor.js";
import type { PrintContext } from "./print-expression.js";

const { breakParent } = builders;

/** One line of a body: an item with the comments beside it, or a comment of its own. */
export interface Entry {
  readonly doc: Doc[];
  readonly item: Item | null;
  readonly start: number;
  end: number;
  /** A comment ends its line. */
  closed: boolean;
}

type Print = (item: Item) => Doc;

/** Items and comments in their order, up to offset `end`; a comment at the end of an item's line stays there. */
export function readEntries(context: PrintContext, items: readonly Item[], end: number, print: Print): Entry[] {
  const reader = new EntryReader(context, print);
  for (const item of items) reader.item(item);
  for (const comment of context.comments.take(end)) reader.comment(comment, false);
  return reader.entries;
}

class EntryReader {
  readonly entries: Entry[] = [];
  /** Comments that stand before something on its line. */
  #prefix: Doc[] = [];
  #prefixStart = -1;

  constructor(
    private readonly context: PrintContext,
    private readonly print: Print,
  ) {}

  item(item: Item): void {
    const { text, comments } = this.context;
    for (const comment of comments.take(item.span.start)) this.comment(comment, true);
    const last = this.entries.at(-1);
    const ignored = this.#prefix.length === 0 && last?.item === null && isIgnore(text.slice(last.start, last.end));
    const doc = ignored ? verbatim(text.slice(item.span.start, item.span.end)) : this.print(item);
    if (ignored) comments.take(item.span.end);
    this.#add({ doc, item, start: item.span.start, end: item.span.end, closed: false });
    for (const comment of comments.take(item.span.end)) this.#inside(comment, item);
  }

  /** A comment between items. */
  comment(comment: Comment, hasNext: boolean): void {
    const { start, end } = comment.span;
    const last = this.entries.at(-1);
    if (last && this.#standsBehind(last, comment)) {
      last.doc.push(" ", commentDoc(comment));
      last.end = Math.max(last.end, end);
      last.closed = endsLine(comment);
    } else if (!endsLine(comment) && hasNext && !/^[ \t]*\n/.test(this.context.text.slice(end))) {
      if (this.#prefix.length === 0) this.#prefixStart = start;
      this.#prefix.push(commentDoc(comment), " ");
    } else this.#add({ doc: [commentDoc(comment), breakParent], item: null, start, end, closed: true });
  }

  #standsBehind(last: Entry, comment: Comment): boolean {
    const { text } = this.context;
    const { start, end } = comment.span;
    if (last.closed || this.#prefix.length > 0) return false;
    const gap = text.slice(last.end, start);
    if (gap.includes("\n")) return false;
    const isLast = /^[ \t]*(?:\n|$|\/\/|\/\*)/.test(text.slice(end, end + 200));
    return endsLine(comment) || isLast || !/[,;]/.test(gap);
  }

  /** A comment that the item's own printing left over. */
  #inside(comment: Comment, item: Item): void {
    const last = this.entries.at(-1)!;
    const doc = commentDoc(comment);
    if (last.closed)
      this.#add({ doc: [doc, breakParent], item: null, start: comment.span.start, end: item.span.end, closed: true });
    else {
      last.doc.push(" ", doc);
      last.closed = endsLine(comment);
    }
  }

  #add({ doc, ...entry }: Omit<Entry, "doc"> & { readonly doc: Doc }): void {
    const start = this.#prefix.length > 0 ? this.#prefixStart : entry.start;
    this.entries.push({ ...entry, doc: [...this.#prefix, doc], start });
    this.#prefix = [];
  }
}

const isIgnore = (comment: string): boolean => /^\/[/*]\s*prettier-ignore\s*(?:\*\/)?$/.test(comment);
