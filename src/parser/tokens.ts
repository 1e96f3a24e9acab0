import { createToken, Lexer, type IToken, type TokenType } from "chevrotain";
import { scanBlockComment, scanNumeric, scanString } from "./scan.js";

/**
 * The tokens. There is none for any word of the vocabulary. Every character belongs to some token (`Junk` takes the
 * rest), so the lexer itself never fails; what is wrong with a literal is said by whoever reads it.
 */

/** Characters beyond ASCII that make up words elsewhere; blanks and quotation marks are left out. */
const FOREIGN = "\\u00a1-\\u167f\\u1681-\\u1fff\\u2030-\\u205e\\u2060-\\u2fff\\u3001-\\ufefe\\uff00-\\uffff";
const END_OF_WORD = `(?![\\w${FOREIGN}])`;

const word = (text: string): RegExp => new RegExp(text + END_OF_WORD);

const Blank = createToken({ name: "Blank", pattern: /[ \t]+/, group: Lexer.SKIPPED });
export const Newline = createToken({ name: "Newline", pattern: /[\r\n][ \t\r\n]*/ });
export const OddBlank = createToken({
  name: "OddBlank",
  pattern: /[\f\v\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f\u3000\ufeff]+/,
});
export const DocComment = createToken({ name: "DocComment", pattern: /\/\/\/(?!\/)[^\r\n]*/ });
export const LineComment = createToken({ name: "LineComment", pattern: /\/\/[^\r\n]*/ });
/** Folders after the first of a path that stands without quotes. */
const PATH = "(?:\\/[\\w-]{1,64}){0,8}";

/** A comment as Python writes it. */
export const HashComment = createToken({ name: "HashComment", pattern: /#[^\r\n]*/ });
export const BlockComment = createToken({
  name: "BlockComment",
  pattern: scanBlockComment,
  start_chars_hint: ["/"],
  line_breaks: true,
});

export const Text = createToken({
  name: "Text",
  pattern: scanString,
  start_chars_hint: ['"', "'", "\u2018", "\u201c", "\u201d", "\u201e"],
  line_breaks: true,
});
export const Numeric = createToken({
  name: "Numeric",
  pattern: scanNumeric,
  start_chars_hint: [..."0123456789."],
  line_breaks: false,
});

export const Let = createToken({ name: "Let", pattern: word("let") });
export const From = createToken({ name: "From", pattern: word("from") });
export const As = createToken({ name: "As", pattern: word("as") });
export const True = createToken({ name: "True", pattern: word("true") });
export const False = createToken({ name: "False", pattern: word("false") });
export const None = createToken({ name: "None", pattern: word("none") });
export const Word = createToken({
  name: "Word",
  pattern: new RegExp(`[A-Za-z_]\\w*${END_OF_WORD}(?!${PATH}\\.[A-Za-z_])`),
});
/** A word with letters that names cannot have; or a text such as `data/x.csv` without its quotes. */
export const ForeignWord = createToken({
  name: "ForeignWord",
  pattern: new RegExp(`[A-Za-z_${FOREIGN}][\\w${FOREIGN}]*(?:${PATH}(?:\\.[A-Za-z_][\\w-]*)+)?`),
});

/** A parenthesis that touches the word before it; the layout pass tells it from `OpenParen`. */
export const CallParen = createToken({ name: "CallParen", pattern: Lexer.NA });
export const OpenParen = createToken({ name: "OpenParen", pattern: "(" });
export const CloseParen = createToken({ name: "CloseParen", pattern: ")" });
export const OpenSquare = createToken({ name: "OpenSquare", pattern: "[" });
export const CloseSquare = createToken({ name: "CloseSquare", pattern: "]" });
export const OpenBrace = createToken({ name: "OpenBrace", pattern: "{" });
export const CloseBrace = createToken({ name: "CloseBrace", pattern: "}" });
export const Comma = createToken({ name: "Comma", pattern: "," });
export const Semicolon = createToken({ name: "Semicolon", pattern: ";" });
export const Colon = createToken({ name: "Colon", pattern: ":" });
export const Equals = createToken({ name: "Equals", pattern: "=" });
export const DotDot = createToken({ name: "DotDot", pattern: ".." });
export const Plus = createToken({ name: "Plus", pattern: "+" });
export const Minus = createToken({ name: "Minus", pattern: "-" });
export const Star = createToken({ name: "Star", pattern: "*" });
export const Slash = createToken({ name: "Slash", pattern: "/" });
/** Stands for source text that was nested too deeply to be read. */
export const TooDeep = createToken({ name: "TooDeep", pattern: Lexer.NA });
export const Junk = createToken({
  name: "Junk",
  pattern: /[\x00-\x08\x0e-\x1f!#$%&?@\\^`|~<>\x7f-\x9f]+|[\u0000-\uffff]/,
  line_breaks: false,
});

/** Tokens of the lexer, in the order in which they are tried. */
const lexed: TokenType[] = [
  Blank,
  Newline,
  Let,
  From,
  As,
  True,
  False,
  None,
  Word,
  Numeric,
  Text,
  DocComment,
  LineComment,
  HashComment,
  BlockComment,
  OpenParen,
  CloseParen,
  OpenSquare,
  CloseSquare,
  OpenBrace,
  CloseBrace,
  Comma,
  Semicolon,
  Colon,
  Equals,
  DotDot,
  Plus,
  Minus,
  Star,
  Slash,
  OddBlank,
  ForeignWord,
  Junk,
];

/** Tokens that the layout pass hands to the grammar. */
export const grammarTokens: TokenType[] = [
  Newline,
  Let,
  From,
  As,
  True,
  False,
  None,
  Word,
  Numeric,
  Text,
  CallParen,
  OpenParen,
  CloseParen,
  OpenSquare,
  CloseSquare,
  OpenBrace,
  CloseBrace,
  Comma,
  Semicolon,
  Colon,
  Equals,
  DotDot,
  Plus,
  Minus,
  Star,
  Slash,
  ForeignWord,
  TooDeep,
  Junk,
];

/** `validate` runs Chevrotain's checks of the token definitions: for tests, they cost more than reading a file. */
export const createLexer = (validate = false): Lexer =>
  new Lexer([...lexed, CallParen, TooDeep], {
    positionTracking: "onlyOffset",
    skipValidations: !validate,
    ensureOptimizations: true,
  });

/** The offset after the token's last character. Only tokens that stand for other text than their image carry an end. */
export const endOf = (token: IToken): number =>
  token.endOffset === undefined ? token.startOffset + token.image.length : token.endOffset + 1;
