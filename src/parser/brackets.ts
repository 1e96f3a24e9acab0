import type { IToken, TokenType } from "chevrotain";
import * as T from "./tokens.js";

/** What closes and what is closed by a bracket. */
export const closerOf = (open: TokenType): TokenType =>
  open === T.OpenBrace ? T.CloseBrace : open === T.OpenSquare ? T.CloseSquare : T.CloseParen;

export const openers: ReadonlySet<TokenType> = new Set([T.OpenBrace, T.OpenSquare, T.OpenParen, T.CallParen]);
export const closers: ReadonlySet<TokenType> = new Set([T.CloseBrace, T.CloseSquare, T.CloseParen]);
export const closes = (close: TokenType, open: TokenType): boolean => closerOf(open) === close;

const comments: ReadonlySet<TokenType> = new Set([
  T.LineComment,
  T.BlockComment,
  T.DocComment,
  T.HashComment,
  T.OddBlank,
]);
const termStarts: ReadonlySet<TokenType> = new Set([
  T.Word,
  T.ForeignWord,
  T.Numeric,
  T.Text,
  T.True,
  T.False,
  T.None,
  T.OpenParen,
  T.OpenSquare,
  T.OpenBrace,
  T.From,
  T.As,
  T.Let,
]);

/** A look-ahead that skips comments; -1 at the end. */
function next(tokens: readonly IToken[], from: number): number {
  let at = from + 1;
  while (at < tokens.length && comments.has(tokens[at]!.tokenType)) at++;
  return at < tokens.length ? at : -1;
}

const touches = (a: IToken, b: IToken): boolean => T.endOf(a) === b.startOffset;

/** How far a call is followed when a line is judged; longer ones prove nothing. */
const LOOK = 200;

/** The index after a call's closing parenthesis, -1 if it is not found nearby. */
function afterCall(tokens: readonly IToken[], open: number): number {
  let depth = 0;
  for (let at = open; at < Math.min(tokens.length, open + LOOK); at++) {
    const type = tokens[at]!.tokenType;
    if (openers.has(type)) depth++;
    else if (closers.has(type) && --depth === 0) return next(tokens, at);
  }
  return -1;
}

export type LineStart = "statement" | "pair" | "other";

/**
 * What the line beginning at token `at` is for sure: a statement if it begins with two terms side by side (or a
 * reserved word), which is never legal inside `( )` and `[ ]`; a pair if it begins `word :`.
 */
export function lineStart(tokens: readonly IToken[], at: number): LineStart {
  const first = tokens[at]!.tokenType;
  if (first === T.Let || first === T.From || first === T.As) return "statement";
  if (first !== T.Word) return "other";
  let second = next(tokens, at);
  if (second >= 0 && tokens[second]!.tokenType === T.OpenParen && touches(tokens[at]!, tokens[second]!))
    second = afterCall(tokens, second);
  if (second < 0) return "other";
  const type = tokens[second]!.tokenType;
  if (type === T.Colon) return "pair";
  return termStarts.has(type) ? "statement" : "other";
}
