import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Item } from "../../src/parser/ast.js";
import { parse } from "../../src/parser/parse.js";
import { visit } from "../../src/parser/walk.js";
import { sourceFile } from "../../src/text/source-file.js";

/** How often specs that the tests compile write a word: with these arguments by name, and how many without. */
export interface Written {
  readonly names: ReadonlySet<string>;
  readonly unnamed: number;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
/** What tests check, run or compare; texts that are only parsed do not count. */
const folders = ["specs", "test/fixtures/check", "test/fixtures/acceptance", "test/fixtures/emit"];

const texts = (): readonly string[] => [
  ...folders.flatMap((folder) =>
    readdirSync(`${root}/${folder}`)
      .filter((file) => file.endsWith(".regnet"))
      .map((file) => readFileSync(`${root}/${folder}/${file}`, "utf8")),
  ),
  ...readdirSync(`${root}/test/goldens/training`).map(
    (file) =>
      (JSON.parse(readFileSync(`${root}/test/goldens/training/${file}`, "utf8")) as { readonly spec: string }).spec,
  ),
];

/** By the word of a statement, a pair (`test: split(0.2)`) or a call. */
export function writtenWords(): ReadonlyMap<string, Written> {
  const found = new Map<string, Written>();
  const add = (word: string, names: readonly string[], unnamed: number): void => {
    const before = found.get(word);
    found.set(word, {
      names: new Set([...(before?.names ?? []), ...names]),
      unnamed: Math.max(before?.unnamed ?? 0, unnamed),
    });
  };
  const pairs = (items: readonly Item[]): readonly string[] =>
    items.flatMap((i) => (i.kind === "pair" ? [i.key.text] : []));
  for (const text of texts())
    visit(parse(sourceFile("spec", text)).ast, (node) => {
      if (node.kind !== "statement" && node.kind !== "call") return;
      const named = node.args.flatMap((a) => (a.name ? [a.name.text] : a.value.kind === "name" ? [a.value.text] : []));
      const body = node.kind === "statement" && node.body ? pairs(node.body.items) : [];
      const word = node.kind === "statement" ? node.word.text : node.callee.text;
      add(word, [...named, ...body], node.args.filter((a) => a.name === null).length);
    });
  return found;
}
