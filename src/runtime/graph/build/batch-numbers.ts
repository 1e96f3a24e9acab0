import { wordNamed } from "../../../catalog/lookup.js";
import type { ModelIr } from "../../../ir/ir.js";
import type { Ops, Tensor } from "../../../tensor/ops.js";
import type { Objective } from "../../engine/engine.js";
import { lossNames, objectiveNumbers } from "../../engine/objective-numbers.js";
import type { BatchTensors } from "./batch.js";
import type { ModelRun } from "./run-model.js";

/** The objective's numbers of one batch that the model has run on (`objectiveNumbers`). */
export function batchNumbers(
  ops: Ops,
  { model, objective }: { readonly model: ModelIr; readonly objective: Objective },
  run: ModelRun,
  weights: Readonly<Record<string, Tensor>>,
  batch: Pick<BatchTensors, "targets" | "weights">,
): readonly [total: Tensor, penalty: Tensor, ...each: Tensor[]] {
  const losses = lossNames(
    model.outputs.map((o) => o.name),
    objective,
  );
  const penalties = [...weightPenalties(ops, model, weights), ...run.activity];
  return objectiveNumbers(ops, objective, losses, { ...batch, outputs: run.outputs, penalties });
}

/** Each trainable layer once however often it is applied; frozen layers and state are not penalized. */
function weightPenalties(ops: Ops, model: ModelIr, weights: Readonly<Record<string, Tensor>>): readonly Tensor[] {
  return model.layers.flatMap((layer) =>
    layer.weights.flatMap(({ name, regularizer, trainable }) =>
      regularizer && trainable && layer.trainable
        ? [wordNamed("regularizer", regularizer.word).penalty(ops, regularizer.args, weights[`${layer.name}/${name}`]!)]
        : [],
    ),
  );
}
