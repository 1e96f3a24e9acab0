import type { At } from "./report.js";
import type { Session } from "./session.js";

/**
 * Where a name stands inside an argument such as `features: { a: [p, q] }`: quoted or as a whole word; null where it is
 * not written.
 */
export function spotOf(session: Session, at: At, name: string): At | null {
  const text = session.texts.get(at.path)?.slice(at.span.start, at.span.end) ?? "";
  const value = Math.max(0, text.search(/[:=]/) + 1); // the key is not meant
  const quoted = text.indexOf(JSON.stringify(name), value);
  if (quoted >= 0) return spot(at, quoted, name.length + 2);
  for (let i = text.indexOf(name, value); i >= 0; i = text.indexOf(name, i + 1)) {
    if (!/\w/.test(text[i - 1] ?? "") && !/\w/.test(text[i + name.length] ?? "")) return spot(at, i, name.length);
  }
  return null;
}

const spot = (at: At, from: number, length: number): At => ({
  path: at.path,
  span: { start: at.span.start + from, end: at.span.start + from + length },
});
