import type { IToken, TokenType } from "chevrotain";
import { closers, openers } from "../brackets.js";
import * as T from "../tokens.js";

/**
 * Tokens of one statement's line: from a line's beginning, `;` or a brace to the next of these. Brackets in it are
 * whole.
 */
export interface Segment {
  /** Indexes into the raw tokens, the end beyond the last. */
  readonly from: number;
  readonly to: number;
  /** Without comments. */
  readonly tokens: readonly IToken[];
}

const comments: ReadonlySet<TokenType> = new Set([
  T.LineComment,
  T.BlockComment,
  T.DocComment,
  T.HashComment,
  T.OddBlank,
]);
const ends: ReadonlySet<TokenType> = new Set([T.Newline, T.Semicolon, T.OpenBrace, T.CloseBrace]);

export const isComment = (token: IToken): boolean => comments.has(token.tokenType);

/**
 * The segments that `isWanted` picks by a look at their tokens; one inside brackets that are never closed ends with its
 * line.
 */
export function segments(
  raw: readonly IToken[],
  isWanted: (token: IToken, first: boolean, raw: readonly IToken[], at: number) => boolean,
): Segment[] {
  const found: Segment[] = [];
  let at = 0;
  while (at < raw.length) {
    if (ends.has(raw[at]!.tokenType) || isComment(raw[at]!)) {
      at++;
      continue;
    }
    const from = at;
    const to = Math.max(from + 1, endOfSegment(raw, from)); // a stray bracket is a segment
    let wanted = false;
    for (; at < to; at++) wanted ||= isWanted(raw[at]!, at === from, raw, at);
    if (wanted)
      found.push({
        from,
        to,
        tokens: raw.slice(from, to).filter((token) => !isComment(token) && token.tokenType !== T.Newline),
      });
  }
  return found;
}

function endOfSegment(raw: readonly IToken[], from: number): number {
  let depth = 0;
  let firstEnd = -1;
  for (let at = from; at < raw.length; at++) {
    const type = raw[at]!.tokenType;
    if (ends.has(type)) {
      if (depth === 0) return at;
      if (firstEnd < 0) firstEnd = at;
      // Within brackets only braces of a map are met; a line that goes on far is no line.
      if (at - from > 400) return firstEnd;
    }
    if (openers.has(type)) depth++;
    else if (closers.has(type) && --depth < 0) return at;
  }
  return depth === 0 ? raw.length : firstEnd < 0 ? raw.length : firstEnd;
}
