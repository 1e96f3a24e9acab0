import type { GraphInput, GraphNode } from "../graph/graph.js";
import { dropoutBeforeNormalization } from "./dropout-before-normalization.js";
import { dropoutOnOutput } from "./dropout-on-output.js";
import { largeUnregularized } from "./large-unregularized.js";
import type { Lint, LintContext } from "./lint.js";
import { penaltyAndOptimizer } from "./penalty-and-optimizer.js";
import { penaltyBeforeNormalization } from "./penalty-before-normalization.js";
import { shortEpochs } from "./short-epochs.js";
import { stopping } from "./stopping.js";
import { unreachableLayers } from "./unreachable.js";

const lints: readonly Lint[] = [
  dropoutOnOutput,
  dropoutBeforeNormalization,
  penaltyBeforeNormalization,
  stopping,
  shortEpochs,
  penaltyAndOptimizer,
  largeUnregularized,
  unreachableLayers,
];

/** All rules of the field's knowledge over one model and its training. */
export function runLints(context: Omit<LintContext, "readers">): void {
  const readers = new Map<GraphInput | GraphNode, GraphNode[]>();
  for (const node of context.graph.nodes) {
    for (const { from } of node.inputs) {
      const list = readers.get(from);
      if (list) list.push(node);
      else readers.set(from, [node]);
    }
  }
  for (const lint of lints) lint({ ...context, readers });
}
