import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import type { LayerWord } from "../../src/catalog/word.js";
import { findWord, wordsOf } from "../../src/catalog/lookup.js";
import {
  declarationFaults,
  declaredFor,
  openAxisFaults,
  recordingFaults,
  valueFaults,
  type Faults,
} from "./aspects.js";
import { knownFault } from "./known-faults.js";
import { casesOf, layerCases, titleOf, type LayerCase } from "./layer-case.js";

/** Every layer of the catalogue, by all the cases that Keras computed for it. */
beforeAll(async () => void (await tf.setBackend("cpu")));

it("every case has its layer", () => {
  expect(layerCases.map((c) => c.word).filter((name) => !findWord("layer", name))).toEqual([]);
});

/** `evidence.test.ts` names those that have none. */
const withCases = wordsOf("layer").filter((word) => casesOf(word.name).length > 0);

describe.each(withCases.map((word) => [word.name, word] as const))("layer %s", (name, word) => {
  it.each(casesOf(name).map((c) => [titleOf(c), c] as const))("%s", (_, c) => {
    const faults = faultsOf(word, c);
    if (knownFault(c) === null) expect(faults).toEqual([]);
    else expect(faults).not.toEqual([]);
  });
});

function faultsOf(word: LayerWord, c: LayerCase): Faults {
  if (c.refused !== undefined) {
    const said = "problem" in declaredFor(word, c, (shape) => shape);
    return c.twin === "int32" || said ? [] : [`Keras refuses with ${c.refused}`];
  }
  try {
    return [declarationFaults, openAxisFaults, valueFaults, recordingFaults].flatMap((aspect) => aspect(word, c));
  } catch (error) {
    return [String(error)];
  }
}
