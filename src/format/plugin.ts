import type { Parser, Printer, SupportLanguage } from "prettier";
import type { Comment, Document, Node } from "../parser/ast.js";
import { parse as parseFile } from "../parser/parse.js";
import { positionAt, sourceFile } from "../text/source-file.js";
import { printDocument } from "./print-items.js";
import { FormatError } from "./format-error.js";

/** A file for prettier. Its comments are not called so, because the printer places them itself. */
interface FormatRoot {
  readonly kind: "root";
  readonly document: Document;
  readonly remarks: readonly Comment[];
}

export const languages: SupportLanguage[] = [
  { name: "regnet", parsers: ["regnet"], extensions: [".regnet"], vscodeLanguageIds: ["regnet"] },
];

const parser: Parser<FormatRoot | Node> = {
  astFormat: "regnet",
  /** Refuses a text with syntax errors: what was not understood would be lost. */
  parse(text) {
    const source = sourceFile("", text);
    const { ast, comments, diagnostics } = parseFile(source);
    const errors = diagnostics.filter((d) => d.severity === "error");
    if (errors[0]) throw new FormatError(errors, positionAt(source, errors[0].span.start));
    return { kind: "root", document: ast, remarks: comments };
  },
  locStart: (node) => (node.kind === "root" ? 0 : node.span.start),
  locEnd: (node) => (node.kind === "root" ? node.document.span.end : node.span.end),
};

const printer: Printer<FormatRoot | Node> = {
  print({ node }, options) {
    if (node.kind !== "root") throw new Error(`the printer prints whole files, not a ${node.kind}`);
    return printDocument(node.document, node.remarks, options.originalText, options.printWidth, options.tabWidth);
  },
};

export const parsers = { regnet: parser };
export const printers = { regnet: printer };
/** Lines are up to 100 columns wide unless the project says otherwise. */
export const defaultOptions = { printWidth: 100 };

export default { languages, parsers, printers, defaultOptions };
