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
export function layout(raw: readonly IToken[], text: string, { report }: SyntaxReporter): Layout {
  const out: IToken[] = [];
  const comments: Comment[] = [];
  const docs = new Map<number, IToken[]>();
  const stack: Frame[] = [];
  const file = { operators: 0, inner: 0, deepest: 0 };
  let waiting: IToken[] = [];
  let newline: IToken | null = null;
  let tooDeep = false;
  let surplus = 0;
  for (const { tokenType } of raw) surplus += tokenType === T.OpenBrace ? 1 : tokenType === T.CloseBrace ? -1 : 0;

  const top = (): Frame | undefined => stack[stack.length - 1];
  const inGroup = (): boolean => stack.length > 0 && top()!.token.tokenType !== T.OpenBrace;
  const lastEnd = (): number => (out.length > 0 ? T.endOf(out[out.length - 1]!) : 0);
  const lastType = (): TokenType | null => out[out.length - 1]?.tokenType ?? null;

  const pop = (): void => {
    const frame = stack.pop()!;
    const depth = 1 + Math.max(frame.deepest, frame.operators + frame.inner);
    const outer = top() ?? file;
    outer.inner = Math.max(outer.inner, depth);
  };
  /** Closes the innermost bracket where the text does not. */
  const closeMissing = (): void => {
    const { token } = top()!;
    const close = closerOf(token.tokenType).PATTERN as string;
    const at = lastEnd();
    if (!tooDeep) {
      const insert = close === "}" ? (text.slice(token.startOffset, at).includes("\n") ? "\n}" : " }") : close;
      report("syntax/unclosed-bracket", { open: token.image, close }, spanOf(token), {
        fixes: [fix(`write the missing ${close}`, at, at, insert)],
      });
    }
    out.push(make(closerOf(token.tokenType), at, at, close));
    pop();
  };

  /** A new line begins with token `at`: what was left open, and whether the newline separates. */
  const beginLine = (at: number): void => {
    const token = raw[at]!;
    const kind = stack.length > 0 || open.has(lastType()!) ? lineStart(raw, at) : "other";
    const provesEnd = (): boolean =>
      kind === "statement" ||
      (kind === "pair" &&
        (top()!.token.tokenType === T.OpenSquare || (lastType() !== T.Comma && !openers.has(lastType()!))));
    while (inGroup() && provesEnd()) closeMissing();
    const margin = token.startOffset === 0 || /[\r\n]/.test(text[token.startOffset - 1]!);
    if (surplus > 0 && margin && token.tokenType !== T.CloseBrace && stack.length > 0) {
      while (surplus > 0 && stack.length > 0) {
        if (!inGroup()) surplus--;
        closeMissing();
      }
    }
    const last = lastType();
    if (inGroup() || last === null || continuing.has(token.tokenType)) return;
    // A value that is announced and missing: the next line is not it.
    const missing =
      last !== T.Comma &&
      last !== T.OpenBrace &&
      (kind === "pair" || token.tokenType === T.Let || (kind === "statement" && last === T.Colon));
    if (!open.has(last) || missing) {
      out.push(newline!);
      endValue();
    }
  };
  const endValue = (): void => {
    const frame = top() ?? file;
    frame.deepest = Math.max(frame.deepest, frame.operators + frame.inner);
    frame.operators = 0;
    frame.inner = 0;
  };

  /** A closing bracket: of the innermost open one, of one further out with those between left open, or of none. */
  const close = (token: IToken): void => {
    const type = token.tokenType;
    let depth = stack.length - 1;
    while (depth >= 0 && !closes(type, stack[depth]!.token.tokenType) && stack[depth]!.token.tokenType !== T.OpenBrace)
      depth--;
    if (depth < 0 || !closes(type, stack[depth]!.token.tokenType)) {
      const image = token.image;
      report("syntax/stray-bracket", { close: image }, spanOf(token), {
        fixes: [fix(`delete ${image}`, token.startOffset, T.endOf(token), "")],
      });
      return;
    }
    while (stack.length - 1 > depth) closeMissing();
    out.push(token);
    pop();
  };

  /** The index of the last token of what is nested too deeply: its closing bracket, or what ends the value. */
  const skip = (from: number): number => {
    let depth = 0;
    for (let at = from; at < raw.length; at++) {
      const type = raw[at]!.tokenType;
      if (openers.has(type)) depth++;
      else if (closers.has(type) && --depth <= 0) return depth < 0 ? at - 1 : at;
      else if (depth === 0 && at > from && (ending.has(type) || type === T.Newline)) return at - 1;
    }
    return raw.length - 1;
  };
  const refuse = (from: number): number => {
    const last = skip(from);
    const first = raw[from]!;
    if (!tooDeep) report("syntax/too-deep", { limit: MAX_NESTING }, spanOf(first));
    tooDeep = true;
    out.push(make(T.TooDeep, first.startOffset, T.endOf(raw[last]!), ""));
    return last;
  };

  const comment = (token: IToken, at: number): void => {
    comments.push({ form: forms.get(token.tokenType)!, text: token.image, span: spanOf(token) });
    if (token.tokenType === T.BlockComment && (token.image.length < 4 || !token.image.endsWith("*/")))
      report("syntax/unclosed-comment", {}, spanOf(token), {
        fixes: [fix("close the comment", T.endOf(token), T.endOf(token), " */")],
      });
    if (token.tokenType !== T.DocComment) return;
    if (newline === null && out.length > 0 && lastType() !== T.OpenBrace && at > 0) dangling(token);
    else waiting.push(token);
  };
  const dangling = (token: IToken): void =>
    report("syntax/dangling-doc", {}, spanOf(token), {
      fixes: [fix("write //", token.startOffset, token.startOffset + 3, "//")],
    });

  for (let at = 0; at < raw.length; at++) {
    const token = raw[at]!;
    let type = token.tokenType;
    if (type === T.Newline) {
      newline = token;
      continue;
    }
    if (forms.has(type)) {
      comment(token, at);
      continue;
    }
    if (type === T.HashComment) {
      report("syntax/hash-comment", {}, spanOf(token), {
        fixes: [fix("write //", token.startOffset, token.startOffset + 1, "//")],
      });
      continue;
    }
    if (type === T.OddBlank) {
      if (token.startOffset === 0 && token.image === "\ufeff") continue;
      const start = token.startOffset === 0 && token.image.startsWith("\ufeff") ? 1 : token.startOffset;
      report("syntax/odd-blank", {}, span(start, T.endOf(token)), {
        fixes: [fix("write a blank", start, T.endOf(token), " ")],
      });
      continue;
    }
    if (newline !== null) {
      beginLine(at);
      newline = null;
    }
    if (type === T.Semicolon) while (inGroup()) closeMissing();
    if (
      type === T.OpenParen &&
      lastType() === T.Word &&
      at > 0 &&
      raw[at - 1]!.tokenType === T.Word &&
      lastEnd() === token.startOffset
    ) {
      retype(token, T.CallParen);
      type = T.CallParen;
    }
    if (waiting.length > 0 && type !== T.Comma && type !== T.Semicolon) {
      docs.set(token.startOffset, waiting);
      waiting = [];
    }
    if (ending.has(type)) endValue();
    if (closers.has(type)) close(token);
    else if (openers.has(type)) {
      if (stack.length >= MAX_NESTING) at = refuse(at);
      else {
        stack.push({ token, operators: 0, inner: 0, deepest: 0 });
        out.push(token);
      }
    } else if (operators.has(type)) {
      const frame = top() ?? file;
      if (++frame.operators + frame.inner > MAX_TREE) {
        out.push(token);
        if (at + 1 < raw.length) at = refuse(at + 1);
      } else out.push(token);
    } else out.push(token);
  }
  while (stack.length > 0) closeMissing();
  for (const token of waiting) dangling(token);
  return { tokens: out, comments, docs };
}
