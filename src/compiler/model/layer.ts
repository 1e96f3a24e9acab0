import { findWord } from "../../catalog/lookup.js";
import { maskShapeAfter } from "../../catalog/mask-after.js";
import type { Param, Params } from "../../catalog/param.js";
import { layerParams, plannedParams, trainingParams } from "../../catalog/structure/layer-params.js";
import type { LayerWord, ShapeProblem } from "../../catalog/word.js";
import type { Pair, Statement } from "../../parser/ast.js";
import { isWordCall, type Args, type Value } from "../../ir/value.js";
import type { Shape } from "../../tensor/ops.js";
import { snakeCase } from "../names/keras-names.js";
import { addNode, autoName, hasTrait } from "../graph/builder.js";
import type { GraphLayer, Tensor } from "../graph/graph.js";
import { maskOf, showShape } from "../graph/graph.js";
import { bind, type Bound } from "../names/bind.js";
import { paramNamed, type Callee } from "../names/callee.js";
import { complete, defaultsOf } from "../names/complete.js";
import { wordingOf } from "../names/wording.js";
import type { At } from "../report.js";
import { spend } from "../session.js";
import { valueFor } from "../values/coerce.js";
import { bindResults, nothing, atWord, type Defaults, type Frame } from "./frame.js";
import { arityFits, inputsOf, noParams } from "./inputs.js";

/** One layer statement: arguments, shapes, weights, and its place in the graph. */
export function applyLayer(f: Frame, s: Statement, word: LayerWord, given?: readonly Tensor[]): void {
  const { session } = f;
  const at = atWord(f, s);
  if (!spend(session, at, 1)) return;
  session.facts.words.push({ at, family: "layer", word: word.name });
  const taken = inputsOf(f, s);
  const callee = calleeOf(word);
  const bound = bind(
    session,
    callee,
    withoutPlanned(f, s),
    given ? (s.body?.items.filter((i) => i.kind === "pair") ?? []) : (s.body?.items ?? []),
    f.scope,
    at,
  );
  if (!given)
    for (const item of s.body?.items ?? [])
      if (item.kind !== "pair")
        session.report(
          "arguments/unexpected-body",
          { word: word.name },
          { path: f.scope.path, span: item.kind === "statement" ? item.word.span : item.span },
        );
  applyDefaults(f, word, callee, bound);
  const args = complete(session, callee, bound, at);
  const inputs =
    given ??
    (bound.tensors.length > 0
      ? s.from === null
        ? bound.tensors
        : [...taken.tensors, ...bound.tensors]
      : taken.tensors);
  const fits = arityFits(f, s, word.name, inputs, word.arity ?? [1, 1]);
  const call = callArgs(f, word, taken.call, at);
  let broken = args === null;
  const sentence = args === null ? null : (word.check?.(args) ?? null);
  if (sentence !== null) {
    broken = true;
    session.report("arguments/combination", { word: word.name, sentence }, at);
  }
  const layer = layerOf(
    f,
    s,
    word,
    args ?? { ...defaultsOf(word.params), ...Object.fromEntries(bound.given) },
    bound,
    broken,
    at,
  );
  if (layer === null) return unknownResult(f, s, inputs);
  if (bound.pending) session.pending ??= at;
  const shapes = inputs.map((t) => t.shape);
  const known = !layer.broken && fits && shapes.every((x) => x !== null);
  const shape = known ? shapeAfter(f, s, word, layer.args, shapes as Shape[], at) : null;
  if (shape !== null) weigh(f, layer, shapes as Shape[], at);
  const mask = shape !== null ? maskAfterLayer(f, layer, inputs, at) : null;
  const result =
    inputs.length === 0
      ? { from: nothing(f, s), shape: null }
      : addNode(f.builder, layer, inputs, call, { shape, mask }, at);
  if (shape !== null) session.facts.shapes.push({ at, layer: layer.name, shape });
  bindResults(f, s, [result]);
  f.current = result;
}

function unknownResult(f: Frame, s: Statement, inputs: readonly Tensor[]): void {
  const result: Tensor = { from: inputs[0]?.from ?? nothing(f, s), shape: null };
  bindResults(f, s, [result]);
  f.current = result;
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
      const free = found.names.filter((name) => !bound.at.has(name));
      if (free.length === 0) continue;
      const param: Param<unknown> = found.param;
      const { value, formula } = valueFor(f.session, item.value, d.scope, {
        param: item.key.text,
        kind: param.kind,
        nullable: param.nullable,
      });
      for (const name of free) {
        bound.at.set(name, { path: d.scope.path, span: item.span });
        if (value !== undefined) bound.given.set(name, value);
        if (formula !== null) (bound.formulas ??= {})[name] = formula;
      }
      tellDefault(f, bound, free[0]!, d, item);
    }
  }
}

/** What is written above defaults is told where they first supply something. */
function tellDefault(f: Frame, bound: Bound, name: string, d: Defaults, item: Pair): void {
  const { told } = f.session;
  const docs = [d.doc, item.doc].filter((doc, i) => doc !== null && !told.has([d.items, item][i]!));
  if (docs.length > 0) (bound.docs ??= {})[name] = docs.join("\n");
  told.add(d.items).add(item);
}

function callArgs(f: Frame, word: LayerWord, args: Statement["args"], at: At): Args {
  if (args.length === 0) return {};
  const twice =
    hasTrait(word, "dropout") ||
    hasTrait(word, "noise") ||
    hasTrait(word, "normalization") ||
    hasTrait(word, "augmentation");
  const params: Params = { ...(twice ? trainingParams : noParams), ...(word.callParams ?? noParams) };
  return Object.fromEntries(bind(f.session, { name: word.name, params }, args, [], f.scope, at).given);
}

const kerasNames = new WeakMap<LayerWord, string>();

/** What Keras calls a layer of this word before it counts. */
function kerasName(word: LayerWord): string {
  let name = kerasNames.get(word);
  if (name === undefined) kerasNames.set(word, (name = word.keras ? snakeCase(word.keras) : word.name));
  return name;
}

/** The layer behind a statement: a new one, or in a shared model the one that is there. Null: its name is taken. */
function layerOf(
  f: Frame,
  s: Statement,
  word: LayerWord,
  args: Readonly<Record<string, Value>>,
  bound: Bound,
  broken: boolean,
  at: At,
): GraphLayer | null {
  const b = f.builder;
  const named = s.as?.length === 1 && s.as[0]!.text !== "_" ? s.as[0]!.text : null;
  const name =
    f.soleName ??
    (named !== null ? `${f.prefix}${named}` : autoName(b, f.prefix, kerasName(word), f.shared ? s : undefined));
  const existing = b.layers.get(name);
  if (existing && f.shared && existing.statement === s) return existing;
  if (b.taken.has(name)) {
    if (named === null || !f.scope.names.has(named))
      f.session.report("names/duplicate", { name }, named === null ? at : { path: f.scope.path, span: s.as![0]!.span });
    return null;
  }
  b.taken.add(name);
  const written = [...bound.at.keys()].filter((n) => Object.hasOwn(word.params, n));
  const wording = wordingOf(bound, {});
  const trainable = bound.given.get("trainable") !== false && !f.frozen;
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

/** The shape of the mask behind a layer, whose inputs all have a shape. A mask that it cannot read is reported. */
function maskAfterLayer(f: Frame, { word, args }: GraphLayer, inputs: readonly Tensor[], at: At): Shape | null {
  const shapes = inputs.map((t) => t.shape!);
  const masks = inputs.map(maskOf);
  const unreadable = masks[0] ? (word.masked?.(shapes[0]!, masks[0]) ?? null) : null;
  if (unreadable) {
    f.session.report(
      "shapes/mismatch",
      { word: word.name, problem: unreadable.problem, hint: unreadable.hint ?? null, inputs: shapes.map(showShape) },
      at,
    );
    return null;
  }
  return maskShapeAfter(word, args, shapes, masks);
}

function shapeAfter(
  f: Frame,
  s: Statement,
  word: LayerWord,
  args: Args,
  inputs: readonly Shape[],
  at: At,
): Shape | null {
  const shape = word.shape(args, inputs);
  if (!isProblem(shape)) return shape;
  const fixes = shape.insertBefore === undefined ? [] : [insertion(f, s, shape.insertBefore)];
  f.session.report(
    "shapes/mismatch",
    { word: word.name, problem: shape.problem, hint: shape.hint ?? null, inputs: inputs.map(showShape) },
    at,
    { fixes },
  );
  return null;
}

const isProblem = (shape: Shape | ShapeProblem): shape is ShapeProblem => "problem" in shape;

/** A statement above this one, on a line of its own where this one has its own. */
function insertion(f: Frame, s: Statement, text: string) {
  const source = f.session.texts.get(f.scope.path) ?? "";
  const line = source.slice(source.lastIndexOf("\n", s.span.start - 1) + 1, s.span.start);
  const between = /^[ \t]*$/.test(line) ? `\n${line}` : "; ";
  return {
    title: `insert ${text} above`,
    edits: [{ span: { start: s.span.start, end: s.span.start }, text: `${text}${between}` }],
  };
}

/** Weights are made at the first application; every other has to find the same ones. */
function weigh(f: Frame, layer: GraphLayer, shapes: readonly Shape[], at: At): void {
  if (layer.word.weights === undefined) return;
  const weights = layer.word.weights(layer.args, shapes);
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
