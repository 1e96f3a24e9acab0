/** Whether a column's name is the one meant, or fits a pattern: `*` stands for any characters, also none. */
export function fitsPattern(pattern: string, name: string): boolean {
  const [head, ...parts] = pattern.split("*");
  if (parts.length === 0) return name === pattern;
  if (!name.startsWith(head!)) return false;
  let from = head!.length;
  const last = parts.pop()!;
  for (const part of parts) {
    const found = name.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return name.endsWith(last) && name.length - last.length >= from;
}

/** A pattern, and no column that is really called so. */
export const isPattern = (text: string, names: readonly string[]): boolean =>
  text.includes("*") && !names.includes(text);
