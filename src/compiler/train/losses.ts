import { wordNamed } from "../../catalog/lookup.js";
import type { LossWord } from "../../catalog/word.js";
import type { WordCall } from "../../ir/value.js";
import type { GraphOutput } from "../graph/graph.js";
import type { At } from "../report.js";
import type { Session } from "../session.js";
import { decideOr } from "../values/decide.js";
import { rangeOf, unitsOf, type Range } from "./outputs.js";

/** A loss at its place, and the output that it stands on. */
interface Standing {
  readonly session: Session;
  readonly loss: WordCall;
  readonly word: LossWord;
  readonly output: GraphOutput;
  readonly at: At;
}

/**
 * Whether a loss can say something about the output it stands on: its units and the range of its activation. What it
 * cannot is reported.
 */
export function lossFits(session: Session, loss: WordCall, output: GraphOutput, at: At): boolean {
  const standing = { session, loss, word: wordNamed("loss", loss.word), output, at };
  return fitsShape(standing) && fitsUnits(standing) && fitsRange(standing);
}

function fitsShape({ session, loss, word, output, at }: Standing): boolean {
  const { shape } = output.tensor;
  const sentence = shape && decideOr(word.params, loss.args, null, (args) => word.fits?.(args, shape) ?? null);
  if (sentence === null) return true;
  session.report("arguments/combination", { word: word.name, sentence }, at);
  return false;
}

function fitsUnits({ session, word, output, at }: Standing): boolean {
  if (unitsOf(output) !== 1) return true;
  if ((word.target === "index" || word.target === "onehot") && word.output !== "any") {
    session.report("training/one-unit", { loss: word.name, output: output.name }, at, {
      related: [{ message: "this output has one unit", span: output.at.span, path: output.at.path }],
    });
    return false;
  }
  if (rangeOf(output) !== "distribution") return true;
  session.report("training/softmax-of-one", { output: output.name }, output.at);
  return false;
}

/** What a loss wants its output's values to be: in words, and the activation that makes them so. */
const wanted: Readonly<
  Record<string, { readonly wants: string; readonly activation: string | null; readonly other: Range | null }>
> = {
  distribution: {
    wants: "a distribution over the classes (softmax)",
    activation: "softmax",
    other: "probability",
  },
  probability: { wants: "one probability a unit (sigmoid)", activation: "sigmoid", other: "distribution" },
  nonnegative: { wants: "values of at least 0 (softplus, relu, exponential)", activation: null, other: null },
};

function fitsRange({ session, loss, word, output, at }: Standing): boolean {
  const range = rangeOf(output);
  const said = { loss: word.name, output: output.name };
  const hasLogits = "from_logits" in word.params;
  if (loss.args["from_logits"] === true) {
    if (range !== "probability" && range !== "distribution") return true;
    session.report("training/logits-activated", said, at);
    return false;
  }
  // An argument that is wrong may have been meant to be true.
  if (range === null || (hasLogits && loss.args["from_logits"] === undefined)) return true;
  const want = wanted[word.output];
  if (want === undefined || range === word.output || (word.output === "nonnegative" && range !== "real")) return true;
  if (want.activation === null || range === want.other)
    session.report("training/loss-range", { ...said, wants: want.wants }, at);
  else session.report("training/needs-activation", { ...said, activation: want.activation, logits: hasLogits }, at);
  return false;
}
