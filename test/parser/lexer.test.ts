import fc from "fast-check";
import { expect, test } from "vitest";
import { tokenize } from "../../src/parser/lexer.js";

const namesOf = (text: string): string[] => tokenize(text).map(({ tokenType }) => tokenType.name);

test("every character but blanks belongs to one token, in order", () =>
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: fc.constantFrom(...'a1."/*# \t\n{}()-_é\u201c') })), (text) => {
      let at = 0;
      for (const { startOffset, end, image } of tokenize(text)) {
        expect(text.slice(at, startOffset)).toMatch(/^[ \t]*$/);
        expect([end > startOffset, image]).toEqual([true, text.slice(startOffset, end)]);
        at = end;
      }
      expect(text.slice(at)).toMatch(/^[ \t]*$/);
    }),
    { numRuns: 500, seed: 7 },
  ));

test("words, keywords, and texts without quotes", () => {
  expect(namesOf("let lets from as true false none None")).toEqual(["Let", "Word", "From", "As", "True", "False", "None", "Word"]);
  expect(namesOf("data/x.csv layers.Dense größe a/b")).toEqual(["ForeignWord", "ForeignWord", "ForeignWord", "Word", "Slash", "Word"]);
});

test("numbers, sizes and ranges", () => {
  expect(namesOf("1_000.5e-3 3x3 .5 1..2 - 1.x")).toEqual(["Numeric", "Numeric", "Numeric", "Numeric", "DotDot", "Numeric", "Minus", "Numeric"]);
});

test("comments and strings", () => {
  expect(namesOf('/// doc\n//// line\n/* block\n */ # hash\n"a" “b” """c\nd"""')).toEqual([
    "DocComment", "Newline", "LineComment", "Newline", "BlockComment", "HashComment", "Newline", "Text", "Text", "Text",
  ]); // prettier-ignore
});
