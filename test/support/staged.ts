import type { Ir, StageIr } from "../../src/ir/ir.js";

/** The same in several stages: the first one changed by each of these in turn. */
export function staged(ir: Ir, changes: readonly Partial<StageIr>[]): Ir {
  const [first] = ir.training!.stages;
  return { ...ir, training: { stages: changes.map((change) => ({ ...first!, ...change })) } };
}
