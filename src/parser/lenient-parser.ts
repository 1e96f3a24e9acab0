import { EmbeddedActionsParser, EOF, type IToken, type TokenType } from "chevrotain";
import type { Fix } from "../diagnostics/diagnostic.js";
import { span, type Span } from "../text/span.js";
import type { Argument, Expr, Ident } from "./ast.js";
import { numericLiteral, stringLiteral } from "./literals.js";
import type { Operand } from "./precedence.js";
import { fix, type SyntaxReporter } from "./reporter.js";
import * as T from "./tokens.js";

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
export const lineEnds = has(T.Newline, T.Semicolon, T.CloseBrace, EOF);
export const openers = has(T.CallParen, T.OpenParen, T.OpenSquare, T.OpenBrace);
export const closers = has(T.CloseParen, T.CloseSquare, T.CloseBrace);
/** Tokens that are no brackets. */
export const plain: readonly TokenType[] = T.grammarTokens.filter((type) => !openers.has(type) && !closers.has(type));
const infix = has(T.Plus, T.Star, T.Slash, T.DotDot);
const ends = has(T.Newline, T.Semicolon, T.Comma, ...closers, EOF);

/**
 * What the rules of the grammar need to be lenient: a look ahead, a way back into the text, and words for what is
 * wrong.
 */
export abstract class LenientParser extends EmbeddedActionsParser {
  protected text = "";
  protected found!: SyntaxReporter;
  private docs = new Map<number, IToken[]>();

  protected begin(text: string, docs: Map<number, IToken[]>, found: SyntaxReporter): void {
    this.text = text;
    this.docs = docs;
    this.found = found;
  }

  protected spanOf(token: IToken): Span {
    if (token.tokenType === EOF || Number.isNaN(token.startOffset)) return span(this.text.length, this.text.length);
    return span(token.startOffset, T.endOf(token));
  }
  /** The end of the last token read. */
  protected end(): number {
    return T.endOf(this.LA(0));
  }
  protected since(start: number): Span {
    return span(start, Math.max(start, this.end()));
  }
  /** The place of the next token, which is not what it should be. */
  protected near(): Span {
    const next = this.LA(1);
    if (next.tokenType === EOF || next.tokenType === T.Newline) return span(this.end(), this.end());
    return this.text.slice(this.end(), next.startOffset).includes("\n") ? this.spanOf(this.LA(0)) : this.spanOf(next);
  }
  /** A token in a message. */
  protected show(token: IToken): string {
    if (token.tokenType === EOF) return "the end of the file";
    return token.image.length > 30 ? `${token.image.slice(0, 30)}…` : token.image;
  }

  /** Whether the tokens from `LA(at)` are a key and its sign. */
  protected pairAhead(at: number): boolean {
    const type = this.LA(at).tokenType;
    const sign = this.LA(at + 1).tokenType;
    if (type === T.Word || type === T.Text || type === T.Numeric)
      return sign === T.Colon || (at === 1 && sign === T.Equals);
    return sign === T.Colon && reserved.has(type);
  }
  /** Whether a statement's line goes on with the next token. */
  protected goesOn(hasBody: boolean): boolean {
    const type = this.LA(1).tokenType;
    if (type === T.From || type === T.As) return this.LA(2).tokenType !== T.Colon;
    if (type === T.OpenBrace) return true;
    if (hasBody) return false;
    return type === T.Comma ? this.commaThenTerm() : termStarts.has(type);
  }
  protected commaThenTerm(): boolean {
    return this.LA(1).tokenType === T.Comma && termStarts.has(this.LA(2).tokenType) && !this.pairAhead(2);
  }
  protected valueAhead(term: boolean): boolean {
    const type = this.LA(1).tokenType;
    if (termStarts.has(type)) return true;
    if (term) return false;
    return type === T.OpenBrace || ((type === T.From || type === T.As) && ends.has(this.LA(2).tokenType));
  }
  /** Between blanks: a minus subtracts unless a blank stands before it and none after it. */
  protected operatorAhead(): boolean {
    const next = this.LA(1);
    if (next.tokenType !== T.Minus) return infix.has(next.tokenType);
    return next.startOffset === this.end() || this.LA(2).startOffset > T.endOf(next);
  }

  /** The documentation above the declaration that begins with the next token. */
  protected takeDoc(): string | null {
    return this.ACTION(() => {
      if (this.docs.size === 0) return null;
      const at = this.LA(1).startOffset;
      const lines = this.docs.get(at);
      if (!lines) return null;
      this.docs.delete(at);
      return lines.map(({ image }) => image.slice(3).replace(/^ /, "").trimEnd()).join("\n");
    });
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
    const params = { separator: separator === "," ? "comma" : "semicolon or new line", before: this.show(this.LA(1)) };
    this.found.report("syntax/missing-separator", params, this.spanOf(this.LA(1)), {
      fixes: [fix(`write ${separator}`, at, at, separator)],
    });
  }
  protected extraComma(comma: IToken): void {
    this.found.report("syntax/extra-comma", {}, this.spanOf(comma), {
      fixes: [fix("delete the comma", comma.startOffset, T.endOf(comma), "")],
    });
  }
  protected hole(after: string): Operand {
    const near = this.near();
    const at = span(this.end(), this.end());
    const last = this.LA(0);
    const shown = after === "let" || after === "key" ? last.image : after;
    this.found.report("syntax/missing-value", { after: shown.length > 0 && shown.length < 30 ? shown : "this" }, near);
    return { node: { kind: "hole", span: at }, outer: at };
  }
  protected reservedWord(token: IToken): void {
    const fixes = [fix(`write "${token.image}"`, token.startOffset, T.endOf(token), `"${token.image}"`)];
    this.found.report("syntax/reserved-word", { word: token.image }, this.spanOf(token), { fixes });
  }
  /** A token that belongs nowhere; what is nested too deeply has been reported before. */
  protected badToken(token: IToken): void {
    const at = this.spanOf(token);
    if (token.tokenType === T.Junk)
      return this.found.report("syntax/unexpected-character", { text: printable(token.image) }, at);
    if (token.tokenType !== T.ForeignWord) return;
    const quoted = fix(`write "${this.show(token)}"`, at.start, at.end, `"${token.image}"`);
    if (token.image.includes("."))
      return this.found.report("syntax/unquoted", { text: this.show(token) }, at, { fixes: [quoted] });
    this.found.report("syntax/name-letters", { text: this.show(token) }, at, { fixes: [quoted] });
  }
  /** The value of a token that is one by itself. */
  protected simple(token: IToken): Expr {
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
  protected assign(sign: IToken, text: string): Fix {
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
    return this.ACTION(() =>
      args.flatMap(({ name, value, span: at }): Ident[] => {
        if (!name && value.kind === "name") return [{ kind: "ident", text: value.text, span: value.span }];
        this.found.report("syntax/parameter-name", {}, at);
        return name ? [name] : [];
      }),
    );
  }
}

function printable(text: string): string {
  const shown = text.length > 12 ? `${text.slice(0, 12)}…` : text;
  return [...shown]
    .map((c) => (/[\p{C}\p{Z}]/u.test(c) ? `U+${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}` : c))
    .join("");
}
