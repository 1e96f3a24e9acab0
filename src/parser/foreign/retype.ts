import type { IToken, TokenType } from "chevrotain";
import { span, type Span } from "../../text/span.js";
import { fix, type SyntaxReporter } from "../reporter.js";
import * as T from "../tokens.js";
import { isDottedName, lastPart } from "./names.js";
import type { Segment } from "./segments.js";

/** A place in a line that other languages' words were found in. */
interface Place {
  readonly tokens: readonly IToken[];
  readonly at: number;
  readonly token: IToken;
  readonly next: IToken | undefined;
  readonly segment: Segment;
  readonly text: string;
  readonly report: SyntaxReporter["report"];
}

/** What stands for some tokens of the text, and how many they are. */
interface Rewrite {
  readonly tokens: readonly IToken[];
  readonly taken: number;
}

/** The tokens with the words of other languages in them turned into regnet's. */
export function retyped(
  tokens: readonly IToken[],
  segment: Segment,
  text: string,
  { report }: SyntaxReporter,
): readonly IToken[] {
  const out: IToken[] = [];
  for (let at = 0; at < tokens.length;) {
    const place: Place = { tokens, at, token: tokens[at]!, next: tokens[at + 1], segment, text, report };
    const rewrite = firstOf(place) ?? { tokens: [place.token], taken: 1 };
    for (const token of rewrite.tokens) out.push(token);
    at += rewrite.taken;
  }
  return out;
}

function firstOf(place: Place): Rewrite | null {
  for (const form of forms) {
    const rewrite = form(place);
    if (rewrite) return rewrite;
  }
  return null;
}

const remade = (token: IToken, type: TokenType, image: string, end = T.endOf(token)): IToken => ({
  ...token,
  tokenType: type,
  tokenTypeIdx: type.tokenTypeIdx!,
  image,
  endOffset: end - 1,
});

const spanOf = (from: IToken, to = from): Span => span(from.startOffset, T.endOf(to));
const touches = (a: IToken, b: IToken | undefined): boolean => b !== undefined && T.endOf(a) === b.startOffset;
const isJunk = (token: IToken | undefined, image: string): token is IToken =>
  token?.tokenType === T.Junk && token.image === image;

/** `->` and `=>` between layers, or before a name. */
function arrow({ tokens, at, token, next, segment, text, report }: Place): Rewrite | null {
  const begins = token.tokenType === T.Minus || token.tokenType === T.Equals;
  if (!begins || !isJunk(next, ">") || !touches(token, next)) return null;
  const [target, after] = [tokens[at + 2], tokens[at + 3]];
  // Of one word, the arrow's two signs and a name it is a chain of layers.
  const names =
    target?.tokenType === T.Word && (after === undefined || after.tokenType === T.Newline) && segment.tokens.length > 4;
  const edit = names
    ? fix("write as", token.startOffset, T.endOf(next), "as")
    : fix("write ;", blankBefore(text, token.startOffset), T.endOf(next), ";");
  report("syntax/arrow", { arrow: token.image + next.image }, spanOf(token, next), { fixes: [edit] });
  const [type, image] = names ? ([T.As, "as"] as const) : ([T.Semicolon, ";"] as const);
  return { tokens: [remade(token, type, image, T.endOf(next))], taken: 2 };
}

/** `const n = 3`. */
function foreignBinding({ tokens, at, token, next, segment, report }: Place): Rewrite | null {
  const begins = token.tokenType === T.Word && token === segment.tokens[0] && /^(const|var)$/.test(token.image);
  if (!begins || next?.tokenType !== T.Word || tokens[at + 2]?.tokenType !== T.Equals) return null;
  report("syntax/foreign-binding", { word: token.image }, spanOf(token), {
    fixes: [fix("write let", token.startOffset, T.endOf(token), "let")],
  });
  return { tokens: [remade(token, T.Let, "let")], taken: 1 };
}

/** `layers.Dense`. */
function dottedName({ token, next, report }: Place): Rewrite | null {
  const called = next?.tokenType === T.OpenParen && touches(token, next);
  if (token.tokenType !== T.ForeignWord || !isDottedName(token.image, called)) return null;
  const name = lastPart(token.image);
  report("syntax/dotted-name", { name }, spanOf(token), {
    fixes: [fix(`write ${name}`, token.startOffset, T.endOf(token), name)],
  });
  return { tokens: [remade(token, T.Word, name)], taken: 1 };
}

/** `as "x"`. */
function quotedName({ token, next, report }: Place): Rewrite | null {
  if (token.tokenType !== T.As || next?.tokenType !== T.Text) return null;
  if (!/^(["'])[A-Za-z_]\w{0,63}\1$/.test(next.image)) return null;
  const name = next.image.slice(1, -1);
  report("syntax/quoted-name", { name }, spanOf(next), {
    fixes: [fix(`write ${name}`, next.startOffset, T.endOf(next), name)],
  });
  return { tokens: [token, remade(next, T.Word, name)], taken: 2 };
}

/** `from: x`. */
function clauseColon({ tokens, at, token, next, report }: Place): Rewrite | null {
  const begins = token.tokenType === T.From || token.tokenType === T.As;
  if (!begins || next?.tokenType !== T.Colon || at === 0 || tokens[at - 1]!.tokenType === T.Comma) return null;
  report("syntax/clause-colon", { clause: token.image }, spanOf(next), {
    fixes: [fix("delete the colon", next.startOffset, T.endOf(next), "")],
  });
  return { tokens: [token], taken: 2 };
}

/** `20%`. */
function percent({ token, next, report }: Place): Rewrite | null {
  const isNumber = token.tokenType === T.Numeric && /^\d{1,3}(\.\d+)?$/.test(token.image);
  if (!isNumber || !isJunk(next, "%") || !touches(token, next)) return null;
  const part = String(Number((Number(token.image) / 100).toFixed(6)));
  report("syntax/percent", { text: `${token.image}%`, part }, spanOf(token, next), {
    fixes: [fix(`write ${part}`, token.startOffset, T.endOf(next), part)],
  });
  return { tokens: [remade(token, T.Numeric, part, T.endOf(next))], taken: 2 };
}

const forms = [arrow, foreignBinding, dottedName, quotedName, clauseColon, percent];

function blankBefore(text: string, at: number): number {
  while (/[ \t]/.test(text[at - 1] ?? "")) at--;
  return at;
}
