import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "../../src/parser/parse.js";
import { sourceFile } from "../../src/text/source-file.js";
import { annotate, testAnnotated, withoutAnnotations } from "../support/annotated.js";

testAnnotated(fileURLToPath(new URL("../fixtures/recover", import.meta.url)), (source) => parse(source).diagnostics);

test("annotations are taken out again as they were put in", () => {
  const source = sourceFile("a", "= 3\n  dense .5\n");
  expect(withoutAnnotations(annotate(source, parse(source).diagnostics))).toBe(source.text);
});

test("a broken line leaves the others in the tree", () => {
  const { ast } = parse(
    sourceFile(
      "a",
      "model a {\n  dense 64 regularizer=l2(1e-3\n  dropout 0.5\n  = 3\n  dense 10\n}\ntrain { epochs: 3 }",
    ),
  );
  const model = ast.items[0];
  expect(ast.items).toHaveLength(2);
  expect(model?.kind === "statement" && model.body?.items.map((i) => i.kind === "statement" && i.word.text)).toEqual([
    "dense",
    "dropout",
    "dense",
  ]);
});
