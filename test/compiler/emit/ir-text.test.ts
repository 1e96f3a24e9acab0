import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { emitIr } from "../../../src/compiler/emit/ir-text.js";
import { irSchema, readIr } from "../../../src/ir/schema.js";
import { irOf, nameOf, root, specs } from "./emitted.js";

describe("the printed IR", () => {
  it.each(specs.map((spec) => [nameOf(spec), spec]))(
    "of %s is what the schema admits, and reads back as the same IR",
    async (_, spec) => {
      const ir = await irOf(spec);
      const text = emitIr(ir);
      expect(readIr(JSON.parse(text))).toEqual(ir);
      expect(text.endsWith("}\n")).toBe(true);
    },
  );

  it("is described by grammar/ir.schema.json (npm run generate)", () => {
    const { $comment, title, ...schema } = JSON.parse(
      readFileSync(join(root, "grammar/ir.schema.json"), "utf8"),
    ) as Record<string, unknown>;
    expect([$comment, title]).toEqual([expect.stringContaining("npm run generate"), "regnet IR"]);
    expect(schema).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(irSchema))));
  });

  it("of a broken kind is refused with the place", async () => {
    const ir = await irOf(specs[0]!);
    expect(() => readIr({ ...ir, version: 99 })).toThrow(/version/);
    expect(() => readIr({ ...ir, model: { ...ir.model, layers: [{}] } })).toThrow(/layers/);
  });
});
