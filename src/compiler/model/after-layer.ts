import { isProblem, maskShapesOf, shapesOf, unreadMask, weightsOf, type Applied } from "../../catalog/layer-rules.js";
import { findWord } from "../../catalog/lookup.js";
import type { Params } from "../../catalog/param.js";
import type { ShapeProblem } from "../../catalog/word.js";
import { isWordCall, type Args } from "../../ir/value.js";
import type { Statement } from "../../parser/ast.js";
import type { Shape } from "../../tensor/ops.js";
import { indentBefore } from "../../text/source-file.js";
import type { GraphLayer, GraphResult } from "../graph/graph.js";
import { maskOf, possibleShapes, showShape } from "../graph/graph.js";
import {
  anyLengths,
  anyShape,
  possibleAfter,
  wrongAnyway,
  wrongWhatever,
  type Possible,
  type Step,
} from "../graph/possible.js";
import { defaultsOf } from "../names/complete.js";
import { decide, decideOr } from "../values/decide.js";
import type { At } from "../report.js";
import type { LayerCallArgs } from "./call.js";
import { atWord, type Frame } from "./frame.js";
import { lengthsToBeOne } from "./open-lengths.js";

/** A layer, and what it is applied to. */
export interface Application {
  readonly layer: GraphLayer;
  readonly inputs: readonly GraphResult[];
  readonly call: LayerCallArgs;
  /** How many results it has, where that is not known. */
  readonly results: number;
}

interface After {
  readonly shapes: readonly Possible[];
  readonly masks: readonly (Shape | null)[];
}

const paramsOf = ({ layer, call }: Application): Params =>
  call.broken ? { ...layer.word.params, ...call.params } : layer.word.params;

/** What comes out, and the weights that this takes. What cannot be is reported. */
export function after(f: Frame, s: Statement, a: Application): After {
  const { layer, inputs, call } = a;
  const at = atWord(f, s);
  const named = Object.entries(call.named);
  if ([...inputs, ...named.flatMap(([, tensors]) => tensors)].some(({ shape }) => shape === null))
    return { shapes: afterPartly(f, s, a), masks: [] };
  const applied: Applied = {
    word: layer.word,
    args: { ...layer.args, ...call.args },
    inputs: inputs.map(({ shape }) => shape!),
    named: Object.fromEntries(named.map(([name, tensors]) => [name, tensors.map(({ shape }) => shape!)])),
  };
  const isSound = !layer.broken && !call.broken;
  const decided = isSound ? null : decide(paramsOf(a), applied.args, (args) => shapesOf({ ...applied, args }));
  if (decided && decided.lacks !== null) {
    // A tensor that is named wrongly is not there, which the layer then says.
    const wrong = call.broken ? null : wrongWhatever({ ...applied, params: paramsOf(a) });
    if (wrong) mismatch(f, s, applied, wrong);
    return { shapes: wrong ? afterMismatch(a, wrong) : afterSomeOf(a), masks: [] };
  }
  const found = decided ? decided.value : shapesOf(applied);
  if (isProblem(found)) {
    const one = lengthsToBeOne(applied);
    if (one) {
      f.session.report("shapes/open-lengths", { word: layer.word.name, lengths: one.lengths }, at);
      return { shapes: one.shapes.map(anyLengths), masks: [] };
    }
    mismatch(f, s, applied, found);
    return { shapes: afterMismatch(a, found), masks: [] };
  }
  weigh(f, layer, applied, at);
  const there = { at, results: found.length };
  const masks = isSound
    ? masksAfterLayer(f, applied, inputs, there)
    : decideOr(paramsOf(a), applied.args, [], (args) => masksAfterLayer(f, { ...applied, args }, inputs, there));
  return { shapes: found.map((shape) => [shape]), masks };
}

/**
 * What comes out of tensors that are known in part. Where their axes are known, and the layer takes tensors of other
 * axes only, whatever the lengths, the mismatch is told.
 */
function afterPartly(f: Frame, s: Statement, a: Application): readonly Possible[] {
  const isKnown = (shapes: readonly Possible[]): boolean => shapes.some((possible) => possible !== anyShape);
  const shapes = afterSomeOf(a);
  const axes = a.inputs.map(possibleShapes).flatMap(([first, ...more]) => (first && more.length === 0 ? [first] : []));
  if (isKnown(shapes)) return shapes;
  const step = stepOf(a, a.inputs.map(possibleShapes));
  // A tensor among the arguments that is not known is left out of the step, which the layer then may say.
  const isWhole =
    !a.call.broken && Object.values(a.call.named).every((all) => all.every(({ shape }) => shape !== null));
  const wrong = step && isWhole ? wrongAnyway(step) : null;
  if (step && wrong) mismatch(f, s, { word: a.layer.word, args: step.args, inputs: [] }, wrong);
  if (wrong || axes.length < a.inputs.length) return shapes;
  const sameAxes = afterSomeOf(a, axes.map(anyLengths));
  if (isKnown(sameAxes)) return sameAxes;
  const otherAxes = afterSomeOf(
    a,
    axes.map(() => anyShape),
  );
  const applied: Applied = { word: a.layer.word, args: { ...a.layer.args, ...a.call.args }, inputs: axes };
  const decided = decide(paramsOf(a), applied.args, (args) => shapesOf({ ...applied, args }));
  if (isKnown(otherAxes) && decided.lacks === null && isProblem(decided.value)) mismatch(f, s, applied, decided.value);
  return otherAxes;
}

/** What comes out where not everything is known that decides it, or of too many or too few tensors. */
export function afterSomeOf(
  a: Application,
  inputs: readonly Possible[] = a.inputs.map(possibleShapes),
): readonly Possible[] {
  const step = stepOf(a, inputs);
  return step ? possibleAfter(step, a.results) : Array<Possible>(a.results).fill(anyShape);
}

/** The layer on inputs that are known in part; null: there are too few of them. */
function stepOf(a: Application, inputs: readonly Possible[]): Step | null {
  const { word, args } = a.layer;
  const named = Object.entries(a.call.named).filter(([, tensors]) => tensors.every(({ shape }) => shape !== null));
  const taken = inputs.slice(0, word.arity[1]);
  if (taken.length < word.arity[0]) return null;
  return {
    word,
    params: paramsOf(a),
    args: { ...args, ...a.call.args },
    inputs: taken,
    named: Object.fromEntries(named.map(([name, tensors]) => [name, tensors.map(({ shape }) => shape!)])),
  };
}

/**
 * What comes out once a wrong shape is mended: as its fix does it, or else anything that the layer gives where lengths,
 * or then axes, are others.
 */
function afterMismatch(a: Application, { mended, anyway }: ShapeProblem): readonly Possible[] {
  if (mended) return afterSomeOf(a, [[mended], ...a.inputs.slice(1).map(possibleShapes)]);
  if (anyway) return anyway.map(anyLengths);
  const otherLengths = afterSomeOf(
    a,
    a.inputs.map(({ shape }) => (shape ? anyLengths(shape) : anyShape)),
  );
  if (otherLengths.some((possible) => possible !== anyShape)) return otherLengths;
  return afterSomeOf(
    a,
    a.inputs.map(() => anyShape),
  );
}

/** Shapes of the masks behind a layer. A mask that it cannot read is reported. */
function masksAfterLayer(
  f: Frame,
  applied: Applied,
  inputs: readonly GraphResult[],
  { at, results }: { readonly at: At; readonly results: number },
): readonly (Shape | null)[] {
  const { word } = applied;
  const masks = inputs.map(maskOf);
  const unreadable = unreadMask(applied, masks[0]);
  if (unreadable === null) return maskShapesOf(applied, masks, results);
  const { problem, hint = null } = unreadable;
  f.session.report("shapes/mismatch", { word: word.name, problem, hint, inputs: applied.inputs.map(showShape) }, at);
  return [];
}

function mismatch(f: Frame, s: Statement, applied: Applied, found: ShapeProblem): void {
  const { problem, hint = null, insertBefore } = found;
  const all = [...applied.inputs, ...Object.values(applied.named ?? {}).flatMap((shapes) => shapes ?? [])];
  const fixes = insertBefore === undefined ? [] : [insertion(f, s, insertBefore)];
  const shown = { word: applied.word.name, problem, hint, inputs: all.map(showShape) };
  f.session.report("shapes/mismatch", shown, atWord(f, s), { fixes });
}

/** A statement above this one, on a line of its own where this one has its own. */
function insertion(f: Frame, s: Statement, text: string) {
  const source = f.session.file.sources.get(f.scope.path);
  const { start } = s.span;
  const indent = source ? indentBefore(source, start) : null;
  return {
    title: `insert ${text} above`,
    edits: [{ span: { start, end: start }, text: text + (indent === null ? "; " : `\n${indent}`) }],
  };
}

/** Weights are made at the first application; every other has to find the same ones. */
function weigh(f: Frame, layer: GraphLayer, applied: Applied, at: At): void {
  if (layer.word.weights === undefined) return;
  const { params } = layer.word;
  const sized = layer.broken ? { ...wordsLeft(params), ...applied.args } : applied.args;
  const weights = layer.broken
    ? decideOr(params, sized, null, (args) => weightsOf({ ...applied, args }))
    : weightsOf(applied);
  if (weights === null) return;
  const shapes = applied.inputs;
  if (layer.weights !== null) {
    const same = weights.every((w, i) => String(w.shape) === String(layer.weights![i]?.shape));
    if (!same)
      f.session.report(
        "shapes/shared",
        { layer: layer.name, first: layer.inputShapes!.map(showShape), now: shapes.map(showShape) },
        at,
      );
    return;
  }
  layer.weights = weights;
  layer.inputShapes = shapes;
  for (const w of weights) {
    const initial = findWord("initializer", w.initializer.word)?.check?.(w.initializer.args, w.shape) ?? null;
    const penalty = isWordCall(w.regularizer)
      ? (findWord("regularizer", w.regularizer.word)?.check?.(w.regularizer.args, w.shape) ?? null)
      : null;
    for (const sentence of [initial, penalty])
      if (sentence !== null)
        f.session.report("shapes/weight", { layer: layer.name, weight: w.name, shape: w.shape, sentence }, at);
  }
}

/** Initializers, penalties and constraints that are not known: none of them decides how large a weight is. */
function wordsLeft(params: Params): Args {
  const ofWeights = (name: string): boolean => {
    const { kind, required } = params[name]!;
    return kind.type === "word" && !required && ["initializer", "regularizer", "constraint"].includes(kind.family);
  };
  const all = defaultsOf(params);
  return Object.fromEntries(Object.keys(params).flatMap((name) => (ofWeights(name) ? [[name, all[name]!]] : [])));
}
