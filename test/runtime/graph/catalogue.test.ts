import { beforeAll, describe, expect, it } from "vitest";
import { objectiveOf } from "../../../src/runtime/engine/objective-of.js";
import { graphFault } from "../../../src/runtime/graph/graph-fault.js";
import { graphEngineHere } from "../../../src/runtime/graph/in-process.js";
import { loadCpu } from "../../../src/runtime/native/index.js";
import { train } from "../../../src/runtime/training/fit.js";
import { needsNative } from "../../support/needs.js";
import { wordSpecs as cases } from "../../support/word-specs.js";
import { dataset } from "../tiny-ir.js";
import { syntheticRows, trainable } from "./synthetic.js";

/**
 * What the graph engine cannot train, over the whole catalogue: each word as its examples write it.
 * docs/graph-engine.md says that the list is empty: whoever adds a word that falls back finds it here.
 */
const fallsBack: readonly string[] = [];

beforeAll(async () => void (await loadCpu()));

/** Preparing a program takes TensorFlow a quarter of a second: the other examples are only recorded. */
const firstOfEach = (list: (typeof cases)[number][1]): typeof list =>
  list.filter(([name], i) => wordOf(name) !== wordOf(list[i - 1]?.[0] ?? ""));
const wordOf = (name: string): string => name.slice(0, name.indexOf(":"));

describe("what the graph engine cannot train", () => {
  it("is what the documentation says it is", () => {
    const found = cases.flatMap(([family, list]) =>
      list.flatMap(([name, text]) => {
        const ir = trainable(text);
        const fault = graphFault(ir.model, ir.seed, objectiveOf(ir.training.stages[0]!), syntheticRows(ir, 3), 2);
        return fault === null ? [] : [`${family} ${name}: ${fault}`];
      }),
    );
    expect(found).toEqual(fallsBack);
  }, 60_000);
});

// Each activation is a layer too.
describe.each(cases.filter(([family]) => family !== "activation"))("every %s", (_, list) => {
  it.each(firstOfEach(list))("trains: %s", async (_name, text) => {
    const { binding } = await needsNative();
    const ir = trainable(text);
    // A whole step and a short one.
    const { history, diverged, model } = await train(ir, dataset(syntheticRows(ir, 3)), {
      engine: async (task) => graphEngineHere(binding, { model: ir.model, seed: ir.seed, ...task }),
      save: async () => undefined,
      append: async () => undefined,
    });
    model.dispose();
    expect(diverged).toBe(false);
    expect(history).toHaveLength(1);
    expect(Object.values(history[0]!.logs).filter((value) => !Number.isFinite(value))).toEqual([]);
  });
});
