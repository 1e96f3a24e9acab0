import type { Params } from "../../catalog/param.js";
import type { Argument, Expr, Statement } from "../../parser/ast.js";
import { showExpression } from "../../parser/show.js";
import { suggest } from "../../text/suggest.js";
import { firstOf, type GraphResult } from "../graph/graph.js";
import { lookUp, visible } from "../names/scope.js";
import { replace, type At } from "../report.js";
import { atWord, nothing, type Frame } from "./frame.js";

/**
 * The tensors a statement takes: those of `from`, else what stands above it. Keyed arguments of `from` are the call's.
 */
export function inputsOf(
  f: Frame,
  s: Statement,
): { readonly tensors: readonly GraphResult[]; readonly call: readonly Argument[] } {
  if (s.from === null) return { tensors: f.current ? [f.current] : [], call: [] };
  // `from` with nothing after it was reported by the parser.
  if (s.from.length === 0) return { tensors: [firstOf(nothing(f, s), null)], call: [] };
  const call = s.from.filter((a) => a.name !== null);
  const tensors = s.from.filter((a) => a.name === null).map((a) => tensorNamed(f, s, a.value));
  return { tensors, call };
}

/** The tensor that an expression names. */
export function tensorNamed(f: Frame, s: Statement, named: Expr): GraphResult {
  const at: At = { path: f.scope.path, span: named.span, node: named };
  const unknown: GraphResult = firstOf(nothing(f, s), null);
  if (named.kind === "hole") return unknown;
  if (named.kind !== "name") {
    f.session.report("names/not-a-tensor", { found: showExpression(named) }, at);
    return unknown;
  }
  const name = named.text;
  const entry = lookUp(f.scope, name);
  if (entry?.is === "tensor") {
    f.session.names.usage.use(entry.name);
    f.session.facts.noteReference({ name, at, target: { path: entry.path, span: entry.name.span } });
    return entry.tensor;
  }
  if (entry) f.session.report("names/not-a-tensor", { found: name }, at);
  else {
    const near = suggest(
      name,
      visible(f.scope, (e) => e.is === "tensor"),
    );
    f.session.report(
      "names/unknown-tensor",
      { name, suggestion: near },
      at,
      near ? { fixes: [replace(`write ${near}`, at.span, near)] } : {},
    );
  }
  return unknown;
}

/** Takes as many tensors as it may; false (and reported) when not. */
export function arityFits(
  f: Frame,
  s: Statement,
  name: string,
  inputs: readonly GraphResult[],
  arity: readonly [number, number],
): boolean {
  if (inputs.length === 0 && f.current === null && s.from === null) {
    f.session.report("shapes/no-input", { word: name }, atWord(f, s));
    return false;
  }
  if (inputs.length >= arity[0] && inputs.length <= arity[1]) return true;
  f.session.report("shapes/arity", { word: name, found: inputs.length, min: arity[0], max: arity[1] }, atWord(f, s));
  return false;
}

export const noParams: Params = {};
