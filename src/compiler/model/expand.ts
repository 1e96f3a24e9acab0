import { layerParams, trainingParams } from "../../catalog/structure/layer-params.js";
import type { Argument, Ident, Pair, Statement } from "../../parser/ast.js";
import { identOf } from "../../parser/ident-of.js";
import { suggest } from "../../text/suggest.js";
import { asPart, asUse, autoName, restartCounters } from "../graph/builder.js";
import { firstOf, maskOf, parametersOf, type GraphResult } from "../graph/graph.js";
import { bind } from "../names/bind.js";
import { untilNextStatement } from "../names/second-statement.js";
import { childScope, type Entry, type Scope } from "../names/scope.js";
import { replace, type At } from "../report.js";
import { deeper, spend } from "../session.js";
import type { Const } from "../values/constant.js";
import { evaluate, known } from "../values/evaluate.js";
import { blockHeader } from "./block-header.js";
import { atWord, bindName, bindResults, nothing, type Frame, type Walk } from "./frame.js";
import { inputsOf } from "./inputs.js";
import { roleOf } from "./unknown-word.js";

/** A block where its name is used: its statements with the call's arguments, and weights of its own. */
export function expandBlock(f: Frame, s: Statement, entry: Entry & { is: "block" }, walk: Walk): void {
  if (!spend(f.session, atWord(f, s)) || recursive(f, s, entry.statement, "block")) return;
  const scope = childScope(entry.scope);
  const { tensors, call } = inputsOf(f, s);
  const extra = bindParams(f, s, entry, scope);
  for (const a of call)
    f.session.report(
      "arguments/unknown",
      { name: a.name!.text, word: s.word.text, suggestion: undefined, known: [] },
      { path: f.scope.path, span: a.name!.span },
    );
  const named = s.as?.length === 1 && s.as[0]!.text !== "_" ? s.as[0]!.text : null;
  const prefix = named !== null ? `${f.prefix}${named}/` : `${autoName(f.builder, f.prefix, s.word.text)}/`;
  const inner: Frame = {
    ...f,
    scope,
    prefix,
    soleName: null,
    entering: s.from === null && extra.length > 0 ? extra : [...tensors, ...extra],
    entered: 0,
    outputs: null,
    group: prefix.slice(0, -1),
    expanding: [...f.expanding, entry.statement],
  };
  unroll(f, s, inner, entry, walk);
}

/** The statements of a block or model, kept together as a use of it and under what is written above. */
function unroll(f: Frame, s: Statement, inner: Frame, entry: Entry & { is: "block" | "model" }, walk: Walk): void {
  const group = { kind: entry.is, name: inner.group!, declared: entry.name.text, within: f.group };
  asPart(f.builder, partOf(s, entry), () =>
    asUse(f.builder, group, inner.entering ?? [], () => runBody(f, s, inner, entry.statement, walk)),
  );
}

/** What is written above a use and in its braces, and above the declaration. */
function partOf(
  s: Statement,
  { is, name, statement }: Entry & { is: "block" | "model" },
): Parameters<typeof asPart>[1] {
  const docs = [s.doc, ...(s.body?.items ?? []).map((item) => (item.kind === "pair" ? item.doc : null))].filter(
    (doc) => doc !== null,
  );
  return { kind: is, name: name.text, about: statement.doc, doc: docs.length > 0 ? docs.join("\n") : null };
}

/** A model used as a word: one object, applied here; its layers exist once. */
export function applyModel(f: Frame, s: Statement, entry: Entry & { is: "model" }, walk: Walk): void {
  if (!spend(f.session, atWord(f, s)) || recursive(f, s, entry.statement, "model")) return;
  const { tensors, call } = inputsOf(f, s);
  const callee = { name: s.word.text, params: layerParams };
  const bound = bind(f.session, callee, { args: s.args, body: s.body?.items ?? [], scope: f.scope, at: atWord(f, s) });
  const entering = s.from === null && bound.tensors.length > 0 ? bound.tensors : [...tensors, ...bound.tensors];
  const known = f.builder.models.get(entry.statement);
  const base = known ?? autoName(f.builder, "", entry.name.text);
  if (known === undefined) f.builder.models.set(entry.statement, base);
  const prefix = `${base}/`;
  restartCounters(f.builder, prefix);
  const header = bind(f.session, callee, {
    args: entry.statement.args.filter((a) => a.name !== null),
    scope: entry.scope,
    at: atWord(f, s),
  });
  const frozen = f.frozen || bound.valueOf("trainable") === false || header.valueOf("trainable") === false;
  const inner: Frame = {
    ...f,
    scope: childScope(entry.scope),
    prefix,
    soleName: soleLayer(f, entry.statement) ? base : null,
    shared: true,
    frozen,
    entering,
    entered: 0,
    outputs: null,
    defaults: fileDefaults(f),
    training: trainingOf(f, s, call),
    group: base,
    expanding: [...f.expanding, entry.statement],
  };
  unroll(f, s, inner, entry, walk);
}

/** What a call says of training reaches every layer inside; a call inside another has the last word. */
function trainingOf(f: Frame, s: Statement, call: readonly Argument[]): boolean | null {
  if (call.length === 0) return f.training;
  const bound = bind(
    f.session,
    { name: s.word.text, params: trainingParams },
    { args: call, scope: f.scope, at: atWord(f, s) },
  );
  return (bound.valueOf("training") as boolean | null | undefined) ?? f.training;
}

/** Only the file's defaults reach into another model. */
function fileDefaults(f: Frame): Frame["defaults"] {
  let d = f.defaults;
  while (d && d.scope.parent !== null) d = d.parent;
  return d;
}

/** A model of a single layer is that layer. */
function soleLayer(f: Frame, model: Statement): boolean {
  const layers = (model.body?.items ?? []).filter(
    (i) => i.kind === "statement" && !["input", "output", "defaults", "allow"].includes(roleOf(f, i) ?? ""),
  );
  const only = layers[0];
  return layers.length === 1 && only?.kind === "statement" && roleOf(f, only) === null && only.as === null;
}

/** Unrolls the statements of a block or model; its results, none where nothing comes out. */
function runBody(f: Frame, s: Statement, inner: Frame, declaration: Statement, walk: Walk): readonly GraphResult[] {
  const items = declaration.body?.items ?? [];
  const inputs = items.filter((i) => roleOf(inner, i) === "input").length;
  const entering = asMany(f, s, inner.entering ?? [], Math.max(inputs, 1));
  const body: Frame = { ...inner, entering, current: inputs === 0 ? entering[0]! : null };
  if (inputs === 0) bindName(body, { kind: "ident", text: "input", span: s.word.span }, entering[0]!);
  const first = f.builder.nodes.length;
  deeper(f.session, atWord(f, s), () => walk(body, items));
  const results = body.outputs?.map((o) => o.tensor) ?? (body.current ? [body.current] : []);
  if (results.length === 0) {
    unknownResults(f, s);
    return [];
  }
  bindResults(f, s, results);
  f.current = results[0]!;
  if (f.session.facts.wanted) noteUse(f, s, first, f.current);
  return results;
}

/** What comes out of a use of a block or model, from the node `first` on. */
function noteUse(f: Frame, s: Statement, first: number, result: GraphResult): void {
  const layers = [...new Set(f.builder.nodes.slice(first).map(({ layer }) => layer))];
  const known = layers.every(({ weights, word }) => weights !== null || word.weights === undefined);
  f.session.facts.noteStatement({
    at: atWord(f, s),
    name: s.word.text,
    shape: result.shape,
    parameters: known ? parametersOf(layers) : null,
    mask: maskOf(result),
  });
}

/**
 * As many tensors as there are inputs. Too many or too few are reported; what else is wrong inside shows all the same.
 */
function asMany(f: Frame, s: Statement, entering: readonly GraphResult[], wanted: number): readonly GraphResult[] {
  if (entering.length === wanted) return entering;
  const found = entering.length;
  if (found === 0 && f.current === null && s.from === null)
    f.session.report("shapes/no-input", { word: s.word.text }, atWord(f, s));
  else f.session.report("shapes/arity", { word: s.word.text, found, min: wanted, max: wanted }, atWord(f, s));
  return Array.from({ length: wanted }, (_, i) => entering[i] ?? firstOf(nothing(f, s), null));
}

function unknownResults(f: Frame, s: Statement): void {
  const unknown: GraphResult = firstOf(nothing(f, s), null);
  for (const ident of s.as ?? []) bindName(f, ident, unknown);
  f.current = unknown;
}

function recursive(f: Frame, s: Statement, declaration: Statement, what: "block" | "model"): boolean {
  if (!f.expanding.includes(declaration)) return false;
  f.session.report("names/recursive", { what, name: s.word.text }, atWord(f, s));
  unknownResults(f, s);
  return true;
}

/**
 * A block that nothing uses: its statements with parameters and shapes that are not known, for what can be wrong all
 * the same.
 */
export function checkUnusedBlock(f: Frame, entry: Entry & { is: "block" }, walk: Walk): void {
  const { params } = blockHeader(entry.statement);
  const scope = childScope(entry.scope);
  for (const p of params) {
    const name = nameOfParam(p);
    if (!name) continue;
    const at: At = { path: entry.path, span: name.span };
    scope.names.set(name.text, {
      is: "value",
      name,
      path: entry.path,
      value: p.name === null ? { is: "broken", at } : evaluate(f.session, p.value, scope),
    });
  }
  const items = entry.statement.body?.items ?? [];
  const inputs = items.filter((i) => roleOf({ ...f, scope }, i) === "input").length;
  const unknown: GraphResult = firstOf(nothing({ ...f, scope }, entry.statement), null);
  const inner: Frame = {
    ...f,
    scope,
    entering: Array<GraphResult>(Math.max(inputs, 1)).fill(unknown),
    current: inputs === 0 ? unknown : null,
    expanding: [entry.statement],
  };
  if (inputs === 0) bindName(inner, { kind: "ident", text: "input", span: entry.statement.word.span }, unknown);
  deeper(f.session, { path: entry.path, span: entry.name.span }, () => walk(inner, items));
}

const nameOfParam = (p: Argument): Ident | null => p.name ?? (p.value.kind === "name" ? identOf(p.value) : null);

/** What a call of a block gives it. */
interface Given {
  readonly values: ReadonlyMap<string, Const>;
  readonly tensors: readonly GraphResult[];
  /** An argument has no place, which was reported: it may be meant for any parameter. */
  readonly lost: boolean;
}

/**
 * A block's parameters, put into its scope: what the call gives over their defaults. Tensors among the arguments are
 * inputs. What is wrong stays unknown.
 */
function bindParams(f: Frame, s: Statement, entry: Entry & { is: "block" }, scope: Scope): readonly GraphResult[] {
  const { params } = blockHeader(entry.statement);
  const at = atWord(f, s);
  const { values, tensors, lost } = givenTo(f, s, params);
  const missing: string[] = [];
  for (const param of params) {
    const name = nameOfParam(param);
    if (!name) continue;
    const own = values.get(name.text);
    const standard = own === undefined && param.name !== null ? evaluate(f.session, param.value, scope) : null;
    if (own === undefined && standard === null) missing.push(name.text);
    const value: Const = own ?? (lost || standard === null ? { is: "broken", at } : standard);
    f.session.names.usage.declare(name, entry.path, "parameter");
    scope.names.set(name.text, { is: "value", name, path: entry.path, value });
  }
  if (missing.length > 0 && !lost) f.session.report("arguments/missing", { word: s.word.text, names: missing }, at);
  return tensors;
}

/** The arguments of a block's use, by position or name; a misspelled name is taken for the one that is meant. */
function givenTo(f: Frame, s: Statement, params: readonly Argument[]): Given {
  const { session } = f;
  const takes = params.flatMap((p) => nameOfParam(p)?.text ?? []);
  const values = new Map<string, Const>();
  const tensors: GraphResult[] = [];
  const args = untilNextStatement(session, s.args, f.scope, () => false);
  let lost = args !== s.args;
  const set = (name: string, value: Const, at: At, node: Argument | Pair): void => {
    session.facts.noteArgument(node, s.word.text, [name]);
    if (values.has(name)) session.report("arguments/duplicate", { name }, at);
    values.set(name, value);
  };
  for (const arg of [...args, ...(s.body?.items ?? [])]) {
    if (arg.kind === "binding" || arg.kind === "statement") {
      const { span } = arg.kind === "statement" ? arg.word : arg;
      session.report("arguments/unexpected-body", { word: s.word.text }, { path: f.scope.path, span });
      continue;
    }
    const value = known(session, evaluate(session, arg.value, f.scope));
    const at: At = { path: f.scope.path, span: arg.span };
    const key = arg.kind === "pair" ? arg.key : arg.name;
    const next = takes.find((name) => !values.has(name));
    if (key !== null) {
      const name = takes.includes(key.text) ? key.text : unknownParameter(f, s, key, takes);
      if (name === undefined || (name !== key.text && values.has(name))) lost ||= name === undefined;
      else set(name, value, at, arg);
    } else if (value.is === "tensor") tensors.push(value.tensor);
    else if (next !== undefined) set(next, value, at, arg);
    else {
      lost = true;
      session.report("arguments/too-many", { word: s.word.text, found: "one more", takes }, at);
    }
  }
  return { values, tensors, lost };
}

/** Reports a name that no parameter has; gives the one that is clearly meant. */
function unknownParameter(
  f: Frame,
  s: Statement,
  { text: name, span }: Pick<Ident, "text" | "span">,
  known: readonly string[],
): string | undefined {
  const near = suggest(name, known);
  f.session.report(
    "arguments/unknown",
    { name, word: s.word.text, suggestion: near, known },
    { path: f.scope.path, span },
    near ? { fixes: [replace(`write ${near}`, span, near)] } : {},
  );
  return near;
}
