import type { Fix, TextEdit } from "./diagnostic.js";

/** The text after the fixes, taken in order; a fix that touches what one before it changed is left out as a whole. */
export function applyFixes(
  text: string,
  fixes: readonly Fix[],
): { readonly text: string; readonly applied: readonly Fix[] } {
  const taken: TextEdit[] = [];
  const applied = fixes.filter((fix) => {
    if (fix.edits.some((edit) => taken.some((other) => overlap(edit, other)))) return false;
    taken.push(...fix.edits);
    return true;
  });
  let at = 0;
  let result = "";
  for (const { span, text: replacement } of [...taken].sort(
    (a, b) => a.span.start - b.span.start || a.span.end - b.span.end,
  )) {
    result += text.slice(at, span.start) + replacement;
    at = span.end;
  }
  return { text: result + text.slice(at), applied };
}

/** Two insertions at one place overlap too: which should come first is not known. */
const overlap = (a: TextEdit, b: TextEdit): boolean =>
  a.span.start === b.span.start || (a.span.start < b.span.end && b.span.start < a.span.end);
