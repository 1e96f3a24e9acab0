import type { Param } from "../../catalog/param.js";
import { layerParams, plannedParams } from "../../catalog/structure/layer-params.js";
import type { LayerWord } from "../../catalog/word.js";
import type { Pair, Statement } from "../../parser/ast.js";
import type { Args } from "../../ir/value.js";
import { snakeCase } from "../../catalog/keras/snake-case.js";
import { addNode, autoName } from "../graph/builder.js";
import type { GraphLayer, GraphResult } from "../graph/graph.js";
import { firstOf, parametersOf } from "../graph/graph.js";
import { bind, valueFor, type Bound } from "../names/bind.js";
import { paramNamed, type Callee } from "../names/callee.js";
import { complete } from "../names/complete.js";
import { wordingOf } from "../names/wording.js";
import { decideOr, isWhole } from "../values/decide.js";
import { spend } from "../session.js";
import { bindResults, nothing, atWord, type Defaults, type Frame } from "./frame.js";
import { after, afterSomeOf, type Application } from "./after-layer.js";
import { callOf, placesOf } from "./call.js";
import { arityFits, inputsOf } from "./inputs.js";

/** One layer statement: arguments, shapes, weights, and its place in the graph. */
export function applyLayer(f: Frame, s: Statement, word: LayerWord, given?: readonly GraphResult[]): void {
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
  if (said.bound.pending) session.data.pending ??= at;
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

function handOn(f: Frame, s: Statement, results: readonly GraphResult[]): void {
  bindResults(f, s, results);
  f.current = results[0]!;
}

/** Where it is not known how many results there would be, there are as many as are named. */
const resultsSaid = (s: Statement, word: LayerWord): number => (word.single ? 1 : Math.max(s.as?.length ?? 1, 1));

const unknownResults = (f: Frame, s: Statement, word: LayerWord): readonly GraphResult[] =>
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
  const { told } = f.session.said;
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
  if (wording) f.session.said.wordings.set(layer, wording);
  return layer;
}
