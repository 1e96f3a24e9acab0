import type { Ident, Item, Statement } from "../../parser/ast.js";
import type { Shape } from "../../tensor/ops.js";
import type { Builder } from "../graph/builder.js";
import { firstOf, nothingAt, type GraphOutput, type GraphResult } from "../graph/graph.js";
import type { Scope } from "../names/scope.js";
import { childScope } from "../names/scope.js";
import type { At } from "../report.js";
import type { Session } from "../session.js";

/** Arguments that a `defaults` statement supplies from here on. */
export interface Defaults {
  /** Canonical name of the only word meant, null: all. */
  readonly word: string | null;
  readonly items: readonly Item[];
  readonly doc: string | null;
  readonly scope: Scope;
  readonly parent: Defaults | null;
}

/** Where the walk through a model's statements stands. One frame a pair of braces. */
export interface Frame {
  readonly session: Session;
  readonly builder: Builder;
  readonly scope: Scope;
  /** Of layer names: `down_2/`. */
  readonly prefix: string;
  /** The name of the only layer of a shared model, which is that layer. */
  readonly soleName: string | null;
  /** In a shared model: layers that exist are applied again. */
  readonly shared: boolean;
  readonly frozen: boolean;
  /** What the call of a model around says of training, null: nothing. */
  readonly training: boolean | null;
  /** The model or block around, null: the root. */
  readonly group: string | null;
  /** What enters a block or a shared model, null in a root. */
  readonly entering: readonly GraphResult[] | null;
  /** The result of the statement above. */
  current: GraphResult | null;
  defaults: Defaults | null;
  entered: number;
  /** What `output` names, null: the last result. */
  outputs: readonly GraphOutput[] | null;
  /** Shape of a bare input, from the data. */
  readonly dataShape: (input: string, at: At) => Shape | null;
  /** Blocks and models being expanded, against recursion. */
  readonly expanding: readonly Statement[];
}

/** Walks statements; handed to the handlers, which call one another through it. */
export type Walk = (frame: Frame, items: readonly Item[]) => void;

/** A frame for inner braces that go on from `current`. */
export const innerFrame = (
  f: Frame,
  current: GraphResult | null,
  change: Partial<Pick<Frame, "prefix" | "scope">> = {},
): Frame => ({
  ...f,
  scope: change.scope ?? childScope(f.scope),
  prefix: change.prefix ?? f.prefix,
  current,
  entered: f.entered,
  outputs: null,
});

export const atWord = (f: Frame, s: Statement): At => ({ path: f.scope.path, span: s.word.span, node: s.word });
export const atIdent = (f: Frame, ident: Ident): At => ({ path: f.scope.path, span: ident.span, node: ident });

/** Binds a result's name; `_` discards. */
export function bindName(f: Frame, ident: Ident, tensor: GraphResult): void {
  if (ident.text === "_") return;
  const own = f.scope.names.get(ident.text);
  if (own) {
    f.session.report("names/duplicate", { name: ident.text }, atIdent(f, ident), {
      related: [{ message: "first bound here", span: own.name.span, path: own.path }],
    });
    return;
  }
  f.scope.names.set(ident.text, { is: "tensor", name: ident, path: f.scope.path, tensor });
}

/** Results to names: as many as there are. */
export function bindResults(f: Frame, s: Statement, results: readonly GraphResult[]): void {
  if (s.as === null || s.as.length === 0) return; // `as` without a name was reported by the parser
  if (s.as.length !== results.length) {
    const at = { path: f.scope.path, span: { start: s.as[0]!.span.start, end: s.as.at(-1)!.span.end } };
    f.session.report("shapes/result-count", { word: s.word.text, results: results.length, names: s.as.length }, at);
  }
  s.as.forEach((ident, i) => bindName(f, ident, results[i] ?? firstOf(nothing(f, s), null)));
}

/** A tensor for what could not be made: errors about it were reported. */
export const nothing = (f: Frame, s: Statement): GraphResult["from"] => nothingAt(atWord(f, s));
