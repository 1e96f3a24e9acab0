import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compile } from "../../../src/index.js";
import { wordsOf } from "../../../src/catalog/lookup.js";
import { emitTypeScript } from "../../../src/compiler/emit/typescript.js";
import { emitted, fixtures, nameOf, specs } from "./emitted.js";
import { typeErrors } from "./type-errors.js";

/** All that is to pass tsc, in one program: the specs, and the layers as their examples write them. */
async function printed(): Promise<{ files: ReadonlyMap<string, string>; missing: readonly string[] }> {
  const files = new Map<string, string>();
  for (const spec of specs) files.set(join(fixtures, `${nameOf(spec)}.ts`), await emitted(spec));
  const missing: string[] = [];
  for (const word of wordsOf("layer"))
    word.examples.forEach((example, i) => {
      const text = inputs.map((input) => compile(`model m { ${input}; ${example} }`).ir).find((ir) => ir !== null);
      if (text) files.set(join(fixtures, `${word.name}_${i}.ts`), emitTypeScript(text));
      else missing.push(example);
    });
  return { files, missing };
}

describe("what is printed", () => {
  // UPDATE=1 writes the goldens anew; their changes are read in review.
  it.each(specs.map((spec) => [nameOf(spec), spec]))("%s", async (_, spec) => {
    const golden = join(fixtures, `${nameOf(spec)}.ts.txt`);
    const text = await emitted(spec);
    if (process.env["UPDATE"]) writeFileSync(golden, text);
    expect(text).toBe(readFileSync(golden, "utf8"));
  });

  it("passes tsc --strict with nothing unused, of every spec and of every layer as its examples write it", async () => {
    const { files, missing } = await printed();
    expect(typeErrors(files)).toEqual([]);
    expect(missing).toEqual([]);
  });
});

/** Inputs of which one suits any layer. */
const inputs = [
  "input [8]",
  "input [64]",
  "input [3136]",
  "input 6x8",
  "input 8x8x3",
  "input 32x32x3",
  "input 6x6x6x2",
  "input [4] dtype=int32",
  "input 8x8 as a; input 8x8 as b",
  "input 8 as a; input 8 as b",
  "input 8 as a; input 8 as b; input 8 as c",
];
