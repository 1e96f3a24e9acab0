import type { FoldIr, Ir, StageIr } from "../../src/ir/ir.js";

/** The same in several stages: the first one changed by each of these in turn. */
export function staged(ir: Ir, changes: readonly Partial<StageIr>[]): Ir {
  const [first] = ir.training!.stages;
  return { ...ir, training: { stages: changes.map((change) => ({ ...first!, ...change })) } };
}

/** The same over several folds. */
export const folded = (ir: Ir, of: number, more: Partial<FoldIr> = {}): Ir => ({
  ...ir,
  data: ir.data && {
    ...ir.data,
    validation: Array.from({ length: of }, (_, i) => ({ fold: i + 1, of, seed: 0, stratify: false, ...more })),
  },
});
