import type { IToken, TokenType } from "chevrotain";
import { span, type Span } from "../../text/span.js";
import { fix, type SyntaxReporter } from "../reporter.js";
import * as T from "../tokens.js";
import { isDottedName, lastPart, ownForm } from "./names.js";
import type { Segment } from "./segments.js";

const touch = (a: IToken, b: IToken | undefined): boolean => b !== undefined && T.endOf(a) === b.startOffset;
const is = (token: IToken | undefined, ...types: TokenType[]): boolean =>
  token !== undefined && types.includes(token.tokenType);

/** Whether a whole line is one of another language; it is reported then, and stands for nothing. */
export function judgeLine({ tokens }: Segment, text: string, reporter: SyntaxReporter): boolean {
  const all: Span = span(tokens[0]!.startOffset, T.endOf(tokens.at(-1)!));
  return (
    keyword(tokens, all, reporter) || methodCall(tokens, all, text, reporter) || assignment(tokens, all, text, reporter)
  );
}

/** `def f(x):`, `return x`, `from keras import layers`. */
function keyword(t: readonly IToken[], all: Span, { report }: SyntaxReporter): boolean {
  const word = t[0]!.image;
  const endsInColon = is(t.at(-1), T.Colon) && t.length > 1;
  if (is(t[0], T.From) && t.some((token) => token.image === "import"))
    report("syntax/foreign-line", { what: "from … import" }, all);
  else if (!is(t[0], T.Word)) return false;
  else if (/^(def|class|for|if|elif|else|while|with)$/.test(word) && endsInColon)
    report("syntax/foreign-line", { what: word }, all);
  else if (word === "return" && t.length > 1 && !is(t[1], T.Colon, T.Equals))
    report("syntax/foreign-line", { what: word }, all);
  else if (word === "function" && is(t[1], T.Word) && is(t[2], T.OpenParen))
    report("syntax/foreign-line", { what: word }, all);
  else if (
    word === "import" &&
    !t.some((token) => token.tokenType === T.Text) &&
    (is(t[1], T.ForeignWord) || is(t[2], T.As) || /^(keras|tensorflow|torch|numpy|pandas|jax)$/.test(t[1]?.image ?? ""))
  )
    report("syntax/foreign-line", { what: word }, all);
  else return false;
  return true;
}

/** `model.add(Dense(32))`, `model.compile(…)`, `self.norm(x)`. */
function methodCall(t: readonly IToken[], all: Span, text: string, { report }: SyntaxReporter): boolean {
  const head = t[0]!;
  if (!is(head, T.ForeignWord) || !is(t[1], T.OpenParen) || !touch(head, t[1]) || !isDottedName(head.image, true))
    return false;
  const method = lastPart(head.image);
  if (!/^(model|self|net)\./.test(head.image) && !/^(add|compile|fit|evaluate|predict|summary)$/.test(method))
    return false;
  const inner = t.slice(2, -1);
  const adds =
    method === "add" && is(t.at(-1), T.CloseParen) && is(inner[0], T.Word, T.ForeignWord) && is(inner[1], T.OpenParen);
  const layer = adds ? ownForm(text.slice(inner[0]!.startOffset, T.endOf(inner.at(-1)!))) : null;
  report(
    "syntax/method-call",
    { text: head.image, layer: layer === null || layer.length > 40 ? null : layer },
    all,
    layer === null ? {} : { fixes: [fix("write the layer", all.start, all.end, layer)] },
  );
  return true;
}

/** `x = dense 3`, `x = Dense(32)(y)`, `self.fc = nn.Linear(4, 2)`: a result named before its layer. */
function assignment(t: readonly IToken[], all: Span, text: string, { report }: SyntaxReporter): boolean {
  const start = is(t[0], T.Let) ? 1 : 0;
  const [name, sign, callee] = [t[start], t[start + 1], t[start + 2]];
  const own = is(name, T.ForeignWord) && /^self\.\w+$/.test(name!.image);
  if (!(is(name, T.Word) || own) || !is(sign, T.Equals) || !is(callee, T.Word, T.ForeignWord)) return false;
  const rest = t.slice(start + 3);
  const result = lastPart(name!.image);
  const called = touch(callee!, rest[0]) && is(rest[0], T.OpenParen);
  const second = called ? afterGroup(rest, 0) : -1;
  if (
    second > 0 &&
    second < rest.length &&
    is(rest[second], T.OpenParen) &&
    touch(rest[second - 1]!, rest[second]) &&
    afterGroup(rest, second) === rest.length
  ) {
    const layer = ownForm(text.slice(callee!.startOffset, T.endOf(rest[second - 1]!)));
    const inputs = text
      .slice(T.endOf(rest[second]!), rest.at(-1)!.startOffset)
      .replace(/^\[|\]$/g, "")
      .trim();
    const from = inputs === result || inputs === "" ? "" : ` from ${inputs}`;
    const plain = /^[A-Za-z_]\w*(, [A-Za-z_]\w*)*$/.test(inputs);
    const line = inputs === result ? layer : `${layer}${from} as ${result}`;
    report(
      "syntax/assigned-layer",
      { name: result },
      all,
      plain
        ? { fixes: [fix(line.length > 40 ? "name the result with as" : `write ${line}`, all.start, all.end, line)] }
        : {},
    );
    return true;
  }
  const bare =
    !called &&
    rest.length > 0 &&
    is(rest[0], T.Word, T.Numeric, T.Text, T.OpenSquare) &&
    !is(rest[1], T.Equals, T.Colon);
  if (!bare && !own) return false;
  const line = `${text.slice(callee!.startOffset, all.end)} as ${result}`;
  report(
    "syntax/assigned-layer",
    { name: result },
    all,
    own
      ? {}
      : { fixes: [fix(line.length > 40 ? "name the result with as" : `write ${line}`, all.start, all.end, line)] },
  );
  return true;
}

/** The index after the bracket that closes the one at `open`; -1 where none does. */
function afterGroup(t: readonly IToken[], open: number): number {
  let depth = 0;
  for (let at = open; at < t.length; at++) {
    if (is(t[at], T.OpenParen, T.OpenSquare, T.OpenBrace)) depth++;
    else if (is(t[at], T.CloseParen, T.CloseSquare, T.CloseBrace) && --depth === 0) return at + 1;
  }
  return -1;
}
