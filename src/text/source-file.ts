/** A position as people count it: lines and columns from 1, with the offset it stands for. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** One text with its name; immutable. Offsets are UTF-16 code units, a leading BOM included. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Offset of the first character of each line; `lineStarts[0]` is 0. */
  readonly lineStarts: readonly number[];
}

/** Lines end at `\n`, `\r\n` or a lone `\r`. */
export function sourceFile(path: string, text: string): SourceFile {
  const lineStarts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) lineStarts.push(i + 1);
  }
  return { path, text, lineStarts };
}

/** Line and column of an offset; an offset outside the text is moved to its nearest end. */
export function positionAt(file: SourceFile, offset: number): Position {
  const at = Math.max(0, Math.min(offset, file.text.length));
  let low = 0;
  let high = file.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (file.lineStarts[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: at - file.lineStarts[low]! + 1, offset: at };
}

/** The text of a line (counted from 1) without its line end. */
export function lineText(file: SourceFile, line: number): string {
  const start = file.lineStarts[line - 1] ?? file.text.length;
  let end = file.lineStarts[line] ?? file.text.length;
  // Not by a regular expression, which looks at every character: a line may be megabytes long and asked for often.
  while (end > start && (file.text[end - 1] === "\n" || file.text[end - 1] === "\r")) end--;
  return file.text.slice(start, end);
}

/** The blanks between the start of the line and an offset; null where something else stands there, too. */
export function indentBefore(file: SourceFile, offset: number): string | null {
  const before = file.text.slice(file.lineStarts[positionAt(file, offset).line - 1], offset);
  return /^[ \t]*$/.test(before) ? before : null;
}
