import type { TokenType } from "chevrotain";
import type { SourceFile } from "../text/source-file.js";
import type { Span } from "../text/span.js";
import { forgetText } from "./scan.js";
import * as T from "./tokens.js";

/** What a piece of text is, before it is known what it means. */
type TokenKind = "blank" | "newline" | "comment" | "word" | "keyword" | "number" | "string" | "sign" | "junk";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly span: Span;
}

const kinds = new Map<TokenType, TokenKind>([
  [T.Newline, "newline"],
  [T.OddBlank, "blank"],
  ...[T.DocComment, T.LineComment, T.HashComment, T.BlockComment].map((type) => [type, "comment"] as const),
  ...[T.Word, T.ForeignWord].map((type) => [type, "word"] as const),
  ...[T.Let, T.From, T.As, T.True, T.False, T.None].map((type) => [type, "keyword"] as const),
  [T.Numeric, "number"],
  [T.Text, "string"],
  [T.Junk, "junk"],
]);

const known = new WeakMap<SourceFile, readonly Token[]>();

/**
 * The tokens of a text, blanks and comments among them: put together they are the text. Read at the first time that
 * somebody asks; a check of a sound file never does.
 */
export function tokensOf(source: SourceFile): readonly Token[] {
  let tokens = known.get(source);
  if (!tokens) known.set(source, (tokens = read(source.text)));
  return tokens;
}

let lexer: ReturnType<typeof T.createLexer> | undefined;

function read(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let end = 0;
  const add = (kind: TokenKind, to: number): void => {
    if (to > end) tokens.push({ kind, text: text.slice(end, to), span: { start: end, end: to } });
    end = Math.max(end, to);
  };
  for (const token of (lexer ??= T.createLexer()).tokenize(text).tokens) {
    add("blank", token.startOffset);
    add(kinds.get(token.tokenType) ?? "sign", T.endOf(token));
  }
  add("blank", text.length);
  forgetText();
  return tokens;
}

/** Index of the token that an offset lies in, or begins; the number of tokens behind the last. */
export function tokenIndexAt(tokens: readonly Token[], offset: number): number {
  let [low, high] = [0, tokens.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens[middle]!.span.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
