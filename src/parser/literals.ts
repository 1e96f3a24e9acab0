import type { IToken } from "chevrotain";
import { span } from "../text/span.js";
import type { Expr } from "./ast.js";
import { fix, type SyntaxReporter } from "./reporter.js";
import { endOf } from "./tokens.js";

const NUMBER = /^\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?$/;
const SIZE = /^[1-9]\d*(?:x[1-9]\d*)+$/;

/** Whether a numeric token is a plain number, as a key has to be. */
export const isNumber = (token: IToken): boolean => NUMBER.test(token.image);

/** A number or a size; a hole where the text is neither. */
export function numericLiteral(token: IToken, { report }: SyntaxReporter): Expr {
  const raw = token.image;
  const at = span(token.startOffset, endOf(token));
  const shown = raw.length > 40 ? `${raw.slice(0, 40)}…` : raw;
  if (raw.length <= 4096 && NUMBER.test(raw)) {
    const value = Number(raw.replaceAll("_", ""));
    if (Number.isFinite(value) && (value !== 0 || !/[1-9]/.test(raw.split(/[eE]/)[0]!)))
      return { kind: "number", value, raw, span: at };
    report("syntax/number-range", { text: shown }, at);
  } else if (raw.length <= 4096 && SIZE.test(raw)) {
    const values = raw.split("x").map(Number);
    if (values.every(Number.isSafeInteger)) return { kind: "size", values, raw, span: at };
    report("syntax/number-range", { text: shown }, at);
  } else {
    const better = mended(raw);
    report("syntax/bad-literal", { text: shown, hint: hintFor(raw, better) }, at, {
      fixes: better === null ? [] : [fix(`write ${better}`, at.start, at.end, better)],
    });
  }
  return { kind: "hole", span: at };
}

function mended(raw: string): string | null {
  if (raw.length > 40) return null;
  for (const text of [`0${raw}`, `${raw}0`]) if (/[.]/.test(raw) && NUMBER.test(text)) return text;
  if (/^0[xX][\da-fA-F]+$/.test(raw))
    return Number.isSafeInteger(Number(raw)) && !/^0x\d+$/.test(raw) ? String(Number(raw)) : null;
  return null;
}

function hintFor(raw: string, better: string | null): string {
  if (better !== null) return `write ${better}`;
  if (/^\d+(?:x\d+)+$/.test(raw)) return "each side of a size is a whole number from 1";
  return /^\d/.test(raw)
    ? "a number or size cannot be followed by letters (there are no units)"
    : "a number needs digits on both sides of its point";
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", '"': '"', "\\": "\\" };
const ESCAPE = /\\(?:u\{([^}"\\\r\n]{0,16})\}|([\s\S]))/g;

/** A string's value. Line ends in `"""` strings are `\n`, whatever the file's are. */
export function stringLiteral(token: IToken, { report }: SyntaxReporter): Expr {
  const raw = token.image;
  const at = span(token.startOffset, endOf(token));
  if (raw.startsWith('"""') && raw.length >= 3) {
    const closed = raw.length >= 6 && raw.endsWith('"""');
    if (!closed) report("syntax/unclosed-string", { quote: '"""' }, at);
    return { kind: "string", value: raw.slice(3, closed ? -3 : undefined).replace(/\r\n?/g, "\n"), raw, span: at };
  }
  const closed = raw.length >= 2 && /["'\u2018\u2019\u201c\u201d]$/.test(raw) && !endsEscaped(raw);
  const inner = raw.slice(1, closed ? -1 : undefined);
  if (!closed) report("syntax/unclosed-string", { quote: '"' }, at);
  else if (raw[0] !== '"') {
    const text = `"${inner.replace(/\\'/g, "'").replace(/(?<!\\)"/g, '\\"')}"`;
    const title = text.length > 40 ? "write double quotes" : `write ${text}`;
    report("syntax/quotes", {}, at, { fixes: [fix(title, at.start, at.end, text)] });
  }
  const value = inner.replace(
    ESCAPE,
    (whole: string, hex: string | undefined, letter: string | undefined, offset: number) => {
      const known = letter === undefined ? character(hex!) : letter === "'" && raw[0] !== '"' ? "'" : ESCAPES[letter];
      if (known !== undefined) return known;
      const start = at.start + 1 + offset;
      report("syntax/bad-escape", { text: whole }, span(start, start + whole.length), {
        fixes: [fix("write \\\\", start, start + 1, "\\\\")],
      });
      return whole;
    },
  );
  return { kind: "string", value, raw, span: at };
}

/** Whether the last character is escaped: an odd number of backslashes before it. */
function endsEscaped(raw: string): boolean {
  let at = raw.length - 2;
  while (at > 0 && raw[at] === "\\") at--;
  return (raw.length - 2 - at) % 2 === 1;
}

function character(hex: string): string | undefined {
  if (!/^[\da-fA-F]{1,6}$/.test(hex)) return undefined;
  const code = parseInt(hex, 16);
  return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? undefined : String.fromCodePoint(code);
}
