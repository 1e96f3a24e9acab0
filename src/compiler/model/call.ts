import { takesTensors } from "../../catalog/kinds/parts.js";
import type { Params } from "../../catalog/param.js";
import { trainingParams } from "../../catalog/structure/layer-params.js";
import type { LayerWord } from "../../catalog/word.js";
import type { Args } from "../../ir/value.js";
import type { Argument, Statement } from "../../parser/ast.js";
import { suggest } from "../../text/suggest.js";
import { hasTrait } from "../graph/builder.js";
import type { GraphNode, GraphResult } from "../graph/graph.js";
import { bind } from "../names/bind.js";
import { atWord, type Frame } from "./frame.js";
import { noParams, tensorNamed } from "./inputs.js";

/** What stands after `from` beside the inputs: `from words, initial_state=[h, c], training=true`. */
export interface LayerCallArgs {
  readonly args: Args;
  /** Tensors, by parameter. */
  readonly named: Readonly<Record<string, readonly GraphResult[]>>;
  /** What they are for. */
  readonly params: Params;
  /** Something is wrong with them, and was reported. */
  readonly broken: boolean;
}

export function callOf(f: Frame, s: Statement, word: LayerWord, written: readonly Argument[]): LayerCallArgs {
  const trains = trainsOtherwise(word);
  const around: Args = trains && f.training !== null ? { training: f.training } : {};
  if (written.length === 0) return { args: around, named: {}, params: noParams, broken: false };
  const params: Params = { ...(trains ? trainingParams : noParams), ...(word.callParams ?? noParams) };
  const named: Record<string, readonly GraphResult[]> = {};
  for (const arg of written) {
    const name = tensorMeant(params, arg);
    if (name === null) continue;
    const { value } = arg;
    const list = value.kind === "list" && params[name]!.kind.type === "list";
    if (Object.hasOwn(named, name))
      f.session.report("arguments/duplicate", { name }, { path: f.scope.path, span: arg.span });
    named[name] = list ? value.items.map((item) => tensorNamed(f, s, item)) : [tensorNamed(f, s, value)];
  }
  // What is misspelled is reported as all unknown arguments are, and else taken for what is meant.
  const others = written.filter((arg) => tensorMeant(params, arg) !== arg.name?.text);
  const bound = bind(f.session, { name: word.name, params }, { args: others, scope: f.scope, at: atWord(f, s) });
  return { args: { ...around, ...bound.values() }, named, params, broken: bound.broken };
}

/** The parameter for tensors that an argument is for, or clearly means; null: none. */
function tensorMeant(params: Params, { name }: Argument): string | null {
  if (name === null) return null;
  const meant = Object.hasOwn(params, name.text) ? name.text : suggest(name.text, Object.keys(params));
  return meant !== undefined && takesTensors(params[meant]!.kind) ? meant : null;
}

/** Where the named tensors stand behind so many others. */
export function placesOf(named: LayerCallArgs["named"], before: number): GraphNode["named"] {
  let next = before;
  const places = Object.entries(named).map(([name, tensors]) => [name, tensors.map(() => next++)] as const);
  return places.length > 0 ? Object.fromEntries(places) : null;
}

/** Layers of which a call may say whether it is one of training. */
const trainsOtherwise = (word: LayerWord): boolean => hasTrait(word, "training_mode");
