import { findWord } from "../../catalog/lookup.js";
import type { StructureWord } from "../../catalog/word.js";
import type { StoredShape } from "../../ir/ir.js";
import type { Item, Statement } from "../../parser/ast.js";
import { inputLength, named } from "../../tensor/lengths.js";
import type { Shape } from "../../tensor/ops.js";
import { hasTrait } from "../graph/builder.js";
import type { GraphInput, GraphOutput, GraphResult } from "../graph/graph.js";
import { firstOf, maskOf, showShape, withPossible } from "../graph/graph.js";
import { anyLengths, anyShape, type Possible } from "../graph/possible.js";
import { bind } from "../names/bind.js";
import { declareLet } from "../names/declare.js";
import { misplacedPair } from "../names/misplaced-pair.js";
import { lookUp, type Entry } from "../names/scope.js";
import { wordingOf } from "../names/wording.js";
import type { Const } from "../values/constant.js";
import { applyModel, expandBlock } from "./expand.js";
import { atIdent, atWord, bindName, nothing, type Frame } from "./frame.js";
import { inputsOf, tensorNamed } from "./inputs.js";
import { applyLayer, withoutPlanned } from "./layer.js";
import { addDefaults } from "./defaults.js";
import { applyMerge, pathOf } from "./merge.js";
import { expandRepeat } from "./repeat.js";
import { unknownWord } from "./unknown-word.js";

/** The statements of a model, block or branch, from top to bottom. */
export function walk(f: Frame, items: readonly Item[]): void {
  f.session.facts.noteScope(items, f.scope);
  for (const item of items) {
    if (f.session.budget.spent) return;
    if (item.kind === "binding") declareLet(f.session, f.scope, item);
    else if (item.kind === "pair") misplacedPair(f.session, item, f.scope);
    else statement(f, item);
  }
}

function statement(f: Frame, s: Statement): void {
  const own = lookUp(f.scope, s.word.text);
  if (own && own.is !== "tensor") return ownWord(f, s, own);
  if (!vocabularyWord(f, s, s.word.text)) misspelled(f, s);
}

/** A name of the spec's own in a word's place. */
function ownWord(f: Frame, s: Statement, own: Entry): void {
  f.session.names.usage.use(own.name);
  f.session.facts.noteReference({
    name: s.word.text,
    at: atWord(f, s),
    target: { path: own.path, span: own.name.span },
  });
  if (own.is === "block") return expandBlock(f, s, own, walk);
  if (own.is === "model") return applyModel(f, s, own, walk);
  if (own.is === "broken" && own.what) f.session.report("names/not-supported", { what: own.what }, atWord(f, s));
  if (own.is !== "broken") f.session.report("names/not-a-layer", { name: s.word.text }, atWord(f, s));
  unknown(f, s);
}

/** A layer or a structure; false where the word is neither. */
function vocabularyWord(f: Frame, s: Statement, name: string): boolean {
  const layer = findWord("layer", name);
  const structure = layer ? undefined : findWord("structure", name);
  if (layer) {
    const merges =
      hasTrait(layer, "merge") &&
      s.body !== null &&
      (s.body.items.length === 0 || s.body.items.some((i) => i.kind !== "pair"));
    if (merges) applyMerge(f, s, layer, walk);
    else applyLayer(f, s, layer);
  } else if (structure) structural(f, s, structure);
  return layer !== undefined || structure !== undefined;
}

/** A word that is clearly meant by a misspelled one is taken for it, so that all that it decides is known. */
function misspelled(f: Frame, s: Statement): void {
  const meant = unknownWord(f, s);
  const own = meant === undefined ? undefined : lookUp(f.scope, meant);
  if (own?.is === "block" || own?.is === "model") return ownWord(f, s, own);
  if (meant === undefined || !vocabularyWord(f, s, meant)) unknown(f, s);
}

/** After what could not be understood the shape is not known, and nothing more is said about shapes. */
function unknown(f: Frame, s: Statement): void {
  for (const arg of s.from ?? []) if (arg.name === null && arg.value.kind === "name") tensorNamed(f, s, arg.value);
  const result: GraphResult = firstOf(nothing(f, s), null);
  for (const ident of s.as ?? []) bindName(f, ident, result);
  f.current = result;
}

function structural(f: Frame, s: Statement, word: StructureWord): void {
  f.session.facts.noteWord({ at: atWord(f, s), family: "structure", word: word.name });
  if (word.planned) {
    f.session.report("names/not-supported", { what: `\`${s.word.text}\`` }, atWord(f, s));
    if (s.as) unknown(f, s);
    return;
  }
  switch (word.role) {
    case "input":
      return input(f, s, word);
    case "output":
      return output(f, s);
    case "repeat":
      return expandRepeat(f, s, walk);
    case "branch": {
      pathOf(f, s, walk);
      return;
    }
    case "defaults":
      return addDefaults(f, s);
    case "allow":
      return;
    default:
      return f.session.report(
        "names/misplaced",
        { word: s.word.text, place: "the file, outside all braces" },
        atWord(f, s),
      );
  }
}

function input(f: Frame, s: Statement, word: StructureWord): void {
  const at = atWord(f, s);
  const callee = { name: word.name, params: word.params };
  const call = { args: withoutPlanned(f, s), body: s.body?.items ?? [], scope: f.scope, at };
  const bound = bind(f.session, callee, call);
  const written = bound.valueOf("shape") as readonly (number | null)[] | null | undefined;
  const ident = s.as?.[0] ?? {
    kind: "ident" as const,
    text: f.scope.names.has("input") ? `input_${f.entered}` : "input",
    span: s.word.span,
  };
  const shape = written ? named([null, ...written], (axis) => inputLength(ident.text, axis)) : null;
  let tensor: GraphResult;
  if (f.entering !== null) {
    tensor = f.entering[f.entered] ?? firstOf(nothing(f, s), null);
    if (written && shape && tensor.shape && !compatible([null, ...written], tensor.shape)) {
      f.session.report("shapes/input", { wanted: showShape(shape), found: showShape(tensor.shape) }, at);
      tensor = { ...tensor, shape: null };
    }
  } else {
    const asked = bound.has("shape") || bound.mayBeMeant("shape") ? null : f.dataShape(ident.text, at);
    const known = shape ?? asked;
    const node: GraphInput = {
      is: "input",
      name: ident.text,
      shape: known,
      dtype: (bound.valueOf("dtype") as GraphInput["dtype"]) ?? null,
      doc: s.doc,
      at,
    };
    f.builder.inputs.push(node);
    const wording = wordingOf(bound, {});
    if (wording) f.session.said.wordings.set(node, wording);
    f.builder.taken.add(ident.text);
    tensor = withPossible(firstOf(node, null), known ? [known] : possibleInput(bound.constantOf("shape")));
  }
  f.entered++;
  bindName(f, ident, tensor);
  f.current = tensor;
  f.session.facts.noteStatement({ at, name: ident.text, shape: tensor.shape, parameters: 0, mask: maskOf(tensor) });
}

/** What is known of the shape of an input: of one that the data decide, or that is written wrongly, the axes. */
function possibleInput(c: Const | null): Possible {
  if (c === null || c.is === "number") return anyLengths([null, null]);
  return c.is === "list" ? anyLengths([null, ...c.items.map(() => null)]) : anyShape;
}

/** Whether a tensor can be what an input asks for; `null` takes any length. */
const compatible = (wanted: StoredShape, found: Shape): boolean =>
  wanted.length === found.length && wanted.every((d, i) => d === null || d === found[i]);

/** `output a, b`: results by name; without names the last one. */
function output(f: Frame, s: Statement): void {
  const list = s.args.length > 0 ? s.args : (s.from ?? []);
  if (f.outputs !== null) {
    f.session.report("names/duplicate-section", { word: s.word.text }, atWord(f, s));
    return;
  }
  const { tensors } = inputsOf(f, { ...s, from: list.length > 0 ? list : null });
  const outputs: GraphOutput[] = [];
  tensors.forEach((tensor, i) => {
    const value = list[i]?.value;
    const name = value?.kind === "name" ? value.text : nameOfResult(tensor);
    const at = value ? { path: f.scope.path, span: value.span } : atIdent(f, s.word);
    if (outputs.some((o) => o.name === name)) f.session.report("names/duplicate", { name }, at);
    else outputs.push({ name, tensor, at });
  });
  f.outputs = outputs;
  if (s.doc !== null) f.session.said.wordings.set(outputs, { doc: s.doc });
}

/** The Keras name of the layer that makes it. */
export const nameOfResult = (tensor: GraphResult): string =>
  tensor.from.is === "input" ? tensor.from.name : tensor.from.layer.name;
