import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { compile } from "../../../src/index.js";
import { objectiveOf } from "../../../src/runtime/engine/objective-of.js";
import { graphFault } from "../../../src/runtime/graph/graph-fault.js";
import { syntheticRows } from "./synthetic.js";

const folder = join(import.meta.dirname, "../../fixtures/acceptance");
const block = "\ntrain { optimizer: adam, loss: mse }";

/**
 * Models that people have published: every one that regnet can say and that states its shapes. Two whole batches of 4
 * rows and a short one.
 */
const models = readdirSync(folder).flatMap((file) => {
  const text = readFileSync(join(folder, file), "utf8");
  const trains = (ir: ReturnType<typeof compile>["ir"]) =>
    ir?.training ? [[file, { ...ir, training: ir.training }] as const] : [];
  const { ir } = compile(text);
  return ir?.training ? trains(ir) : trains(compile(text + block).ir);
});

it("published models are there to be tried", () => expect(models.length).toBeGreaterThan(60));

it.each(models)("%s can be trained by the graph engine", (_, ir) => {
  expect(graphFault(ir.model, ir.seed, objectiveOf(ir.training.stages[0]!), syntheticRows(ir, 10), 4)).toBeNull();
});
