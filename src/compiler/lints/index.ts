import { codes } from "../../diagnostics/codes/index.js";
import type { DiagnosticKind, DiagnosticKinds } from "../../diagnostics/define.js";
import type { GraphInput, GraphNode } from "../graph/graph.js";
import type { Session } from "../session.js";
import { lints } from "./index.generated.js";
import type { ModelContext } from "./lint.js";

/** Every code there is: the catalogue's, and those that lints bring along. */
export const allCodes: DiagnosticKinds = Object.fromEntries(
  [codes, ...lints.map(({ kinds }) => kinds)].flatMap((kinds) => Object.entries<DiagnosticKind<never>>(kinds)),
);

/** All rules of the field's knowledge over one model and its training. */
export function lintModel(session: Session, context: Omit<ModelContext, "readers">): void {
  const readers = new Map<GraphInput | GraphNode, GraphNode[]>();
  for (const node of context.graph.nodes) {
    for (const { from } of node.inputs) {
      const list = readers.get(from);
      if (list) list.push(node);
      else readers.set(from, [node]);
    }
  }
  for (const lint of lints) lint.lintModel({ ...context, readers }, session);
}

/** All rules over a file as a whole. `sound`: nothing is wrong in it. */
export function lintFile(session: Session, sound: boolean): void {
  for (const lint of lints) lint.lintFile({ session, sound }, session);
}
