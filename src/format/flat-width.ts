import type { Doc } from "prettier";

/** The width of a document printed on one line; what can only stand on lines of its own counts as nothing. */
export function flatWidth(doc: Doc): number {
  if (typeof doc === "string") return doc.length;
  if (Array.isArray(doc)) return doc.reduce((sum: number, part) => sum + flatWidth(part), 0);
  switch (doc.type) {
    case "line":
      return doc.soft === true || doc.hard === true ? 0 : 1;
    case "if-break":
      return flatWidth(doc.flatContents);
    case "group":
    case "indent":
    case "align":
      return flatWidth(doc.contents);
    default:
      return 0;
  }
}
