import type { Fix } from "../diagnostics/diagnostic.js";
import { span, type Span } from "../text/span.js";
import type { Argument, Expr, Ident } from "./ast.js";
import { numericLiteral, stringLiteral } from "./literals.js";
import type { Operand } from "./precedence.js";
import { fix, type Reporter } from "./reporter.js";
import * as T from "./tokens.js";
import type { Token, TokenType } from "./tokens.js";

/** Where items stand: at the top of a file, in a statement's braces, in braces that are a value. */
export type Place = "file" | "body" | "map";

/** What stands between brackets. */
export interface Elements {
  readonly args: readonly Argument[];
  readonly commas: number;
}

const has = (...types: TokenType[]): ReadonlySet<TokenType> => new Set(types);
export const assigns = has(T.Equals, T.Colon);
export const literals = has(T.Numeric, T.Text, T.True, T.False, T.None);
export const bad = has(T.ForeignWord, T.TooDeep, T.Junk);
export const termStarts = has(T.Word, ...literals, ...bad, T.OpenParen, T.OpenSquare, T.Minus);
export const reserved = has(T.Let, T.From, T.As, T.True, T.False, T.None);
export const lineEnds = has(T.Newline, T.Semicolon, T.CloseBrace, T.End);
export const openers = has(T.CallParen, T.OpenParen, T.OpenSquare, T.OpenBrace);
export const closers = has(T.CloseParen, T.CloseSquare, T.CloseBrace);
const infix = has(T.Plus, T.Star, T.Slash, T.DotDot);
const ends = has(T.Newline, T.Semicolon, T.Comma, ...closers, T.End);

const END: Token = { image: "", startOffset: NaN, end: NaN, tokenType: T.End };

/** What the rules of the grammar need to be lenient: a look ahead, a way back into the text, and words for what is wrong. */
export abstract class LenientParser {
  private at = 0;

  protected constructor(
    private readonly tokens: readonly Token[],
    protected readonly text: string,
    private readonly docs: Map<number, Token[]>,
    protected readonly found: Reporter,
  ) {}

  /** The next token for 1, the last one read for 0. */
  protected ahead(distance: number): Token {
    return this.tokens[this.at + distance - 1] ?? END;
  }
  protected isNext(type: TokenType): boolean {
    return this.ahead(1).tokenType === type;
  }
  /** Reads the next token, whatever it is. */
  protected takeAny(): Token {
    const token = this.ahead(1);
    if (token !== END) this.at++;
    return token;
  }
  /** Reads the next token, which has the type: rules look before they take. Should one ever err, its place is reported and the rest of the file is kept. */
  protected take(type: TokenType): Token {
    const token = this.ahead(1);
    if (token.tokenType === type) this.at++;
    else this.found.report("syntax/unexpected", { found: this.show(token) }, this.spanOf(token));
    return token;
  }

  protected spanOf(token: Token): Span {
    if (token.tokenType === T.End || Number.isNaN(token.startOffset)) return span(this.text.length, this.text.length);
    return span(token.startOffset, T.endOf(token));
  }
  /** The end of the last token read. */
  protected end(): number {
    return T.endOf(this.ahead(0));
  }
  protected since(start: number): Span {
    return span(start, Math.max(start, this.end()));
  }
  /** The place of the next token, which is not what it should be. */
  protected near(): Span {
    const next = this.ahead(1);
    if (next.tokenType === T.End || next.tokenType === T.Newline) return span(this.end(), this.end());
    return this.text.slice(this.end(), next.startOffset).includes("\n") ? this.spanOf(this.ahead(0)) : this.spanOf(next);
  }
  /** A token in a message. */
  protected show(token: Token): string {
    if (token.tokenType === T.End) return "the end of the file";
    return token.image.length > 30 ? `${token.image.slice(0, 30)}…` : token.image;
  }

  /** Whether the tokens from `LA(at)` are a key and its sign. */
  protected pairAhead(at: number): boolean {
    const type = this.ahead(at).tokenType;
    const sign = this.ahead(at + 1).tokenType;
    if (type === T.Word || type === T.Text || type === T.Numeric) return sign === T.Colon || (at === 1 && sign === T.Equals);
    return sign === T.Colon && reserved.has(type);
  }
  /** Whether a statement's line goes on with the next token. */
  protected goesOn(hasBody: boolean): boolean {
    const type = this.ahead(1).tokenType;
    if (type === T.From || type === T.As) return this.ahead(2).tokenType !== T.Colon;
    if (type === T.OpenBrace) return true;
    if (hasBody) return false;
    return type === T.Comma ? this.commaThenTerm() : termStarts.has(type);
  }
  protected commaThenTerm(): boolean {
    return this.ahead(1).tokenType === T.Comma && termStarts.has(this.ahead(2).tokenType) && !this.pairAhead(2);
  }
  protected valueAhead(term: boolean): boolean {
    const type = this.ahead(1).tokenType;
    if (termStarts.has(type)) return true;
    if (term) return false;
    return type === T.OpenBrace || ((type === T.From || type === T.As) && ends.has(this.ahead(2).tokenType));
  }
  /** Between blanks: a minus subtracts unless a blank stands before it and none after it. */
  protected operatorAhead(): boolean {
    const next = this.ahead(1);
    if (next.tokenType !== T.Minus) return infix.has(next.tokenType);
    return next.startOffset === this.end() || this.ahead(2).startOffset > T.endOf(next);
  }

  /** The documentation above the declaration that begins with the next token. */
  protected takeDoc(): string | null {
    if (this.docs.size === 0) return null;
    const at = this.ahead(1).startOffset;
    const lines = this.docs.get(at);
    if (!lines) return null;
    this.docs.delete(at);
    return lines.map(({ image }) => image.slice(3).replace(/^ /, "").trimEnd()).join("\n");
  }
  protected reportLeftDocs(): void {
    for (const lines of this.docs.values())
      for (const doc of lines)
        this.found.report("syntax/dangling-doc", {}, this.spanOf(doc), {
          fixes: [fix("write //", doc.startOffset, doc.startOffset + 3, "//")],
        });
  }

  protected missing(separator: "," | ";"): void {
    const at = this.end();
    const params = { separator: separator === "," ? "comma" : "semicolon or new line", before: this.show(this.ahead(1)) };
    this.found.report("syntax/missing-separator", params, this.spanOf(this.ahead(1)), {
      fixes: [fix(`write ${separator}`, at, at, separator)],
    });
  }
  protected extraComma(comma: Token): void {
    this.found.report("syntax/extra-comma", {}, this.spanOf(comma), {
      fixes: [fix("delete the comma", comma.startOffset, T.endOf(comma), "")],
    });
  }
  protected hole(after: string): Operand {
    const near = this.near();
    const at = span(this.end(), this.end());
    const last = this.ahead(0);
    const shown = after === "let" || after === "key" ? last.image : after;
    this.found.report("syntax/missing-value", { after: shown.length > 0 && shown.length < 30 ? shown : "this" }, near);
    return { node: { kind: "hole", span: at }, outer: at };
  }
  protected reservedWord(token: Token): void {
    const fixes = [fix(`write "${token.image}"`, token.startOffset, T.endOf(token), `"${token.image}"`)];
    this.found.report("syntax/reserved-word", { word: token.image }, this.spanOf(token), { fixes });
  }
  /** A token that belongs nowhere; what is nested too deeply has been reported before. */
  protected badToken(token: Token): void {
    const at = this.spanOf(token);
    if (token.tokenType === T.Junk) return this.found.report("syntax/unexpected-character", { text: printable(token.image) }, at);
    if (token.tokenType !== T.ForeignWord) return;
    const quoted = fix(`write "${this.show(token)}"`, at.start, at.end, `"${token.image}"`);
    if (token.image.includes(".")) return this.found.report("syntax/unquoted", { text: this.show(token) }, at, { fixes: [quoted] });
    this.found.report("syntax/name-letters", { text: this.show(token) }, at, { fixes: [quoted] });
  }
  /** The value of a token that is one by itself. */
  protected simple(token: Token): Expr {
    const at = this.spanOf(token);
    switch (token.tokenType) {
      case T.Numeric:
        return numericLiteral(token, this.found);
      case T.Text:
        return stringLiteral(token, this.found);
      case T.True:
      case T.False:
        return { kind: "boolean", value: token.tokenType === T.True, span: at };
      case T.None:
        return { kind: "none", span: at };
    }
    if (reserved.has(token.tokenType)) this.reservedWord(token);
    else this.badToken(token);
    return { kind: "hole", span: at };
  }

  /** Replaces an assignment sign. A colon closes up to its key, and a blank follows it. */
  protected assign(sign: Token, text: string): Fix {
    let start = sign.startOffset;
    let end = T.endOf(sign);
    if (text !== " =") while (/[ \t]/.test(this.text[start - 1] ?? "")) start--;
    if (text === "=") while (/[ \t]/.test(this.text[end] ?? "")) end++;
    const blank = text === "=" || /\s/.test(this.text[end] ?? "") ? "" : " ";
    return fix(`write ${text.trim()}`, start, end, text + blank);
  }
  /** The values of a list; keys in it are reported. */
  protected unnamed(args: readonly Argument[]): Expr[] {
    return args.map(({ name, value }) => {
      if (name) this.found.report("syntax/key-in-list", { key: name.text }, name.span);
      return value;
    });
  }
  /** The parameters of a function; what is not a plain name is reported and left out. */
  protected parameters({ args }: Elements): Ident[] {
    return args.flatMap(({ name, value, span: at }): Ident[] => {
      if (!name && value.kind === "name") return [{ kind: "ident", text: value.text, span: value.span }];
      this.found.report("syntax/parameter-name", {}, at);
      return name ? [name] : [];
    });
  }
}

function printable(text: string): string {
  const shown = text.length > 12 ? `${text.slice(0, 12)}…` : text;
  return [...shown]
    .map((c) => (/[\p{C}\p{Z}]/u.test(c) ? `U+${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}` : c))
    .join("");
}
