import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** A file of the tests, parsed. */
export interface TestFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly source: ts.SourceFile;
}

/** All TypeScript under `test` but fixtures. */
export const testFiles = (): readonly TestFile[] =>
  readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.startsWith("fixtures/"))
    .sort()
    .map((name) => parsed(relative(root, join(root, "test", name)), readFileSync(join(root, "test", name), "utf8")));

export const parsed = (path: string, text: string): TestFile => ({
  path,
  source: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true),
});

/** `path:line` of a node. */
export const placeOf = ({ path, source }: TestFile, node: ts.Node): string =>
  `${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;

/** A node and all below it. */
export function within(node: ts.Node): readonly ts.Node[] {
  const found = [node];
  const collect = (child: ts.Node): void => {
    found.push(child);
    ts.forEachChild(child, collect);
  };
  ts.forEachChild(node, collect);
  return found;
}
