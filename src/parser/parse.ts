import type { SourceFile } from "../text/source-file.js";
import type { ParsedFile } from "./ast.js";
import { withoutForeign } from "./foreign/rewrite.js";
import { readDocument } from "./grammar.js";
import { layout } from "./layout.js";
import { tokenize } from "./lexer.js";
import { reporter } from "./reporter.js";

/**
 * Text to syntax tree, with every syntax error of the file. Never throws; what could not be read is a hole in the tree or left out of
 * it, and has its diagnostic. All spans lie inside the text.
 */
export function parse(source: SourceFile): ParsedFile {
  const errors = reporter(source);
  const laidOut = layout(withoutForeign(tokenize(source.text), source.text, errors), source.text, errors);
  const ast = readDocument(laidOut, source.text, errors);
  return { source, ast, comments: laidOut.comments, diagnostics: errors.finish() };
}
