import type { Argument, Pair, Statement } from "../../../src/parser/ast.js";
import { parse } from "../../../src/parser/parse.js";
import { visit } from "../../../src/parser/walk.js";
import { sourceFile } from "../../../src/text/source-file.js";

/** A replacement of one place of a text. */
export interface Slip {
  readonly start: number;
  readonly end: number;
  readonly wrong: string;
}

/** A letter that is missing in the middle, or none where the word is too short to be known again. */
const misspelled = (word: string): string | null => (word.length < 5 ? null : word.slice(0, 2) + word.slice(3));

/** Slips that can be made anywhere in a spec: words and keys misspelled, numbers written as texts. */
export function slipsIn(text: string): readonly Slip[] {
  const slips: Slip[] = [];
  const add = ({ start, end }: { readonly start: number; readonly end: number }, wrong: string | null): void => {
    if (wrong !== null) slips.push({ start, end, wrong });
  };
  const key = (node: Argument | Pair, name: Argument["name"] | Pair["key"]): void => {
    if (name !== null) add(name.span, misspelled(name.text));
    if (node.value.kind === "number") add(node.value.span, `"${node.value.raw}"`);
  };
  const word = ({ word: { span, text: name } }: Statement): void => add(span, misspelled(name));
  visit(parse(sourceFile("slips.regnet", text)).ast, (node) => {
    if (node.kind === "statement") word(node);
    else if (node.kind === "argument") key(node, node.name);
    else if (node.kind === "pair") key(node, node.key);
    else if (node.kind === "call") add(node.callee.span, misspelled(node.callee.text));
  });
  return slips;
}

/** The text with slips that do not overlap. */
export function withSlips(text: string, slips: readonly Slip[]): string {
  return [...slips]
    .sort((a, b) => b.start - a.start)
    .reduce((t, { start, end, wrong }) => t.slice(0, start) + wrong + t.slice(end), text);
}
