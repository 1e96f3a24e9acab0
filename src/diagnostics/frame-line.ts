/** A source line as a terminal shows it: tabs, wide characters and control characters have a width of their own. */

const TAB = 4;

/** Columns a character takes in a terminal: 0 for marks that combine, 2 for East Asian wide ones and emoji. */
function columns(char: string): number {
  if (/^[\p{Mn}\p{Me}\p{Cf}]$/u.test(char)) return 0;
  const code = char.codePointAt(0)!;
  const wide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd);
  return wide ? 2 : 1;
}

export const widthOf = (text: string): number => [...text].reduce((sum, char) => sum + columns(char), 0);

/** Tabs become blanks up to the next stop; what a terminal would not show or would obey becomes a visible sign. */
export function expand(text: string): string {
  let out = "";
  let width = 0;
  for (const char of text) {
    const shown =
      char === "\t"
        ? " ".repeat(TAB - (width % TAB))
        : /^[\p{Cc}\p{Cs}\p{Bidi_Control}]$/u.test(char)
          ? "\ufffd"
          : char;
    out += shown;
    width += shown.length > 1 ? widthOf(shown) : columns(shown);
  }
  return out;
}

export interface CutLine {
  readonly before: string;
  readonly marked: string;
  readonly after: string;
}

/** A line around the range `[from, to)`, cut with … to at most `limit` characters. */
export function cut(text: string, from: number, to: number, limit: number): CutLine {
  const whole = { before: text.slice(0, from), marked: text.slice(from, to), after: text.slice(to) };
  if (text.length <= limit) return whole;
  const marked =
    whole.marked.length > limit / 2 ? `${whole.marked.slice(0, Math.floor(limit / 2) - 1)}…` : whole.marked;
  const left = limit - marked.length;
  const room = Math.max(Math.floor(left / 2), left - whole.after.length);
  const before = whole.before.length > room ? `…${whole.before.slice(whole.before.length - room + 1)}` : whole.before;
  const rest = left - before.length;
  const after =
    marked !== whole.marked
      ? ""
      : whole.after.length > rest
        ? `${whole.after.slice(0, Math.max(0, rest - 1))}…`
        : whole.after;
  return { before, marked, after };
}
