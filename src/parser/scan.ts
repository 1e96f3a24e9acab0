/**
 * Hand-written scanners for the tokens whose regular expressions would need a backtracking stack as long as the token,
 * which a hostile file can make overflow. Each is a Chevrotain custom pattern and reads a text once.
 */

type Match = RegExpExecArray | null;

const match = (text: string, start: number, end: number): Match =>
  [text.slice(start, end)] as unknown as RegExpExecArray;

const isLineEnd = (code: number): boolean => code === 10 || code === 13;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
/**
 * ASCII word characters, and letters beyond ASCII (which cannot belong to a literal, but must not be split from a wrong
 * one).
 */
const isWord = (code: number): boolean =>
  isDigit(code) ||
  (code >= 65 && code <= 90) ||
  code === 95 ||
  (code >= 97 && code <= 122) ||
  (code > 160 && !(code >= 0x2000 && code < 0x2030) && code !== 0x3000 && code !== 0xfeff);

/**
 * Everything that begins like a number: numbers, sizes, and what is neither but was meant to be (`3x3a`, `.5`, `1.`),
 * so that a wrong literal is one token and one error. A dot before another dot is a range's.
 */
export function scanNumeric(text: string, start: number): Match {
  let at = start;
  if (text.charCodeAt(at) === 46) at++;
  if (!isDigit(text.charCodeAt(at))) return null;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 46) {
      if (text.charCodeAt(at + 1) === 46) break;
    } else if (code === 43 || code === 45) {
      // The sign of an exponent, unless it follows a word such as the `e` of `3x3e`.
      const before = text.charCodeAt(at - 1) | 32;
      if (before !== 101 || !isDigit(text.charCodeAt(at - 2)) || !isDigit(text.charCodeAt(at + 1))) break;
    } else if (!isWord(code)) break;
    at++;
  }
  return match(text, start, at);
}

const CLOSING: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  "\u2018": "\u2019",
  "\u201c": "\u201d\u201c",
  "\u201d": "\u201d",
  "\u201e": "\u201c\u201d",
};

/** Strings in any quotation marks, closed or not; an unclosed one ends with its line. */
export function scanString(text: string, start: number): Match {
  const quote = text[start] ?? "";
  const closing = CLOSING[quote];
  if (closing === undefined) return null;
  if (text.startsWith('"""', start)) return match(text, start, endOfTripleString(text, start));
  let at = start + 1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isLineEnd(code)) break;
    if (code === 92 && at + 1 < text.length && !isLineEnd(text.charCodeAt(at + 1))) at++;
    else if (closing.includes(text[at]!)) return match(text, start, at + 1);
  }
  return match(text, start, at);
}

function endOfTripleString(text: string, start: number): number {
  const close = text.indexOf('"""', start + 3);
  if (close >= 0) return close + 3;
  return endOfUnclosed(text, start);
}

/**
 * What is opened and never closed ends before the next line that begins at the margin, so that it does not swallow the
 * file.
 */
function endOfUnclosed(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    if (isLineEnd(text.charCodeAt(at)) && /[\w}/]/.test(text[at + 1] ?? "")) return at;
  }
  return text.length;
}

/**
 * The last end of a comment in a text; looked up once a text, or a file of unclosed comments would be searched again
 * and again.
 */
let lastEnd = { text: "", at: -1 };

export function scanBlockComment(text: string, start: number): Match {
  if (text.charCodeAt(start + 1) !== 42) return null;
  if (lastEnd.text !== text) lastEnd = { text, at: text.lastIndexOf("*/") };
  if (lastEnd.at < start + 2) return match(text, start, endOfUnclosed(text, start));
  return match(text, start, text.indexOf("*/", start + 2) + 2);
}

/** Lets go of the text of the last file read. */
export function forgetText(): void {
  lastEnd = { text: "", at: -1 };
}
