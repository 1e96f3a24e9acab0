import type { IToken, TokenType } from "chevrotain";
import { span, type Span } from "../text/span.js";
import type { Comment } from "./ast.js";
import { closerOf, closers, closes, lineStart, openers } from "./brackets.js";
import { fix, type SyntaxReporter } from "./reporter.js";
import * as T from "./tokens.js";

/** Brackets in brackets, beyond which nothing is read. */
const MAX_NESTING = 200;
/** Levels of a value's tree (operators in a chain count, because they nest in the tree). */
const MAX_TREE = 500;

export interface Layout {
  /** For the grammar: brackets match, newlines are separators only, comments are gone. */
  readonly tokens: IToken[];
  readonly comments: readonly Comment[];
  /** Documentation by the offset of the token under it. The grammar takes what it uses. */
  readonly docs: Map<number, IToken[]>;
}

interface Frame {
  readonly token: IToken;
  /**
   * Depth of the tree of the value being read: its operators and the deepest group in it; and the deepest value before.
   */
  operators: number;
  inner: number;
  deepest: number;
}

const operators: ReadonlySet<TokenType> = new Set([T.Plus, T.Minus, T.Star, T.Slash, T.DotDot]);
const open: ReadonlySet<TokenType> = new Set([...operators, T.Comma, T.Equals, T.Colon, T.OpenBrace]);
const continuing: ReadonlySet<TokenType> = new Set([T.From, T.As, T.OpenBrace]);
const ending: ReadonlySet<TokenType> = new Set([T.Comma, T.Colon, T.Equals, T.Semicolon]);
const forms = new Map<TokenType, Comment["form"]>([
  [T.LineComment, "line"],
  [T.DocComment, "doc"],
  [T.BlockComment, "block"],
]);

const spanOf = (token: IToken): Span => span(token.startOffset, T.endOf(token));
const retype = (token: IToken, type: TokenType): IToken =>
  Object.assign(token, { tokenType: type, tokenTypeIdx: type.tokenTypeIdx! });
const make = (type: TokenType, start: number, end: number, image: string): IToken => ({
  image,
  startOffset: start,
  endOffset: end - 1,
  tokenType: type,
  tokenTypeIdx: type.tokenTypeIdx!,
});

/**
 * What newlines, brackets and comments mean, decided before the grammar sees a token: a newline is kept where it
 * separates, every bracket gets its partner or goes, documentation is laid aside for the declaration under it.
 */
export function layout(raw: readonly IToken[], text: string, reporter: SyntaxReporter): Layout {
  return new LayoutPass(raw, text, reporter).run();
}

/** One pass over the tokens of a text. */
class LayoutPass {
  readonly #out: IToken[] = [];
  readonly #comments: Comment[] = [];
  readonly #docs = new Map<number, IToken[]>();
  readonly #stack: Frame[] = [];
  readonly #file = { operators: 0, inner: 0, deepest: 0 };
  /** Documentation that has not met its declaration yet. */
  #waiting: IToken[] = [];
  #newline: IToken | null = null;
  #tooDeep = false;
  /** Braces that are opened and nowhere closed. */
  #surplus = 0;

  constructor(
    private readonly raw: readonly IToken[],
    private readonly text: string,
    private readonly reporter: SyntaxReporter,
  ) {
    for (const { tokenType } of raw)
      this.#surplus += tokenType === T.OpenBrace ? 1 : tokenType === T.CloseBrace ? -1 : 0;
  }

  run(): Layout {
    for (let at = 0; at < this.raw.length; at++) if (!this.#separates(at)) at = this.#place(at);
    while (this.#stack.length > 0) this.#closeMissing();
    for (const token of this.#waiting) this.#dangling(token);
    return { tokens: this.#out, comments: this.#comments, docs: this.#docs };
  }

  #top(): Frame | undefined {
    return this.#stack[this.#stack.length - 1];
  }

  #inGroup(): boolean {
    return this.#stack.length > 0 && this.#top()!.token.tokenType !== T.OpenBrace;
  }

  #lastEnd(): number {
    return this.#out.length > 0 ? T.endOf(this.#out[this.#out.length - 1]!) : 0;
  }

  #lastType(): TokenType | null {
    return this.#out[this.#out.length - 1]?.tokenType ?? null;
  }

  #pop(): void {
    const frame = this.#stack.pop()!;
    const depth = 1 + Math.max(frame.deepest, frame.operators + frame.inner);
    const outer = this.#top() ?? this.#file;
    outer.inner = Math.max(outer.inner, depth);
  }

  /** Closes the innermost bracket where the text does not. */
  #closeMissing(): void {
    const { token } = this.#top()!;
    const close = closerOf(token.tokenType).PATTERN as string;
    const at = this.#lastEnd();
    if (!this.#tooDeep) {
      const insert = close === "}" ? (this.text.slice(token.startOffset, at).includes("\n") ? "\n}" : " }") : close;
      this.reporter.report("syntax/unclosed-bracket", { open: token.image, close }, spanOf(token), {
        fixes: [fix(`write the missing ${close}`, at, at, insert)],
      });
    }
    this.#out.push(make(closerOf(token.tokenType), at, at, close));
    this.#pop();
  }

  /** A new line begins with token `at`: what was left open, and whether the newline separates. */
  #beginLine(at: number, newline: IToken): void {
    const token = this.raw[at]!;
    const kind = this.#stack.length > 0 || open.has(this.#lastType()!) ? lineStart(this.raw, at) : "other";
    while (this.#inGroup() && this.#provesEnd(kind)) this.#closeMissing();
    this.#closeSurplus(token);
    const last = this.#lastType();
    if (this.#inGroup() || last === null || continuing.has(token.tokenType)) return;
    // A value that is announced and missing: the next line is not it.
    const missing =
      last !== T.Comma &&
      last !== T.OpenBrace &&
      (kind === "pair" || token.tokenType === T.Let || (kind === "statement" && last === T.Colon));
    if (!open.has(last) || missing) {
      this.#out.push(newline);
      this.#endValue();
    }
  }

  /** Whether what a line begins with shows that the group before it was left open. */
  #provesEnd(kind: ReturnType<typeof lineStart>): boolean {
    if (kind === "statement") return true;
    const last = this.#lastType();
    const inList = this.#top()!.token.tokenType === T.OpenSquare;
    return kind === "pair" && (inList || (last !== T.Comma && !openers.has(last!)));
  }

  /** Braces of which there are too many end where a line begins at the margin. */
  #closeSurplus(token: IToken): void {
    const margin = token.startOffset === 0 || /[\r\n]/.test(this.text[token.startOffset - 1]!);
    if (!margin || token.tokenType === T.CloseBrace) return;
    while (this.#surplus > 0 && this.#stack.length > 0) {
      if (!this.#inGroup()) this.#surplus--;
      this.#closeMissing();
    }
  }

  #endValue(): void {
    const frame = this.#top() ?? this.#file;
    frame.deepest = Math.max(frame.deepest, frame.operators + frame.inner);
    frame.operators = 0;
    frame.inner = 0;
  }

  /** A closing bracket: of the innermost open one, of one further out with those between left open, or of none. */
  #close(token: IToken): void {
    const type = token.tokenType;
    const typeAt = (depth: number): TokenType => this.#stack[depth]!.token.tokenType;
    let depth = this.#stack.length - 1;
    while (depth >= 0 && !closes(type, typeAt(depth)) && typeAt(depth) !== T.OpenBrace) depth--;
    if (depth < 0 || !closes(type, typeAt(depth))) {
      const image = token.image;
      this.reporter.report("syntax/stray-bracket", { close: image }, spanOf(token), {
        fixes: [fix(`delete ${image}`, token.startOffset, T.endOf(token), "")],
      });
      return;
    }
    while (this.#stack.length - 1 > depth) this.#closeMissing();
    this.#out.push(token);
    this.#pop();
  }

  /** The index of the last token of what is nested too deeply: its closing bracket, or what ends the value. */
  #skip(from: number): number {
    let depth = 0;
    for (let at = from; at < this.raw.length; at++) {
      const type = this.raw[at]!.tokenType;
      if (openers.has(type)) depth++;
      else if (closers.has(type) && --depth <= 0) return depth < 0 ? at - 1 : at;
      else if (depth === 0 && at > from && (ending.has(type) || type === T.Newline)) return at - 1;
    }
    return this.raw.length - 1;
  }

  /** Leaves out what is nested too deeply from here; the index of its last token. */
  #refuse(from: number): number {
    const last = this.#skip(from);
    const first = this.raw[from]!;
    if (!this.#tooDeep) this.reporter.report("syntax/too-deep", { limit: MAX_NESTING }, spanOf(first));
    this.#tooDeep = true;
    this.#out.push(make(T.TooDeep, first.startOffset, T.endOf(this.raw[last]!), ""));
    return last;
  }

  #comment(token: IToken, at: number): void {
    this.#comments.push({ form: forms.get(token.tokenType)!, text: token.image, span: spanOf(token) });
    if (token.tokenType === T.BlockComment && (token.image.length < 4 || !token.image.endsWith("*/")))
      this.reporter.report("syntax/unclosed-comment", {}, spanOf(token), {
        fixes: [fix("close the comment", T.endOf(token), T.endOf(token), " */")],
      });
    if (token.tokenType !== T.DocComment) return;
    const inLine = this.#newline === null && this.#out.length > 0 && at > 0;
    if (inLine && this.#lastType() !== T.OpenBrace) this.#dangling(token);
    else this.#waiting.push(token);
  }

  #dangling(token: IToken): void {
    this.reporter.report("syntax/dangling-doc", {}, spanOf(token), {
      fixes: [fix("write //", token.startOffset, token.startOffset + 3, "//")],
    });
  }

  /** Takes a newline, a comment or a blank, of which the grammar sees nothing; false: it is none. */
  #separates(at: number): boolean {
    const token = this.raw[at]!;
    const type = token.tokenType;
    if (type === T.Newline) this.#newline = token;
    else if (forms.has(type)) this.#comment(token, at);
    else if (type === T.HashComment)
      this.reporter.report("syntax/hash-comment", {}, spanOf(token), {
        fixes: [fix("write //", token.startOffset, token.startOffset + 1, "//")],
      });
    else if (type === T.OddBlank) this.#oddBlank(token);
    else return false;
    return true;
  }

  #oddBlank(token: IToken): void {
    if (token.startOffset === 0 && token.image === "\ufeff") return;
    const start = token.startOffset === 0 && token.image.startsWith("\ufeff") ? 1 : token.startOffset;
    this.reporter.report("syntax/odd-blank", {}, span(start, T.endOf(token)), {
      fixes: [fix("write a blank", start, T.endOf(token), " ")],
    });
  }

  /** Puts a token for the grammar; the index of the last one that is done with. */
  #place(at: number): number {
    const token = this.raw[at]!;
    if (this.#newline !== null) {
      this.#beginLine(at, this.#newline);
      this.#newline = null;
    }
    if (token.tokenType === T.Semicolon) while (this.#inGroup()) this.#closeMissing();
    if (this.#opensCall(token, at)) retype(token, T.CallParen);
    const type = token.tokenType;
    if (this.#waiting.length > 0 && type !== T.Comma && type !== T.Semicolon) {
      this.#docs.set(token.startOffset, this.#waiting);
      this.#waiting = [];
    }
    if (ending.has(type)) this.#endValue();
    if (closers.has(type)) this.#close(token);
    else if (openers.has(type)) return this.#open(token, at);
    else {
      this.#out.push(token);
      if (operators.has(type)) return this.#operator(at);
    }
    return at;
  }

  #open(token: IToken, at: number): number {
    if (this.#stack.length >= MAX_NESTING) return this.#refuse(at);
    this.#stack.push({ token, operators: 0, inner: 0, deepest: 0 });
    this.#out.push(token);
    return at;
  }

  #operator(at: number): number {
    const frame = this.#top() ?? this.#file;
    const tooDeep = ++frame.operators + frame.inner > MAX_TREE;
    return tooDeep && at + 1 < this.raw.length ? this.#refuse(at + 1) : at;
  }

  /** A parenthesis that touches the word before it. */
  #opensCall(token: IToken, at: number): boolean {
    return (
      token.tokenType === T.OpenParen &&
      this.#lastType() === T.Word &&
      at > 0 &&
      this.raw[at - 1]!.tokenType === T.Word &&
      this.#lastEnd() === token.startOffset
    );
  }
}
