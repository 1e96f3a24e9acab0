import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { format } from "../../src/format/format.js";
import { FormatError } from "../../src/format/format-error.js";
import { parse } from "../../src/parser/parse.js";
import { sourceFile } from "../../src/text/source-file.js";

const folder = new URL("../fixtures/parse/", import.meta.url);
const files = readdirSync(folder).filter((f) => f.endsWith(".regnet"));

test.each(files)("%s parses without a word and formats to a fixed point", async (file) => {
  const text = readFileSync(new URL(file, folder), "utf8");
  expect(parse(sourceFile(file, text)).diagnostics).toEqual([]);
  const once = await format(text);
  expect(await format(once)).toBe(once);
  expect(await format(text.replaceAll("\n", "\r\n"))).toBe(once);
  await expect(once).toMatchFileSnapshot(`../fixtures/format/${file}`);
});

const cases: readonly (readonly [string, string, string])[] = [
  ["braces stay on one line", "a { b: 1, c 2; d }", "a { b: 1; c 2; d }\n"],
  ["braces break when the first item stood below", "a {\n b: 1, c: 2 }", "a {\n  b: 1\n  c: 2\n}\n"],
  ["commas between pairs on one line", "a { b: 1, c: 2 }", "a { b: 1, c: 2 }\n"],
  ["at most one blank line", "a\n\n\n\nb", "a\n\nb\n"],
  ["a comma between two names is kept, another goes", "output a, b\ndense 64, relu", "output a, b\ndense 64 relu\n"],
  ["clauses in canonical order", "dense 64 { x: 1 } as y from z", "dense 64 from z as y { x: 1 }\n"],
  [
    "a trailing comment stays on its line",
    "dense 64   // hidden\n\n// next\ndense 3",
    "dense 64 // hidden\n\n// next\ndense 3\n",
  ],
  [
    "a comment in a header",
    "dense 64, // why\n relu\n // here\n from x",
    "dense 64, // why\n  relu // here\n  from x\n",
  ],
  [
    "comments in a list",
    "metrics: [ // all\n accuracy, // first\n /* b */ auc\n // none\n]",
    "metrics: [\n  // all\n  accuracy, // first\n  /* b */ auc\n  // none\n]\n",
  ],
  ["an empty body with a comment", "a {\n// none yet\n}", "a {\n  // none yet\n}\n"],
  [
    "parentheses only where needed",
    "let x = (a * (b)) + (c - d) - (e - f)\ndense ((n) * 2) (64)",
    "let x = a * b + (c - d) - (e - f)\ndense (n * 2) 64\n",
  ],
  [
    "ignored items are left alone",
    "// prettier-ignore\ndense   64   relu\ndense   3",
    "// prettier-ignore\ndense   64   relu\ndense 3\n",
  ],
  [
    "a wide header moves its keyed arguments into braces",
    "dense 64 relu kernel_regularizer=l1_l2(l1=0.00001, l2=0.0001) bias_regularizer=l2(0.0001) " +
      "kernel_initializer=he_normal",
    "dense 64 relu {\n  kernel_regularizer: l1_l2(l1=0.00001, l2=0.0001)\n  bias_regularizer: l2(0.0001)\n  " +
      "kernel_initializer: he_normal\n}\n",
  ],
  [
    "text of several lines is untouched",
    'source: sql("""\n select 1\n   from x""")',
    'source: sql(\n  """\n select 1\n   from x"""\n)\n',
  ],
];
test.each(cases)("%s", async (_, text, expected) => {
  expect(await format(text)).toBe(expected);
  expect(await format(expected)).toBe(expected);
});

test("options pass through", async () => {
  expect(await format("a {\n b [1, 2, 3] }", { tabWidth: 4, printWidth: 12 })).toBe(
    "a {\n    b [\n        1,\n        2,\n        3\n    ]\n}\n",
  );
});

test("a file with syntax errors is refused with its diagnostics", async () => {
  const refused = await format("model a {\n  dense = 3\n  dense ]\n}", { path: "a.regnet" }).catch(
    (error: unknown) => error,
  );
  expect(refused).toBeInstanceOf(FormatError);
  expect((refused as FormatError).diagnostics.map((d) => [d.code, d.path])).toEqual([
    ["syntax/equals-in-braces", "a.regnet"],
    ["syntax/stray-bracket", "a.regnet"],
  ]);
});
