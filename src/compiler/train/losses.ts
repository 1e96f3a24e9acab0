import { wordNamed } from "../../catalog/lookup.js";
import type { WordCall } from "../../ir/value.js";
import type { Output } from "../graph/graph.js";
import type { At } from "../report.js";
import type { Session } from "../session.js";
import { rangeOf, unitsOf } from "./outputs.js";

/** Whether a loss can say something about the output it stands on: its units and the range of its activation. */
export function checkLoss(session: Session, loss: WordCall, output: Output, at: At): void {
  const word = wordNamed("loss", loss.word);
  const units = unitsOf(output);
  const range = rangeOf(output);
  const name = word.name;
  const sentence = output.tensor.shape ? (word.fits?.(loss.args, output.tensor.shape) ?? null) : null;
  if (sentence !== null) {
    session.report("arguments/combination", { word: name, sentence }, at);
    return;
  }
  if (units === 1 && (word.target === "index" || word.target === "onehot") && word.output !== "any") {
    session.report("training/one-unit", { loss: name, output: output.name }, at, {
      related: [{ message: "this output has one unit", span: output.at.span, path: output.at.path }],
    });
    return;
  }
  if (units === 1 && range === "distribution") {
    session.report("training/softmax-of-one", { output: output.name }, output.at);
    return;
  }
  if (loss.args["from_logits"] === true) {
    if (range === "probability" || range === "distribution")
      session.report("training/logits-activated", { loss: name, output: output.name }, at);
    return;
  }
  if (range === null) return;
  if (word.output === "distribution" && range !== "distribution") {
    if (range === "probability")
      session.report(
        "training/loss-range",
        { loss: name, output: output.name, wants: "a distribution over the classes (softmax)" },
        at,
      );
    else
      session.report(
        "training/needs-activation",
        { loss: name, output: output.name, activation: "softmax", logits: "from_logits" in word.params },
        at,
      );
  } else if (word.output === "probability" && range !== "probability") {
    if (range === "distribution")
      session.report(
        "training/loss-range",
        { loss: name, output: output.name, wants: "one probability a unit (sigmoid)" },
        at,
      );
    else
      session.report(
        "training/needs-activation",
        { loss: name, output: output.name, activation: "sigmoid", logits: "from_logits" in word.params },
        at,
      );
  } else if (word.output === "nonnegative" && range === "real") {
    session.report(
      "training/loss-range",
      { loss: name, output: output.name, wants: "values of at least 0 (softplus, relu, exponential)" },
      at,
    );
  }
}
