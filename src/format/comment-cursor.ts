import { builders } from "prettier/doc";
import type { Doc } from "prettier";
import type { Comment } from "../parser/ast.js";
import type { Span } from "../text/span.js";

const { breakParent, hardline, join, literalline } = builders;

/**
 * The comments of a file, taken strictly in source order while the tree is printed in source order: none can be lost,
 * printed twice or reordered, wherever it stands.
 */
export interface CommentCursor {
  /** The comments that begin before an offset and were not taken yet. */
  readonly take: (before: number) => readonly Comment[];
  readonly anyIn: (within: Span, outside: Span | null) => boolean;
}

export function commentCursor(comments: readonly Comment[]): CommentCursor {
  let at = 0;
  return {
    take(before) {
      const from = at;
      while (at < comments.length && comments[at]!.span.start < before) at++;
      return comments.slice(from, at);
    },
    anyIn(within, outside) {
      for (let i = at; i < comments.length && comments[i]!.span.start < within.end; i++) {
        const { start } = comments[i]!.span;
        if (start >= within.start && !(outside && outside.start <= start && start < outside.end)) return true;
      }
      return false;
    },
  };
}

/** Ends its line, so that nothing may follow it there. */
export const endsLine = (comment: Comment): boolean => comment.form !== "block";

/** Text of several lines, its own indentation kept. */
export const verbatim = (text: string): Doc => join(literalline, text.split("\n"));

export const commentDoc = (comment: Comment): Doc =>
  endsLine(comment) ? [comment.text.trimEnd(), breakParent] : verbatim(comment.text);

/** Comments before what they stand before; the language allows a new line wherever one of a whole line can stand. */
export const leading = (comments: readonly Comment[]): Doc =>
  comments.map((comment) => [commentDoc(comment), endsLine(comment) ? hardline : " "]);
