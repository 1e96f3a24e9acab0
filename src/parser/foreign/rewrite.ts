import type { IToken } from "chevrotain";
import { span } from "../../text/span.js";
import type { SyntaxReporter } from "../reporter.js";
import * as T from "../tokens.js";
import { judgeLine } from "./judge-line.js";
import { otherLanguage } from "./other-language.js";
import { retyped } from "./retype.js";
import { isComment, segments } from "./segments.js";

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
