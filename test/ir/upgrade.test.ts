import { describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";
import { IR_VERSION, type Ir } from "../../src/ir/ir.js";
import { readIr } from "../../src/ir/schema.js";
import { upgradeIr } from "../../src/ir/upgrade.js";

const { ir } = compile(`
let rate = 0.02
let share = 0.2
model m { input [3]; dense 4; dense 1 }
data { source: "t.csv", target: y, validation: split(share * 2, seed=1), test: split(share) }
/// Said of the training.
train { optimizer: adam(rate), loss: mse, metrics: [mae], epochs: 7, early_stop patience=3 }
`);
const now = JSON.parse(JSON.stringify(ir)) as Ir;

/** As version 2 stored it: one stage, and one set of validation rows or none. */
function asVersion2({ data, training, authored, ...rest }: Ir): Record<string, unknown> {
  const { name: _, frozen: __, ...stage } = training!.stages[0]!;
  const moved = Object.entries(authored!.wordings).map(([pointer, wording]) => [
    pointer.replace("/training/stages/0", "/training").replace("/data/validation/0", "/data/validation"),
    wording,
  ]);
  return {
    ...rest,
    version: 2,
    data: data && { ...data, validation: data.validation[0] ?? null },
    training: stage,
    authored: { ...authored, wordings: Object.fromEntries(moved) as unknown },
  };
}

/** As version 1 did: a node has one dtype. */
const asVersion1 = (old: Record<string, unknown>): unknown => {
  const model = old["model"] as Ir["model"];
  const nodes = model.nodes.map(({ dtypes, ...node }) => ({ ...node, dtype: dtypes[0] }));
  return { ...old, version: 1, model: { ...model, nodes } };
};

describe("an IR of an earlier version says the same", () => {
  it("of version 2", () => {
    expect(Object.keys(now.authored!.wordings)).toEqual(
      expect.arrayContaining(["/training/stages/0", "/training/stages/0/optimizer/args", "/data/validation/0"]),
    );
    expect(readIr(asVersion2(now))).toEqual(now);
  });
  it("of version 1", () => expect(readIr(asVersion1(asVersion2(now)))).toEqual(now));
  it("without data, training or wording", () => {
    const bare = { version: 2, model: now.model, data: null, training: null, seed: 0 };
    expect(readIr(bare)).toEqual({ ...bare, version: IR_VERSION });
    const without = { ...asVersion2(now), data: { ...now.data, validation: null } };
    expect(readIr(without).data!.validation).toEqual([]);
  });
  it("and this one stays as it is", () => expect(upgradeIr(now)).toBe(now));
  it("what is none is left to the schema", () => {
    for (const strange of [
      null,
      3,
      [],
      { version: 2 },
      { version: 1, model: null },
      { version: 1, model: { nodes: 3 } },
    ])
      expect(() => readIr(strange)).toThrow();
  });
});
