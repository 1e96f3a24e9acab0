import type { Authored } from "../ir/authored.js";
import { IR_VERSION, type Ir } from "../ir/ir.js";
import { authoredOf } from "./authored.js";
import type { ModelGraph } from "./graph/graph.js";
import { lowerModel } from "./lower.js";
import type { Session } from "./session.js";

/** The IR of a spec without errors. */
export function assemble(
  session: Session,
  graph: ModelGraph,
  { data, training, seed }: Pick<Ir, "data" | "training" | "seed">,
): Ir {
  const model = lowerModel(graph, seed, session.file.root);
  let authored: Authored | undefined;
  return {
    version: IR_VERSION,
    model,
    data,
    training,
    seed,
    // A check never asks for it, and gathering it is a tenth of a check's work.
    get authored() {
      return (authored ??= authoredOf(session, graph, { model, data, training }));
    },
  };
}
