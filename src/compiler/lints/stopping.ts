import { wordNamed } from "../../catalog/lookup.js";
import type { Statement } from "../../parser/ast.js";
import { replace, type At } from "../report.js";
import { isUnsure } from "../section.js";
import type { Lint } from "./lint.js";

/** Patience against epochs, and what becomes of the best weights, for callbacks that can stop and restore. */
export const stopping: Lint = ({ session, training, section, callbacks }) => {
  if (!training || !section) return;
  const epochs = isUnsure(section, "epochs") ? Infinity : training.epochs;
  for (const { call, statement } of callbacks) {
    const params = wordNamed("callback", call.word).params;
    if (!("restore_best_weights" in params)) continue;
    const at: At = { path: section.scope.path, span: statement.word.span, node: statement.word };
    const patience = call.args["patience"];
    if (typeof patience === "number" && patience >= epochs)
      session.report("lints/patience-never-stops", { patience, epochs }, at);
    else if (typeof patience === "number" && patience <= 1)
      session.report("lints/patience-too-short", { patience }, at);
    if (call.args["restore_best_weights"] === false && !says(statement, "restore_best_weights")) {
      const end = statement.body
        ? null
        : statement.span.end - (statement.parens && statement.parens.end === statement.span.end ? 1 : 0);
      const glue = statement.parens ? (statement.args.length > 0 ? ", " : "") : " ";
      const fixes =
        end === null ? [] : [replace("add restore_best_weights", { start: end, end }, `${glue}restore_best_weights`)];
      session.report("lints/best-weights-lost", { word: call.word }, at, { fixes });
    }
  }
};

/** Whether an argument is written, in the line or in the braces. */
const says = (s: Statement, name: string): boolean =>
  s.args.some((a) => a.name?.text === name) ||
  (s.body?.items ?? []).some((i) => i.kind === "pair" && i.key.text === name);
