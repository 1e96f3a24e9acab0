/**
 * The tokens. There is none for any word of the vocabulary. Every character belongs to some token (`Junk` takes the rest), so reading a
 * text into tokens never fails; what is wrong with a literal is said by whoever reads it.
 */
export interface TokenType {
  readonly name: string;
  /** What a sign looks like; empty: the token has no fixed text. */
  readonly sign: string;
}

export interface Token {
  readonly image: string;
  readonly startOffset: number;
  /** After the last character in the text; tokens that stand for other text than their image have its end. */
  readonly end: number;
  /** A parenthesis that touches a word is made a call's by the layout pass. */
  tokenType: TokenType;
}

const type = (name: string, sign = ""): TokenType => ({ name, sign });

export const Newline = type("Newline");
export const OddBlank = type("OddBlank");
export const DocComment = type("DocComment");
export const LineComment = type("LineComment");
/** A comment as Python writes it. */
export const HashComment = type("HashComment");
export const BlockComment = type("BlockComment");

export const Text = type("Text");
export const Numeric = type("Numeric");

export const Let = type("Let");
export const From = type("From");
export const As = type("As");
export const True = type("True");
export const False = type("False");
export const None = type("None");
export const Word = type("Word");
/** A word with letters that names cannot have; or a text such as `data/x.csv` without its quotes. */
export const ForeignWord = type("ForeignWord");

/** A parenthesis that touches the word before it; the layout pass tells it from `OpenParen`. */
export const CallParen = type("CallParen");
export const OpenParen = type("OpenParen", "(");
export const CloseParen = type("CloseParen", ")");
export const OpenSquare = type("OpenSquare", "[");
export const CloseSquare = type("CloseSquare", "]");
export const OpenBrace = type("OpenBrace", "{");
export const CloseBrace = type("CloseBrace", "}");
export const Comma = type("Comma", ",");
export const Semicolon = type("Semicolon", ";");
export const Colon = type("Colon", ":");
export const Equals = type("Equals", "=");
export const DotDot = type("DotDot", "..");
export const Plus = type("Plus", "+");
export const Minus = type("Minus", "-");
export const Star = type("Star", "*");
export const Slash = type("Slash", "/");
/** Stands for source text that was nested too deeply to be read. */
export const TooDeep = type("TooDeep");
export const Junk = type("Junk");
/** After the last token of a text. */
export const End = type("End");

/** The offset after the token's last character. */
export const endOf = (token: Token): number => token.end;
