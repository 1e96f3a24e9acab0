import { findWord } from "../../catalog/lookup.js";
import { isProblem, maskShapesOf, shapesOf, weightsOf, type Applied } from "../../catalog/layer-rules.js";
import type { Param, Params } from "../../catalog/param.js";
import { layerParams, plannedParams } from "../../catalog/structure/layer-params.js";
import type { LayerWord, ShapeProblem } from "../../catalog/word.js";
import type { Pair, Statement } from "../../parser/ast.js";
import { indentBefore } from "../../text/source-file.js";
import { isWordCall, type Args } from "../../ir/value.js";
import type { Shape } from "../../tensor/ops.js";
import { snakeCase } from "../../catalog/keras/snake-case.js";
import { addNode, autoName } from "../graph/builder.js";
import type { GraphLayer, Tensor } from "../graph/graph.js";
import { firstOf, maskOf, parametersOf, possibleShapes, showShape } from "../graph/graph.js";
import {
  anyLengths,
  anyShape,
  possibleAfter,
  wrongAnyway,
  wrongWhatever,
  type Possible,
  type Step,
} from "../graph/possible.js";
import { bind, valueFor, type Bound } from "../names/bind.js";
import { paramNamed, type Callee } from "../names/callee.js";
import { complete, defaultsOf } from "../names/complete.js";
import { wordingOf } from "../names/wording.js";
import { decide, decideOr, isWhole } from "../values/decide.js";
import type { At } from "../report.js";
import { spend } from "../session.js";
import { bindResults, nothing, atWord, type Defaults, type Frame } from "./frame.js";
import { callOf, placesOf, type LayerCallArgs } from "./call.js";
import { arityFits, inputsOf } from "./inputs.js";

/** One layer statement: arguments, shapes, weights, and its place in the graph. */
export function applyLayer(f: Frame, s: Statement, word: LayerWord, given?: readonly Tensor[]): void {
  const { session } = f;
  const at = atWord(f, s);
  if (!spend(session, at, 1)) return;
  session.facts.noteWord({ at, family: "layer", word: word.name });
  const taken = inputsOf(f, s);
  const said = argumentsOf(f, s, word, given !== undefined);
  const inputs = given ?? [
    ...(s.from === null && said.bound.tensors.length > 0 ? [] : taken.tensors),
    ...said.bound.tensors,
  ];
  const fits = arityFits(f, s, word.name, inputs, word.arity);
  const call = callOf(f, s, word, taken.call);
  const layer = layerOf(f, s, word, said);
  if (said.bound.pending) session.pending ??= at;
  if (inputs.length === 0) return handOn(f, s, unknownResults(f, s, word));
  const applied: Application = { layer, inputs, call, results: resultsSaid(s, word) };
  const { shapes, masks } = fits ? after(f, s, applied) : { shapes: afterSomeOf(applied), masks: [] };
  const results = addNode(
    f.builder,
    {
      layer,
      inputs: [...inputs, ...Object.values(call.named).flat()],
      named: placesOf(call.named, inputs.length),
      call: call.args,
      masks,
      at,
    },
    shapes,
  );
  if (session.facts.wanted) {
    const { shape } = results[0]!;
    const parameters = layer.weights ? parametersOf([layer]) : layer.word.weights ? null : 0;
    session.facts.noteStatement({ at, name: layer.name, shape, parameters, mask: masks[0] ?? null });
  }
  handOn(f, s, results);
}

function handOn(f: Frame, s: Statement, results: readonly Tensor[]): void {
  bindResults(f, s, results);
  f.current = results[0]!;
}

/** Where it is not known how many results there would be, there are as many as are named. */
const resultsSaid = (s: Statement, word: LayerWord): number => (word.single ? 1 : Math.max(s.as?.length ?? 1, 1));

const unknownResults = (f: Frame, s: Statement, word: LayerWord): readonly Tensor[] =>
  Array.from({ length: resultsSaid(s, word) }, () => firstOf(nothing(f, s), null));

/** What the statement says to the layer, before it is applied to anything. */
interface Said {
  readonly bound: Bound;
  /** What is not known of them is absent. */
  readonly args: Args;
  /** Something is wrong with an argument, and was reported. */
  readonly broken: boolean;
}

/** @param merges the braces hold what is merged, and arguments among it */
function argumentsOf(f: Frame, s: Statement, word: LayerWord, merges: boolean): Said {
  const { session } = f;
  const at = atWord(f, s);
  const callee = calleeOf(word);
  const body = s.body?.items ?? [];
  const bound = bind(session, callee, { args: withoutPlanned(f, s), body, scope: f.scope, at });
  if (!merges)
    for (const item of body)
      if (item.kind !== "pair") {
        const span = item.kind === "statement" ? item.word.span : item.span;
        session.report("arguments/unexpected-body", { word: word.name }, { path: f.scope.path, span });
      }
  applyDefaults(f, word, callee, bound);
  const args = complete(session, callee, bound, at);
  const whole = isWhole(args, word.params);
  const sentence = whole
    ? (word.check?.(args) ?? null)
    : decideOr(word.params, args, null, (known) => word.check?.(known) ?? null);
  if (sentence !== null) session.report("arguments/combination", { word: word.name, sentence }, at);
  return { bound, args, broken: bound.broken || sentence !== null || !whole };
}

/** A layer, and what it is applied to. */
interface Application {
  readonly layer: GraphLayer;
  readonly inputs: readonly Tensor[];
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
function after(f: Frame, s: Statement, a: Application): After {
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
    const wrong = wrongWhatever({ ...applied, params: paramsOf(a) });
    if (wrong) mismatch(f, s, applied, wrong);
    return { shapes: wrong ? afterMismatch(a, wrong) : afterSomeOf(a), masks: [] };
  }
  const found = decided ? decided.value : shapesOf(applied);
  if (isProblem(found)) {
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
  const wrong = step && wrongAnyway(step);
  if (wrong) mismatch(f, s, { word: a.layer.word, args: step.args, inputs: [] }, wrong);
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
function afterSomeOf(a: Application, inputs: readonly Possible[] = a.inputs.map(possibleShapes)): readonly Possible[] {
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

const callees = new WeakMap<LayerWord, Callee>();

export function calleeOf(word: LayerWord): Callee {
  let callee = callees.get(word);
  if (!callee) {
    callee = {
      name: word.name,
      params: word.params,
      regularizes: word.regularizes ?? [],
      extra: layerParams,
      ...(word.renamed ? { renamed: word.renamed } : {}),
    };
    callees.set(word, callee);
  }
  return callee;
}

/** Arguments of later versions are named and left out. */
export function withoutPlanned(f: Frame, s: Statement): Statement["args"] {
  const isPlanned = (name: string | undefined): boolean => name !== undefined && plannedParams.includes(name);
  if (!s.args.some((a) => isPlanned(a.name?.text))) return s.args;
  for (const a of s.args)
    if (isPlanned(a.name?.text))
      f.session.report("names/not-supported", { what: `\`${a.name!.text}=\`` }, { path: f.scope.path, span: a.span });
  return s.args.filter((a) => !isPlanned(a.name?.text));
}

/** The nearest `defaults` first; what is written or said nearer stays. */
function applyDefaults(f: Frame, word: LayerWord, callee: Callee, bound: Bound): void {
  for (let d = f.defaults; d; d = d.parent) {
    if (d.word !== null && d.word !== word.name) continue;
    for (const item of d.items) {
      if (item.kind !== "pair") continue;
      const found = paramNamed(callee, item.key.text);
      if (!found) continue;
      const free = found.names.filter((name) => !bound.has(name));
      if (free.length === 0) continue;
      const param: Param<unknown> = found.param;
      const [c, accepted] = valueFor(f.session, item.value, d.scope, item.key.text, param);
      bound.store(free, c, accepted, {
        at: { path: d.scope.path, span: item.span },
        keyed: true,
        expr: item.value,
      });
      tellDefault(f, bound, free[0]!, d, item);
    }
  }
}

/** What is written above defaults is told where they first supply something. */
function tellDefault(f: Frame, bound: Bound, name: string, d: Defaults, item: Pair): void {
  const { told } = f.session;
  const docs = [d.doc, item.doc].filter((doc, i) => doc !== null && !told.has([d.items, item][i]!));
  if (docs.length > 0) bound.document(name, docs.join("\n"));
  told.add(d.items).add(item);
}

const kerasNames = new WeakMap<LayerWord, string>();

/** What Keras calls a layer of this word before it counts. */
function kerasName(word: LayerWord): string {
  let name = kerasNames.get(word);
  if (name === undefined) kerasNames.set(word, (name = word.keras ? snakeCase(word.keras) : word.name));
  return name;
}

/** The layer behind a statement: a new one, or in a shared model the one that is there. */
function layerOf(f: Frame, s: Statement, word: LayerWord, { args, bound, broken }: Said): GraphLayer {
  const at = atWord(f, s);
  const b = f.builder;
  const named = s.as?.length === 1 && s.as[0]!.text !== "_" ? s.as[0]!.text : null;
  const counted = (): string => autoName(b, f.prefix, kerasName(word), f.shared ? s : undefined);
  let name = f.soleName ?? (named !== null ? `${f.prefix}${named}` : counted());
  const existing = b.layers.get(name);
  if (existing && f.shared && existing.statement === s) return existing;
  if (b.taken.has(name)) {
    if (named === null || !f.scope.names.has(named))
      f.session.report("names/duplicate", { name }, named === null ? at : { path: f.scope.path, span: s.as![0]!.span });
    name = counted();
  }
  b.taken.add(name);
  const written = bound.names().filter((n) => Object.hasOwn(word.params, n));
  const wording = wordingOf(bound, {});
  const trainable = bound.valueOf("trainable") !== false && !f.frozen;
  const layer: GraphLayer = {
    name,
    word,
    args,
    written,
    trainable,
    doc: s.doc,
    statement: s,
    at,
    weights: null,
    inputShapes: null,
    uses: 0,
    broken,
  };
  b.layers.set(name, layer);
  if (wording) f.session.wordings.set(layer, wording);
  return layer;
}

/** Shapes of the masks behind a layer. A mask that it cannot read is reported. */
function masksAfterLayer(
  f: Frame,
  applied: Applied,
  inputs: readonly Tensor[],
  { at, results }: { readonly at: At; readonly results: number },
): readonly (Shape | null)[] {
  const { word } = applied;
  const masks = inputs.map(maskOf);
  const unreadable = masks[0] ? (word.masked?.(applied.inputs[0]!, masks[0]) ?? null) : null;
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
  const source = f.session.sources.get(f.scope.path);
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
