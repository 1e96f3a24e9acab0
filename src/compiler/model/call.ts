import { takesTensors } from "../../catalog/kinds/parts.js";
import type { Params } from "../../catalog/param.js";
import { trainingParams } from "../../catalog/structure/layer-params.js";
import type { LayerWord } from "../../catalog/word.js";
import type { Args } from "../../ir/value.js";
import type { Argument, Statement } from "../../parser/ast.js";
import { hasTrait } from "../graph/builder.js";
import type { GraphNode, Tensor } from "../graph/graph.js";
import { bind } from "../names/bind.js";
import { atWord, type Frame } from "./frame.js";
import { noParams, tensorNamed } from "./inputs.js";

/** What stands after `from` beside the inputs: `from words, initial_state=[h, c], training=true`. */
export interface LayerCallArgs {
  readonly args: Args;
  /** Tensors, by parameter. */
  readonly named: Readonly<Record<string, readonly Tensor[]>>;
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
  const isTensor = ({ name }: Argument): boolean =>
    name !== null && Object.hasOwn(params, name.text) && takesTensors(params[name.text]!.kind);
  const named: Record<string, readonly Tensor[]> = {};
  for (const arg of written.filter(isTensor)) {
    const { name, value } = arg;
    const list = value.kind === "list" && params[name!.text]!.kind.type === "list";
    if (Object.hasOwn(named, name!.text))
      f.session.report("arguments/duplicate", { name: name!.text }, { path: f.scope.path, span: arg.span });
    named[name!.text] = list ? value.items.map((item) => tensorNamed(f, s, item)) : [tensorNamed(f, s, value)];
  }
  const others = written.filter((arg) => !isTensor(arg));
  const bound = bind(f.session, { name: word.name, params }, { args: others, scope: f.scope, at: atWord(f, s) });
  return { args: { ...around, ...bound.values() }, named, params, broken: bound.broken };
}

/** Where the named tensors stand behind so many others. */
export function placesOf(named: LayerCallArgs["named"], before: number): GraphNode["named"] {
  let next = before;
  const places = Object.entries(named).map(([name, tensors]) => [name, tensors.map(() => next++)] as const);
  return places.length > 0 ? Object.fromEntries(places) : null;
}

/** Layers of which a call may say whether it is one of training. */
const trainsOtherwise = (word: LayerWord): boolean => hasTrait(word, "training_mode");
