import type { Options } from "prettier";
import { astEqual } from "../parser/ast-equal.js";
import { parse } from "../parser/parse.js";
import type { ParsedFile } from "../parser/ast.js";
import { positionAt, sourceFile } from "../text/source-file.js";
import { FormatError } from "./format-error.js";

export interface FormatOptions extends Omit<Options, "parser" | "plugins" | "filepath"> {
  /** Named in the diagnostics of a text that cannot be formatted. */
  readonly path?: string;
}

/**
 * The canonical form of a spec: same tree, same comments in the same order. Throws a `FormatError` with the diagnostics
 * when the text has syntax errors. Prettier is loaded at the first call.
 */
export async function format(text: string, options: FormatOptions = {}): Promise<string> {
  const { path = "", ...rest } = options;
  const source = sourceFile(path, text);
  const parsed = parse(source);
  const errors = parsed.diagnostics.filter((d) => d.severity === "error");
  if (errors[0]) throw new FormatError(errors, positionAt(source, errors[0].span.start));
  const [{ format: run }, plugin] = await Promise.all([import("prettier/standalone"), import("./plugin.js")]);
  const formatted = await run(text, { printWidth: 100, ...rest, parser: "regnet", plugins: [plugin.default] });
  const again = parse(sourceFile(path, formatted));
  if (!astEqual(parsed.ast, again.ast) || remarks(parsed) !== remarks(again))
    throw new Error(
      "formatting would have changed what this file says, so it was left as it is; this is a bug of regnet, " +
        "please report it with the file",
    );
  return formatted;
}

const remarks = ({ comments }: ParsedFile): string =>
  comments.map(({ text }) => text.replace(/\r\n?/g, "\n").trimEnd()).join("\u0000");
