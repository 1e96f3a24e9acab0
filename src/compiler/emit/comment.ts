import type { Shape } from "../../tensor/ops.js";

/** `// [batch, 8, 8, 16]`, or those of all results; an open length by its name, or `?` where it has none. */
export const shapeComment = (...shapes: readonly Shape[]): string =>
  `// ${shapes.map((shape) => `[${shape.map((size, i) => size ?? (i === 0 ? "batch" : "?")).join(", ")}]`).join(", ")}`;

/** A text as line comments, one a line of it, each ended. */
export const lineComments = (text: string | null): string =>
  text === null || text.trim() === ""
    ? ""
    : linesOf(text)
        .map((line) => `// ${line}`.trimEnd() + "\n")
        .join("");

/** Paragraphs as one doc comment; nothing for none. A comment's end inside the text is defused. */
export function docComment(paragraphs: readonly (string | null)[]): string {
  const lines = paragraphs
    .filter((p): p is string => p !== null && p.trim() !== "")
    .flatMap((p, i) => [...(i === 0 ? [] : [""]), ...linesOf(p)])
    .map((line) => line.replaceAll("*/", "*\\/"));
  if (lines.length === 0) return "";
  if (lines.length === 1) return `/** ${lines[0]} */\n`;
  return ["/**", ...lines.map((line) => ` * ${line}`.trimEnd()), " */", ""].join("\n");
}

/** Without the blanks at the ends and without the terminators that JavaScript alone takes for line ends. */
const linesOf = (text: string): string[] =>
  text
    .trim()
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.trimEnd());
