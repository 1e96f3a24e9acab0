import { expect, test } from "vitest";
import { RegnetParser } from "../../src/parser/grammar.js";
import { createLexer } from "../../src/parser/tokens.js";

test("Chevrotain finds nothing wrong with the tokens and the grammar", () => {
  expect(createLexer(true).lexerDefinitionErrors).toEqual([]);
  expect(() => new RegnetParser(true)).not.toThrow();
});
