import type { Lexer } from "chevrotain";
import type { SourceFile } from "../text/source-file.js";
import type { ParsedFile } from "./ast.js";
import { withoutForeign } from "./foreign/rewrite.js";
import { RegnetParser } from "./grammar.js";
import { layout } from "./layout.js";
import { syntaxReporter } from "./reporter.js";
import { forgetText } from "./scan.js";
import { createLexer } from "./tokens.js";

let machine: { readonly lexer: Lexer; readonly parser: RegnetParser } | undefined;

/** Built at the first use and kept: building costs more than reading a file. */
const machinery = (): NonNullable<typeof machine> => (machine ??= { lexer: createLexer(), parser: new RegnetParser() });

/**
 * Text to syntax tree, with every syntax error of the file. Never throws; what could not be read is a hole in the tree
 * or left out of it, and has its diagnostic. All spans lie inside the text.
 */
export function parse(source: SourceFile): ParsedFile {
  const { lexer, parser } = machinery();
  const errors = syntaxReporter(source);
  const { tokens } = lexer.tokenize(source.text);
  forgetText();
  const { tokens: laidOut, comments, docs } = layout(withoutForeign(tokens, source.text, errors), source.text, errors);
  const ast = parser.read(laidOut, source.text, docs, errors);
  return { source, ast, comments, diagnostics: errors.finish() };
}
