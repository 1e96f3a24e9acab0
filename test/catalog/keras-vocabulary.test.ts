import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { familyTitles } from "../../src/catalog/describe.js";
import { excluded } from "../../src/catalog/keras/excluded.js";
import { planned } from "../../src/catalog/keras/missing.generated.js";
import { snakeCase } from "../../src/catalog/keras/snake-case.js";
import { wordsOf } from "../../src/catalog/lookup.js";
import type { Family } from "../../src/catalog/word.js";
import { compile } from "../../src/index.js";

const keras = JSON.parse(readFileSync(new URL("../goldens/keras-names.json", import.meta.url), "utf8")) as Readonly<
  Record<string, object>
>;
const families = Object.keys(excluded) as (keyof typeof excluded)[];

describe.each(families)("Keras's names: %s", (family) => {
  const names = Object.keys(keras[familyTitles[family]]!);
  const words = new Set(
    wordsOf(family as Family).flatMap((w) => [w.name, ...(w.aliases ?? []), ...(w.keras ? [w.keras] : [])]),
  );

  it("are words, planned, or left out with a reason, and never two of these", () => {
    const places = (name: string): number =>
      Number(words.has(name) || words.has(snakeCase(name))) +
      Number((planned[family] as readonly string[]).includes(name)) +
      Number(Object.hasOwn(excluded[family], name));
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => places(name) !== 1)).toEqual([]);
  });
  it("are Keras's, where they are left out or planned", () => {
    expect([...Object.keys(excluded[family]), ...planned[family]].filter((name) => !names.includes(name))).toEqual([]);
  });
});

const errors = (text: string): readonly string[] =>
  compile(text)
    .diagnostics.filter((d) => d.severity === "error")
    .map((d) => d.message);

it.each([
  ["model m { input 4; Lambda; dense 1 }", "Lambda of Keras is no word of regnet: it runs code of a program"],
  ["model m { input 4; lambda; dense 1 }", "Lambda of Keras is no word of regnet: it runs code of a program"],
  ["model m { input 4; EinsumDense 3; dense 1 }", "`EinsumDense` is not supported yet in this version of regnet"],
  ["model m { input 4; dense 1 glu }", "`glu` is not supported yet in this version of regnet"],
  ["model m { input 4; dense 1 }\ntrain { loss: ctc }", "`CTC` is not supported yet in this version of regnet"],
  ["model m { input 4; dense 1 }\ntrain { loss: CTC }", "`CTC` is not supported yet in this version of regnet"],
  [
    "model m { input 4; dense 1 }\ntrain { loss: mse, optimizer: muon }",
    "`Muon` is not supported yet in this version of regnet",
  ],
  [
    "model m { input 4; dense 1 }\ntrain { loss: mse\n RemoteMonitor }",
    "RemoteMonitor of Keras is no word of regnet: it sends numbers to a server; regnet sends nothing anywhere",
  ],
  [
    "model m { input 4; dense 1 }\ntrain { loss: mse\n tensor_board }",
    "`TensorBoard` is not supported yet in this version of regnet",
  ],
])("%s", (text, start) => {
  const said = errors(text);
  expect(said).toHaveLength(1);
  expect(said[0]!.startsWith(start)).toBe(true);
});
