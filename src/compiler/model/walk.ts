import { findWord, spellingsOf } from "../../catalog/lookup.js";
import type { StoredShape } from "../../ir/ir.js";
import type { Item, Statement } from "../../parser/ast.js";
import { inputLength, named } from "../../tensor/lengths.js";
import type { Shape } from "../../tensor/ops.js";
import { suggest } from "../../text/suggest.js";
import { hasTrait } from "../graph/builder.js";
import type { GraphInput, Output, Tensor } from "../graph/graph.js";
import { firstOf, showShape } from "../graph/graph.js";
import { missingFromKeras } from "../../catalog/keras/missing.js";
import { bind } from "../names/bind.js";
import { declareLet } from "../names/declare.js";
import { misplacedPair } from "../names/misplaced-pair.js";
import { kerasClass } from "../names/keras-names.js";
import { lookUp, visible } from "../names/scope.js";
import { wordingOf } from "../names/wording.js";
import { replace, reportMissing } from "../report.js";
import { applyModel, expandBlock } from "./expand.js";
import { atIdent, atWord, bindName, nothing, type Frame } from "./frame.js";
import { inputsOf } from "./inputs.js";
import { applyLayer, withoutPlanned } from "./layer.js";
import { addDefaults } from "./defaults.js";
import { applyMerge, pathOf } from "./merge.js";
import { expandRepeat } from "./repeat.js";

/** The statements of a model, block or branch, from top to bottom. */
export function walk(f: Frame, items: readonly Item[]): void {
  for (const item of items) {
    if (f.session.budget.spent) return;
    if (item.kind === "binding") declareLet(f.session, f.scope, item);
    else if (item.kind === "pair") misplacedPair(f.session, item, f.scope);
    else statement(f, item);
  }
}

function statement(f: Frame, s: Statement): void {
  const name = s.word.text;
  const own = lookUp(f.scope, name);
  if (own && own.is !== "tensor") {
    f.session.usage.use(own.name, own.path);
    f.session.facts.references.push({ at: atWord(f, s), target: { path: own.path, span: own.name.span } });
    if (own.is === "block") return expandBlock(f, s, own, walk);
    if (own.is === "model") return applyModel(f, s, own, walk);
    if (own.is === "broken" && own.what) f.session.report("names/not-supported", { what: own.what }, atWord(f, s));
    if (own.is !== "broken") f.session.report("names/not-a-layer", { name }, atWord(f, s));
    return unknown(f, s);
  }
  const layer = findWord("layer", name);
  if (layer) {
    const merges =
      hasTrait(layer, "merge") &&
      s.body !== null &&
      (s.body.items.length === 0 || s.body.items.some((i) => i.kind !== "pair"));
    return merges ? applyMerge(f, s, layer, walk) : applyLayer(f, s, layer);
  }
  const structure = findWord("structure", name);
  if (structure) return structural(f, s, structure.role, structure.planned === true);
  unknownWord(f, s);
  unknown(f, s);
}

/** After what could not be understood the shape is not known, and nothing more is said about shapes. */
function unknown(f: Frame, s: Statement): void {
  const result: Tensor = firstOf(f.current?.from ?? nothing(f, s), null);
  for (const ident of s.as ?? []) bindName(f, ident, result);
  f.current = result;
}

function unknownWord(f: Frame, s: Statement): void {
  const at = atWord(f, s);
  const name = s.word.text;
  const known = kerasClass(name, ["layer", "structure"]);
  if (known)
    return f.session.report("names/keras-class", { written: name, name: known }, at, {
      fixes: [replace(`write ${known}`, at.span, known)],
    });
  const missing = missingFromKeras(name, ["layer"]);
  if (missing) return reportMissing(f.session.report, missing, at);
  if (findWord("callback", name)) return f.session.report("names/misplaced", { word: name, place: "train { … }" }, at);
  const near = suggest(name, [
    ...spellingsOf("layer"),
    ...spellingsOf("structure"),
    ...visible(f.scope, (e) => e.is === "block" || e.is === "model"),
  ]);
  f.session.report(
    "names/unknown-word",
    { name, suggestion: near, where: "a model" },
    at,
    near ? { fixes: [replace(`write ${near}`, at.span, near)] } : {},
  );
}

function structural(f: Frame, s: Statement, role: string, planned: boolean): void {
  f.session.facts.words.push({ at: atWord(f, s), family: "structure", word: s.word.text });
  if (planned) {
    f.session.report("names/not-supported", { what: `\`${s.word.text}\`` }, atWord(f, s));
    return;
  }
  switch (role) {
    case "input":
      return input(f, s);
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

function input(f: Frame, s: Statement): void {
  const word = findWord("structure", s.word.text)!;
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
  let tensor: Tensor;
  if (f.entering !== null) {
    tensor = f.entering[f.entered] ?? firstOf(nothing(f, s), null);
    if (written && shape && tensor.shape && !compatible([null, ...written], tensor.shape)) {
      f.session.report("shapes/input", { wanted: showShape(shape), found: showShape(tensor.shape) }, at);
      tensor = { ...tensor, shape: null };
    }
  } else {
    const known = shape ?? (bound.broken || bound.pending ? null : f.dataShape(ident.text, at));
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
    if (wording) f.session.wordings.set(node, wording);
    f.builder.taken.add(ident.text);
    tensor = firstOf(node, known);
  }
  f.entered++;
  bindName(f, ident, tensor);
  f.current = tensor;
  if (tensor.shape) f.session.facts.shapes.push({ at, layer: ident.text, shape: tensor.shape });
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
  const outputs: Output[] = [];
  tensors.forEach((tensor, i) => {
    const value = list[i]?.value;
    const name = value?.kind === "name" ? value.text : nameOfResult(tensor);
    const at = value ? { path: f.scope.path, span: value.span } : atIdent(f, s.word);
    if (outputs.some((o) => o.name === name)) f.session.report("names/duplicate", { name }, at);
    else outputs.push({ name, tensor, at });
  });
  f.outputs = outputs;
  if (s.doc !== null) f.session.wordings.set(outputs, { doc: s.doc });
}

/** The Keras name of the layer that makes it. */
export const nameOfResult = (tensor: Tensor): string =>
  tensor.from.is === "input" ? tensor.from.name : tensor.from.layer.name;
