import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { applyFixes } from "../../src/diagnostics/apply-fixes.js";
import { wordsOf } from "../../src/catalog/lookup.js";
import { check } from "../../src/compiler/check.js";
import { parse } from "../../src/parser/parse.js";
import { sourceFile } from "../../src/text/source-file.js";
import { slipsIn, withSlips } from "../support/planted/by-tree.js";
import { blinded, errorsIn, errorsOfMistakes, subsets, withMistakes } from "../support/planted/combine.js";
import { planted } from "../support/planted/specs.js";

/** One run finds every mistake, and nothing that only follows from one. */
describe("mistakes that come together", () => {
  for (const spec of planted) {
    const { name, text, facts, mistakes } = spec;
    const alone = new Map(mistakes.map((mistake) => [mistake, errorsOfMistakes(spec, [mistake])]));
    const none = { hidden: [], more: [] };

    it(`${name}: sound without them, and each earns its own errors`, () => {
      expect(errorsIn(text, facts)).toEqual([]);
      for (const mistake of mistakes) {
        expect(text.split(mistake.right), mistake.right).toHaveLength(2);
        expect(errorsIn(withMistakes(spec, [mistake]).text, facts), mistake.wrong).toEqual([...mistake.earns].sort());
      }
    });

    it(`${name}: in pairs`, () => {
      for (const [i, first] of mistakes.entries())
        for (const second of mistakes.slice(i + 1))
          expect(blinded(spec, [first, second], alone), `${first.wrong} and ${second.wrong}`).toEqual(none);
    });

    it(`${name}: in larger sets, and all at once`, () => {
      for (const size of [3, 5, 8])
        for (const some of subsets(mistakes, size, 12))
          expect(blinded(spec, some, alone), some.map(({ wrong }) => wrong).join(" and ")).toEqual(none);
      expect(blinded(spec, mistakes, alone)).toEqual(none);
    });
  }
});

const root = join(import.meta.dirname, "../..");
const real = ["specs", "test/fixtures/format"].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith(".regnet"))
    .map((file) => ({ file, text: readFileSync(join(root, folder, file), "utf8") })),
);

describe("slips anywhere in real specs", () => {
  for (const { file, text } of real)
    it(file, () => {
      const sound = errorsIn(text).length;
      // What a slip earns alone: one that earns nothing is a name of the spec's own.
      const slips = slipsIn(text).flatMap((slip) => {
        const errors = errorsIn(withSlips(text, [slip])).length - sound;
        return errors > 0 ? [{ slip, errors }] : [];
      });
      expect(slips.length).toBeGreaterThan(5);
      for (const some of [...subsets(slips, 2, 30), ...subsets(slips, 5, 10)]) {
        const wanted = sound + some.reduce((n, { errors }) => n + errors, 0);
        const spoiled = withSlips(
          text,
          some.map(({ slip }) => slip),
        );
        expect(errorsIn(spoiled).length, spoiled).toBe(wanted);
      }
    });
});

describe("what one error must not cause", () => {
  const errors = (text: string): readonly string[] => errorsIn(text);
  it("a sweep of a later version: nothing is said of its names", () =>
    expect(
      errors(
        "sweep random(trials=20) { decay: 1, rate: [0.2, 0.5] }\n" +
          "model m { input 4; dropout rate; dense 3 regularizer=l2(decay) }",
      ),
    ).toEqual(["names/not-supported sweep"]));
  it("a misspelled monitor is told beside a broken loss", () =>
    expect(
      errors(
        "model m { input 4; dense 3 softmax }\n" +
          "train { loss: foo, metrics: [accuracy]; early_stopping monitor=acuracy patience=3 }",
      ),
    ).toEqual(["names/unknown-value foo", "training/monitor acuracy"]));
  it("an unknown layer at the end: nothing is said of its values or its name", () =>
    expect(errors("model m { input 4; dense 3; foo }\ntrain { loss: { foo: categorical_crossentropy } }")).toEqual([
      "names/unknown-word foo",
    ]));
  it.each(["return_sequences=3", "return_sequences=ture", "activation=foo"])(
    "%s hides no mismatch that it has no part in",
    (argument) =>
      expect(
        errors(
          "model m { input 5x3 as x; lstm 4 return_state from x as y, h, c\n" +
            `gru 8 ${argument} from x, initial_state=[h] as z; dense 1 }`,
        ).filter((error) => error.startsWith("shapes/")),
      ).toEqual(["shapes/mismatch gru"]),
  );
  it("an argument that a shape cannot do without hides it: it may be what is wrong", () =>
    expect(errors("model m { input 9x9x3; conv2d 4 kernel_size=foo padding=valid; flatten; dense 1 }")).toEqual([
      "arguments/type foo",
    ]));
  it("what is no name in a block's call is told there, and not wherever the block reads it", () =>
    expect(errors("block b(n) { dense n; lstm n }\nmodel m { input 4x3; b foo; dense 1 }")).toEqual([
      "names/unknown-name foo",
    ]));
  it.each(["dense zz", "foo", "dense 3 foo=3"])("%s hides no layer whose arguments alone are wrong", (above) =>
    expect(errors(`model m { input 4x3; ${above}; bidirectional dense(4) }`).at(-1)).toBe(
      "shapes/mismatch bidirectional",
    ),
  );
  it.each(
    wordsOf("layer")
      .filter((word) => word.arity[1] === 1)
      .flatMap((word) => word.examples.filter((example) => !/[{}\n]|from|: /.test(example))),
  )("nothing is said of %s where nothing is known of its input", (example) =>
    expect(errors(`model m { input 4x3; foo; ${example} }`)).toEqual(["names/unknown-word foo"]),
  );
  it("an unknown layer hides no shape that the layers below decide", () =>
    expect(errors("model m { input 28x28x1; foo 3; flatten; dense 10; lstm 4 }")).toEqual([
      "names/unknown-word foo",
      "shapes/mismatch lstm",
    ]));
});

it("mending all that has a fix leaves what has none, and nothing else", () => {
  for (const spec of planted) {
    const mistakes = spec.mistakes.filter((mistake) => errorsOfMistakes(spec, [mistake]).length === 1);
    const { text } = withMistakes(spec, mistakes);
    const { diagnostics } = check(parse(sourceFile("planted.regnet", text)), { facts: spec.facts ?? null });
    const wrong = diagnostics.filter((d) => d.severity === "error");
    const fixes = wrong.flatMap(({ fixes: [first] }) => first ?? []);
    const left = errorsIn(applyFixes(text, fixes).text, spec.facts);
    expect(left.length, `${spec.name}: ${left.join(", ")}`).toBe(wrong.length - fixes.length);
  }
});
