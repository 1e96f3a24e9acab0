import { IR_VERSION, type Ir } from "../ir/ir.js";
import { authoredOf } from "./authored.js";
import type { Graph } from "./graph/graph.js";
import { lowerModel } from "./lower.js";
import type { Session } from "./session.js";

/** The IR of a spec without errors. */
export function assemble(session: Session, graph: Graph, { data, training, seed }: Pick<Ir, "data" | "training" | "seed">): Ir {
  const model = lowerModel(graph, seed, session.root);
  return { version: IR_VERSION, model, data, training, seed, authored: authoredOf(session, graph, { model, data, training }) };
}
