import { wordNamed } from "../../catalog/lookup.js";
import type { Statement } from "../../parser/ast.js";
import { replace, type At } from "../report.js";
import { isUnsure } from "../section.js";
import { defineLint } from "./lint.js";

/** Patience against epochs, and what becomes of the best weights, for callbacks that can stop and restore. */
export const stopping = defineLint({
  kinds: {
    "lints/patience-never-stops": {
      severity: "warning",
      message: ({ patience, epochs }: { patience: number; epochs: number }) =>
        `a patience of ${patience} never stops a training of ${epochs} ${epochs === 1 ? "epoch" : "epochs"}`,
      explain: "Training ends at the last epoch before patience can run out. Lower the patience, or train longer.",
      bad:
        "model m { input 4; dense 1 }\ntrain { loss: mse, epochs: 10; early_stopping patience=10 " +
        "restore_best_weights }",
      good:
        "model m { input 4; dense 1 }\ntrain { loss: mse, epochs: 100; early_stopping patience=10 " +
        "restore_best_weights }",
    },
    "lints/patience-too-short": {
      severity: "warning",
      message: ({ patience }: { patience: number }) =>
        `a patience of ${patience} stops at the first epoch that is no better, which noise alone causes`,
      explain: "Validation loss goes up and down from epoch to epoch. A patience of 5 to 20 waits out the noise.",
      bad:
        "model m { input 4; dense 1 }\ntrain { loss: mse, epochs: 10; early_stopping patience=1 " +
        "restore_best_weights }",
      good:
        "model m { input 4; dense 1 }\ntrain { loss: mse, epochs: 100; early_stopping patience=10 " +
        "restore_best_weights }",
    },
    "lints/best-weights-lost": {
      severity: "warning",
      message: ({ word }: { word: string }) =>
        `${word} keeps the weights of the last epoch, not of the best: add restore_best_weights`,
      explain:
        "When it stops, `patience` epochs have passed since the best one. restore_best_weights puts the best " +
        "weights back. Write restore_best_weights=false to say that the last ones are meant.",
      bad: "model m { input 4; dense 1 }\ntrain { loss: mse, epochs: 100; early_stopping patience=10 }",
      good:
        "model m { input 4; dense 1 }\ntrain { loss: mse, epochs: 100; early_stopping patience=10 " +
        "restore_best_weights }",
    },
  },
  ofModel: ({ training, section, callbacks }, report) => {
    if (!training || !section) return;
    const epochs = isUnsure(section, "epochs") ? Infinity : training.epochs;
    for (const { call, statement } of callbacks) {
      const params = wordNamed("callback", call.word).params;
      if (!("restore_best_weights" in params)) continue;
      const at: At = { path: section.scope.path, span: statement.word.span, node: statement.word };
      const patience = call.args["patience"];
      if (typeof patience === "number" && patience >= epochs)
        report("lints/patience-never-stops", { patience, epochs }, at);
      else if (typeof patience === "number" && patience <= 1) report("lints/patience-too-short", { patience }, at);
      if (call.args["restore_best_weights"] === false && !says(statement, "restore_best_weights")) {
        const end = statement.body
          ? null
          : statement.span.end - (statement.parens && statement.parens.end === statement.span.end ? 1 : 0);
        const glue = statement.parens ? (statement.args.length > 0 ? ", " : "") : " ";
        const fixes =
          end === null ? [] : [replace("add restore_best_weights", { start: end, end }, `${glue}restore_best_weights`)];
        report("lints/best-weights-lost", { word: call.word }, at, { fixes });
      }
    }
  },
});

/** Whether an argument is written, in the line or in the braces. */
const says = (s: Statement, name: string): boolean =>
  s.args.some((a) => a.name?.text === name) ||
  (s.body?.items ?? []).some((i) => i.kind === "pair" && i.key.text === name);
