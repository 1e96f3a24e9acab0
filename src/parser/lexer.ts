import { forgetText, scanBlockComment, scanNumeric, scanString } from "./scan.js";
import * as T from "./tokens.js";
import type { Token, TokenType } from "./tokens.js";

/** Where the token at `at` ends; `at` itself: there is none of this kind. */
type Scan = (text: string, at: number) => number;

interface Rule {
  /** Characters it can begin with. */
  readonly first: RegExp;
  readonly scan: Scan;
  readonly typeOf: (image: string) => TokenType;
}

const sticky = (pattern: string): Scan => {
  const regex = new RegExp(pattern, "y");
  return (text, at) => {
    regex.lastIndex = at;
    return regex.test(text) ? regex.lastIndex : at;
  };
};

const rule = (type: TokenType, first: RegExp, scan: Scan | string): Rule => ({ first, scan: typeof scan === "string" ? sticky(scan) : scan, typeOf: () => type });
const escaped = (text: string): string => text.replace(/[^]/g, "\\$&");
const sign = (type: TokenType): Rule => rule(type, new RegExp(escaped(type.sign[0]!)), (text, at) => (text.startsWith(type.sign, at) ? at + type.sign.length : at));

/** Characters beyond ASCII that make up words elsewhere; blanks and quotation marks are left out. */
const FOREIGN = "\\u00a1-\\u167f\\u1681-\\u1fff\\u2030-\\u205e\\u2060-\\u2fff\\u3001-\\ufefe\\uff00-\\uffff";
const END_OF_WORD = `(?![\\w${FOREIGN}])`;
/** Folders after the first of a path that stands without quotes. */
const PATH = "(?:\\/[\\w-]{1,64}){0,8}";

const keywords: ReadonlyMap<string, TokenType> = new Map(
  [T.Let, T.From, T.As, T.True, T.False, T.None].map((type) => [type.name.toLowerCase(), type]),
);

/** In the order in which they are tried. */
const rules: readonly Rule[] = [
  rule(T.Newline, /[\r\n]/, "[\\r\\n][ \\t\\r\\n]*"),
  { ...rule(T.Let, /[a-z]/, `(?:${[...keywords.keys()].join("|")})${END_OF_WORD}`), typeOf: (image) => keywords.get(image)! },
  rule(T.Word, /[A-Za-z_]/, `[A-Za-z_]\\w*${END_OF_WORD}(?!${PATH}\\.[A-Za-z_])`),
  rule(T.Numeric, /[0-9.]/, scanNumeric),
  rule(T.Text, /["'\u2018\u201c\u201d\u201e]/, scanString),
  rule(T.DocComment, /\//, "\\/\\/\\/(?!\\/)[^\\r\\n]*"),
  rule(T.LineComment, /\//, "\\/\\/[^\\r\\n]*"),
  rule(T.HashComment, /#/, "#[^\\r\\n]*"),
  rule(T.BlockComment, /\//, scanBlockComment),
  ...[
    T.OpenParen, T.CloseParen, T.OpenSquare, T.CloseSquare, T.OpenBrace, T.CloseBrace, T.Comma, T.Semicolon, T.Colon, T.Equals, T.DotDot,
    T.Plus, T.Minus, T.Star, T.Slash,
  ].map(sign), // prettier-ignore
  rule(T.OddBlank, /[^\x20-\x7e]/, "[\\f\\v\\u00a0\\u1680\\u2000-\\u200f\\u2028-\\u202f\\u205f\\u3000\\ufeff]+"),
  rule(T.ForeignWord, /[A-Za-z_]|[^\x00-\x7f]/, `[A-Za-z_${FOREIGN}][\\w${FOREIGN}]*(?:${PATH}(?:\\.[A-Za-z_][\\w-]*)+)?`),
  rule(T.Junk, /[^]/, "[\\x00-\\x08\\x0e-\\x1f!#$%&?@\\\\^`|~<>\\x7f-\\x9f]+|[^]"),
];

const rulesFor = (code: number): readonly Rule[] => rules.filter(({ first }) => first.test(String.fromCharCode(code)));
/** Rules by the ASCII character a token begins with, filled in as texts are read. */
const known: (readonly Rule[])[] = [];

/** All tokens of a text; blanks between them are left out. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 9) {
      at++;
      continue;
    }
    for (const { scan, typeOf } of code < 128 ? (known[code] ??= rulesFor(code)) : rulesFor(code)) {
      const end = scan(text, at);
      if (end === at) continue;
      const image = text.slice(at, end);
      tokens.push({ image, startOffset: at, end, tokenType: typeOf(image) });
      at = end;
      break;
    }
  }
  forgetText();
  return tokens;
}
