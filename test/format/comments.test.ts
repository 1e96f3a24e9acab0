import { readFileSync, readdirSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { format } from "../../src/format/format.js";
import { parse } from "../../src/parser/parse.js";
import { sourceFile } from "../../src/text/source-file.js";

const folder = new URL("../fixtures/parse/", import.meta.url);
const specs = readdirSync(folder).map((f) => readFileSync(new URL(f, folder), "utf8"));

/**
 * A spec with comments, blank lines and other line ends strewn over it; `format` itself refuses to lose or reorder any.
 */
const strewn = fc
  .tuple(
    fc.constantFrom(...specs),
    fc.array(fc.nat(40), { minLength: 50, maxLength: 200 }),
    fc.constantFrom("\n", "\r\n"),
  )
  .map(([spec, dice, eol]) => {
    let n = 0;
    const text = spec.replace(/[ ,(]|\n/g, (gap) => {
      const roll = dice[n++ % dice.length]!;
      if (gap === "\n")
        return roll < 4
          ? ` // c${n}\n`
          : roll < 6
            ? `\n\n\n  // own ${n}\n`
            : roll < 8
              ? `\n/* b${n} */\n`
              : roll < 9
                ? "\n\n"
                : "\n";
      if (gap === " ") return roll < 2 ? ` /* i${n} */ ` : " ";
      return roll < 3 ? `${gap} // e${n}\n` : roll < 4 ? `${gap}/* f${n} */` : gap;
    });
    return text.replaceAll("\n", eol);
  });

test("comments stay, in their order, and the result is a fixed point", () =>
  fc.assert(
    fc.asyncProperty(strewn, async (text) => {
      fc.pre(!parse(sourceFile("f", text)).diagnostics.some((d) => d.severity === "error"));
      const once = await format(text);
      expect(await format(once)).toBe(once);
    }),
    { numRuns: 60 * Number(process.env["FUZZ"] ?? 1), seed: 11 },
  ));
