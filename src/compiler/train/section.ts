import { hasSettableRate } from "../../catalog/training/apply-gradients.js";
import { findWord, spellingsOf } from "../../catalog/lookup.js";
import type { MetricIr, StageIr } from "../../ir/ir.js";
import { isWordCall, type Value, type WordCall } from "../../ir/value.js";
import type { Statement } from "../../parser/ast.js";
import type { CallbackWord } from "../../catalog/word.js";
import { isNothing, type ModelGraph, type GraphOutput } from "../graph/graph.js";
import { bind } from "../names/bind.js";
import { complete } from "../names/complete.js";
import { wordingOf } from "../names/wording.js";
import { kerasClass } from "../names/keras-names.js";
import { suggest } from "../../text/suggest.js";
import { decideOr } from "../values/decide.js";
import { placeOfKey } from "../values/parts.js";
import { replace, type At } from "../report.js";
import { isUnsure, unknownInSection, type Section } from "../section.js";
import type { Session } from "../session.js";
import { lossFits } from "./losses.js";
import { metricsOf } from "./metrics.js";
import { checkMonitors, metricsMeant, type Trained } from "./monitors.js";

/** A callback and the statement that says it. */
export interface WrittenCallback {
  readonly call: WordCall;
  readonly statement: Statement;
}

/** A training of one stage, its losses by output, and its callbacks with their statements. */
export interface Trainings {
  readonly ir: StageIr;
  readonly losses: Readonly<Record<string, WordCall | null>>;
  readonly callbacks: readonly WrittenCallback[];
}

/** The training, everything expanded, as far as it is right; what is wrong is reported. */
export function finishTraining(session: Session, t: Section, graph: ModelGraph, validation: boolean | null): Trainings {
  const { settings, bound } = t;
  const outputs = graph.outputs;
  const at = (param: string): At => bound.placeOf(param) ?? t.at;
  const losses = perOutput(session, t, "loss", outputs);
  const lossIr: Record<string, WordCall | null> = {};
  const unfit = new Set<string>();
  for (const o of outputs) {
    const loss = losses.get(o.name);
    lossIr[o.name] = isWordCall(loss) ? loss : null;
    if (isWordCall(loss) && !lossFits(session, loss, o, session.said.spelled.get(loss)?.at ?? at("loss")))
      unfit.add(o.name);
  }
  if (!bound.has("loss") && !isUnsure(t, "loss")) session.report("training/no-loss", {}, t.at);
  if (settings["class_weight"] != null && (outputs.length > 1 || (outputs[0]?.tensor.shape?.length ?? 0) > 2))
    session.report("training/class-weight", { outputs: outputs.length }, at("class_weight"));
  const metrics: Record<string, readonly MetricIr[]> = {};
  const given = perOutput(session, t, "metrics", outputs);
  for (const o of outputs)
    metrics[o.name] = metricsOf(session, given.get(o.name), o, {
      loss: lossIr[o.name] ?? null,
      fits: !unfit.has(o.name),
      at: at("metrics"),
    });
  const weights = perOutput(session, t, "loss_weights", outputs);
  const ir: StageIr = {
    name: null,
    frozen: [],
    optimizer: partOf(t, "optimizer") as WordCall,
    loss: lossIr,
    loss_weights: Object.fromEntries(
      outputs.map((o) => [o.name, typeof weights.get(o.name) === "number" ? (weights.get(o.name) as number) : 1]),
    ),
    metrics,
    class_weight: (settings["class_weight"] ?? null) as StageIr["class_weight"],
    epochs: settings["epochs"] as number,
    batch_size: settings["batch_size"] as number,
    shuffle: settings["shuffle"] as boolean,
    steps_per_epoch: (settings["steps_per_epoch"] ?? null) as number | null,
    validation_freq: settings["validation_freq"] as number,
    callbacks: [],
  };
  const meant = isUnsure(t, "metrics") ? metricsMeant(t) : [];
  const callbacks = t.statements.flatMap((s) => callback(session, t, s, { ir, graph, validation, meant }));
  const whole: StageIr = { ...ir, callbacks: callbacks.map((c) => c.call) };
  if (t.wording) session.said.wordings.set(whole, t.wording);
  return { ir: whole, losses: lossIr, callbacks };
}

/** As much of a setting as is known, or what holds without it. */
const partOf = ({ bound, settings }: Section, param: string): Value => bound.partOf(param) ?? settings[param] ?? null;

/** A value for each output: one for all (Keras: the same on each), a list in their order, or a map by name. */
function perOutput(
  session: Session,
  t: Section,
  param: string,
  outputs: readonly GraphOutput[],
): ReadonlyMap<string, Value> {
  const value = partOf(t, param);
  const result = new Map<string, Value>();
  if (value === null) return result;
  const isMap = typeof value === "object" && !Array.isArray(value) && !isWordCall(value);
  if (!isMap) {
    const inOrder = Array.isArray(value) && param === "loss_weights";
    outputs.forEach((o, i) => result.set(o.name, inOrder ? ((value as readonly Value[])[i] ?? 1) : value));
    return result;
  }
  for (const [key, v] of Object.entries(value as Readonly<Record<string, Value>>)) {
    if (outputs.some((o) => o.name === key)) result.set(key, v);
    else if (outputs.every(({ tensor }) => !isNothing(tensor.from))) {
      const near = suggest(
        key,
        outputs.map((o) => o.name),
      );
      const spot = placeOfKey(t.bound.constantOf(param), key);
      session.report(
        "training/unknown-output",
        { key, param, suggestion: near, outputs: outputs.map((o) => o.name) },
        spot ?? t.bound.placeOf(param) ?? t.at,
        near && spot ? { fixes: [replace(`write ${near}`, spot.span, near)] } : {},
      );
    }
  }
  return result;
}

/** A statement that is no callback: reported, with the one that is clearly meant. */
function callbackMeant(session: Session, s: Statement, at: At): CallbackWord | undefined {
  if (findWord("structure", s.word.text)?.role === "allow") return undefined;
  const known = kerasClass(s.word.text, ["callback"]);
  if (known)
    session.report("names/keras-class", { written: s.word.text, name: known }, at, {
      fixes: [replace(`write ${known}`, at.span, known)],
    });
  const meant = known ?? unknownInSection(session, s, at, { where: "train", candidates: spellingsOf("callback") });
  return meant === undefined ? undefined : findWord("callback", meant);
}

function callback(session: Session, t: Section, s: Statement, trained: Trained): readonly WrittenCallback[] {
  const { ir } = trained;
  const at: At = { path: t.scope.path, span: s.word.span, node: s.word };
  const word = findWord("callback", s.word.text) ?? callbackMeant(session, s, at);
  if (!word) return [];
  session.facts.noteWord({ at, family: "callback", word: word.name });
  const callee = { name: word.name, params: word.params, ...(word.renamed ? { renamed: word.renamed } : {}) };
  const bound = bind(session, callee, { args: s.args, body: s.body?.items ?? [], scope: t.scope, at });
  const args = complete(session, callee, bound, at);
  checkMonitors(session, word, bound, at, trained);
  if (bound.pending) session.data.pending ??= at;
  const { epochs } = ir;
  const sentence = decideOr(word.params, args, null, (known) => word.check?.(known, { epochs }) ?? null);
  if (sentence !== null) session.report("arguments/combination", { word: word.name, sentence }, at);
  if (word.setsRate && isWordCall(ir.optimizer) && !hasSettableRate(ir.optimizer) && !isUnsure(t, "optimizer")) {
    session.report("training/rate-is-scheduled", { word: word.name, optimizer: ir.optimizer.word }, at);
  }
  const call: WordCall = { word: word.name, args };
  const wording = wordingOf(bound, { doc: s.doc, params: word.params });
  if (wording) session.said.wordings.set(call, wording);
  return [{ call, statement: s }];
}
