import type { IToken, TokenType } from "chevrotain";
import { span, type Span } from "../../text/span.js";
import { fix, type SyntaxReporter } from "../reporter.js";
import * as T from "../tokens.js";
import { judgeLine } from "./judge-line.js";
import { isDottedName, lastPart } from "./names.js";
import { otherLanguage } from "./other-language.js";
import { isComment, segments, type Segment } from "./segments.js";

/** First words of lines in other languages. */
const keywords = new Set([
  "import",
  "def",
  "class",
  "return",
  "for",
  "if",
  "elif",
  "else",
  "while",
  "with",
  "function",
  "const",
  "var",
  "export",
]);

/**
 * What people write who come from Keras, PyTorch, YAML or JavaScript, said in one diagnostic a mistake and taken out of
 * the way of the grammar: a line of another language goes, a word of one (`->`, `layers.Dense`, `as "x"`) becomes what
 * was meant.
 */
export function withoutForeign(raw: readonly IToken[], text: string, reporter: SyntaxReporter): readonly IToken[] {
  const language = otherLanguage(raw, text);
  if (language !== null) {
    const first = raw.find((token) => token.tokenType !== T.Newline && !isComment(token)) ?? raw[0]!;
    const end = text.slice(first.startOffset, first.startOffset + 200).search(/[\r\n]/);
    reporter.report(
      "syntax/other-language",
      { language },
      span(first.startOffset, end > 0 ? first.startOffset + end : T.endOf(first)),
    );
    return raw.filter(isComment);
  }
  const suspicious = segments(raw, isSuspicious);
  if (suspicious.length === 0) return raw;
  const out: IToken[] = [];
  let at = 0;
  for (const segment of suspicious) {
    append(out, raw.slice(at, segment.from));
    at = segment.to;
    const inside = raw.slice(segment.from, segment.to);
    append(
      out,
      judgeLine(segment, text, reporter) ? inside.filter(isComment) : retyped(inside, segment, text, reporter),
    );
  }
  return append(out, raw.slice(at));
}

/** `push(...)` takes no hundred thousand arguments. */
function append(out: IToken[], tokens: Iterable<IToken>): IToken[] {
  for (const token of tokens) out.push(token);
  return out;
}

function isSuspicious(token: IToken, first: boolean, raw: readonly IToken[], at: number): boolean {
  switch (token.tokenType) {
    case T.Junk:
      return true;
    case T.ForeignWord:
      return token.image.includes(".");
    case T.Equals:
      return true;
    case T.Word:
      return first && keywords.has(token.image);
    case T.From:
    case T.As: {
      const next = raw[at + 1]?.tokenType;
      return next === T.Text || (next === T.Colon && !first) || first;
    }
    default:
      return false;
  }
}

const remade = (token: IToken, type: TokenType, image: string, end = T.endOf(token)): IToken => ({
  ...token,
  tokenType: type,
  tokenTypeIdx: type.tokenTypeIdx!,
  image,
  endOffset: end - 1,
});

/** The tokens with the words of other languages in them turned into regnet's. */
function retyped(tokens: readonly IToken[], segment: Segment, text: string, { report }: SyntaxReporter): IToken[] {
  const out: IToken[] = [];
  const place = (from: IToken, to = from): Span => span(from.startOffset, T.endOf(to));
  const touches = (a: IToken, b: IToken | undefined): boolean => b !== undefined && T.endOf(a) === b.startOffset;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    const next = tokens[at + 1];
    const type = token.tokenType;
    if (
      next &&
      next.tokenType === T.Junk &&
      next.image === ">" &&
      touches(token, next) &&
      (type === T.Minus || type === T.Equals)
    ) {
      const [target, after] = [tokens[at + 2], tokens[at + 3]];
      const names =
        target?.tokenType === T.Word &&
        (after === undefined || after.tokenType === T.Newline) &&
        segment.tokens.length > 4; // one word, the arrow's two signs and a name: a chain of layers
      const edit = names
        ? fix("write as", token.startOffset, T.endOf(next), "as")
        : fix("write ;", blankBefore(text, token.startOffset), T.endOf(next), ";");
      report("syntax/arrow", { arrow: token.image + next.image }, place(token, next), { fixes: [edit] });
      out.push(remade(token, names ? T.As : T.Semicolon, names ? "as" : ";", T.endOf(next)));
      at++;
    } else if (
      type === T.Word &&
      token === segment.tokens[0] &&
      /^(const|var)$/.test(token.image) &&
      next?.tokenType === T.Word &&
      tokens[at + 2]?.tokenType === T.Equals
    ) {
      report("syntax/foreign-binding", { word: token.image }, place(token), {
        fixes: [fix("write let", token.startOffset, T.endOf(token), "let")],
      });
      out.push(remade(token, T.Let, "let"));
    } else if (
      type === T.ForeignWord &&
      isDottedName(token.image, next?.tokenType === T.OpenParen && touches(token, next))
    ) {
      const name = lastPart(token.image);
      report("syntax/dotted-name", { name }, place(token), {
        fixes: [fix(`write ${name}`, token.startOffset, T.endOf(token), name)],
      });
      out.push(remade(token, T.Word, name));
    } else if (type === T.As && next?.tokenType === T.Text && /^(["'])[A-Za-z_]\w{0,63}\1$/.test(next.image)) {
      const name = next.image.slice(1, -1);
      report("syntax/quoted-name", { name }, place(next), {
        fixes: [fix(`write ${name}`, next.startOffset, T.endOf(next), name)],
      });
      out.push(token, remade(next, T.Word, name));
      at++;
    } else if (
      (type === T.From || type === T.As) &&
      next?.tokenType === T.Colon &&
      at > 0 &&
      tokens[at - 1]!.tokenType !== T.Comma
    ) {
      report("syntax/clause-colon", { clause: token.image }, place(next), {
        fixes: [fix("delete the colon", next.startOffset, T.endOf(next), "")],
      });
      out.push(token);
      at++;
    } else if (
      type === T.Numeric &&
      next?.tokenType === T.Junk &&
      next.image === "%" &&
      touches(token, next) &&
      /^\d{1,3}(\.\d+)?$/.test(token.image)
    ) {
      const part = String(Number((Number(token.image) / 100).toFixed(6)));
      report("syntax/percent", { text: `${token.image}%`, part }, place(token, next), {
        fixes: [fix(`write ${part}`, token.startOffset, T.endOf(next), part)],
      });
      out.push(remade(token, T.Numeric, part, T.endOf(next)));
      at++;
    } else out.push(token);
  }
  return out;
}

function blankBefore(text: string, at: number): number {
  while (/[ \t]/.test(text[at - 1] ?? "")) at--;
  return at;
}
