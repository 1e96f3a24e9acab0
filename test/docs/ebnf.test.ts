import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { layout } from "../../src/parser/layout.js";
import { parse } from "../../src/parser/parse.js";
import { syntaxReporter } from "../../src/parser/reporter.js";
import { createLexer } from "../../src/parser/tokens.js";
import { random } from "../../src/tensor/random.js";
import { sourceFile } from "../../src/text/source-file.js";
import { accepts, readEbnf, sentence, terminals } from "./ebnf.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const grammar = readEbnf(readFileSync(join(root, "grammar/regnet.ebnf"), "utf8"));

/** Images of the terminals; each is one token of the lexer. */
const images: Readonly<Record<string, readonly string[]>> = {
  IDENT: ["dense", "x", "model", "relu", "a_1"],
  NUMBER: ["1", "0.5", "1e-3", "10_000"],
  SIZE: ["3x3", "28x28x1"],
  STRING: ['"a.csv"', '"""select 1"""'],
  NEWLINE: ["\n"],
  CALL: ["("],
};

/** The tokens that the grammar gets of a text, as the EBNF writes them. */
function tokensOf(text: string): string[] {
  const { tokens } = layout(createLexer().tokenize(text).tokens, text, syntaxReporter(sourceFile("x.regnet", text)));
  return tokens.map(({ image, tokenType: { name } }) => {
    if (name === "Newline") return "NEWLINE";
    if (name === "Word") return "IDENT";
    if (name === "Numeric") return /^\d+x/.test(image) ? "SIZE" : "NUMBER";
    if (name === "Text") return "STRING";
    return name === "CallParen" ? "CALL" : image;
  });
}

const kindOf = (token: string): string | null => (Object.hasOwn(images, token) ? token : null);
const isSentence = (text: string): boolean => accepts(grammar, "file", tokensOf(text), kindOf);
const problems = (text: string) =>
  parse(sourceFile("x.regnet", text)).diagnostics.filter((d) => d.severity === "error");

describe("grammar/regnet.ebnf", () => {
  it("uses no name that is neither a rule nor a token", () =>
    expect([...terminals(grammar)].sort()).toEqual(Object.keys(images).sort()));

  it("is reached whole from `file`", () => {
    const reached = new Set<string>();
    const draw = random(3);
    const counting = new Map(grammar);
    counting.get = (name) => {
      reached.add(name);
      return grammar.get(name);
    };
    for (let i = 0; i < 300; i++) sentence(counting, "file", () => draw.uniform(), 14);
    expect([...reached].sort()).toEqual([...grammar.keys()].sort());
  });

  it("has only sentences that the parser reads without an error", () => {
    // A comma separates pairs only, which the EBNF says in a comment; a statement would take it as its own.
    const strict = new Map([...grammar, ["sep", readEbnf('sep = NEWLINE | ";" ;').get("sep")!] as const]);
    const draw = random(7);
    for (let i = 0; i < 1500; i++) {
      const text = sentence(strict, "file", () => draw.uniform(), 16)
        .map((token, i, all) => {
          const choices = images[token];
          const image = choices ? choices[Math.floor(draw.uniform() * choices.length)]! : token;
          return token === "CALL" || token === "NEWLINE" || all[i - 1] === "-" ? image : ` ${image}`;
        })
        .join("");
      expect(problems(text).map((d) => `${d.message} in ${JSON.stringify(text)}`)).toEqual([]);
    }
  });

  it("has every correct spec among its sentences", () => {
    const folders = ["specs", "test/fixtures/acceptance", "test/fixtures/parse", "test/fixtures/format"];
    const specs = folders.flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((f) => f.endsWith(".regnet"))
        .map((f) => join(root, folder, f)),
    );
    const correct = specs.filter((path) => problems(readFileSync(path, "utf8")).length === 0);
    expect(correct.length).toBeGreaterThan(30);
    expect(correct.filter((path) => !isSentence(readFileSync(path, "utf8")))).toEqual([]);
  });

  it("refuses what the parser reports", () => {
    const wrong = [
      "dense n * 2",
      "a = 1",
      "model m { dense 1",
      "dense(1",
      "let = 3",
      "from a",
      "x: [1 2]",
      "f(a b)",
      "model m { a: }",
      "x: { dense 3 }",
    ];
    expect(wrong.filter((text) => problems(text).length === 0)).toEqual([]);
    // Where brackets are missing the layout pass mends them before the grammar reads.
    expect(wrong.filter((text) => !/[{(][^)}]*$/.test(text)).filter(isSentence)).toEqual([]);
  });
});
