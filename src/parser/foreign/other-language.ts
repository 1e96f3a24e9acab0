import type { IToken } from "chevrotain";
import * as T from "../tokens.js";
import { isComment } from "./segments.js";

/** As much as is looked at to tell the language of a text. */
const LOOK = 20_000;

/** The language of a text that is no spec at all; null for anything that may be one. */
export function otherLanguage(raw: readonly IToken[], text: string): string | null {
  if (isBinary(text)) return "binary data";
  const first = raw.find((token) => token.tokenType !== T.Newline && !isComment(token));
  if (first === undefined || hasBlock(raw)) return null;
  if (first.tokenType === T.OpenBrace || first.tokenType === T.OpenSquare) return "JSON";
  if (/^<[\w!?]/.test(text.slice(first.startOffset, first.startOffset + 2))) return "XML";
  const lines = text
    .slice(0, LOOK)
    .split(/\r\n?|\n/)
    .filter((line) => line.length < 300);
  if (lines.some((line) => python.some((form) => form.test(line)))) return "Python";
  if (lines.some((line) => javaScript.some((form) => form.test(line)))) return "JavaScript";
  if (
    lines.some((line, i) => /^[A-Za-z_][\w-]*:\s*$/.test(line) && /^\s+(?:- )?[\w-]+:|^\s*- /.test(lines[i + 1] ?? ""))
  )
    return "YAML";
  return null;
}

/** Many characters that no text has: control characters, and the sign that stands for bytes that are no UTF-8. */
function isBinary(text: string): boolean {
  const start = text.slice(0, 2000);
  const odd = start.match(/[\x00-\x08\x0e-\x1f\ufffd]/g)?.length ?? 0;
  return odd >= 8 && odd > start.length / 20;
}

/** `word {` or `word name {`: what every spec has, and no text of these languages. */
const hasBlock = (raw: readonly IToken[]): boolean =>
  raw.some((token, i) => token.tokenType === T.OpenBrace && raw[i - 1]?.tokenType === T.Word);

const python: readonly RegExp[] = [
  /^import [A-Za-z_][\w.]*(?: as \w+)?\s*$/,
  /^from [A-Za-z_][\w.]* import \S/,
  /^class \w+(?:\([\w., ]*\))?:\s*$/,
  /^\s*def \w+\(.*:\s*$/,
  /^\w+ = (?:\w+\.)*(?:Sequential|Model|Input)\(/,
];
const javaScript: readonly RegExp[] = [
  /^(?:const|var) \w+ = /,
  /^import (?:\* as \w+|\w+) from ["'][^"']*(?<!\.regnet)["'];?\s*$/,
  /^(?:export |async )*function \w+\(/,
];
