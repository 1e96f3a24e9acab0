import type { Document } from "../parser/ast.js";
import { showTree } from "../parser/show.js";
import { format, type FormatOptions } from "./format.js";

/** The canonical text of a tree that was never one, as of an imported model. Prettier is loaded at the first call. */
export function printTree(tree: Document, options: FormatOptions = {}): Promise<string> {
  return format(showTree(tree), options);
}
