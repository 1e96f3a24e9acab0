import { alternatives, familiesOf } from "../catalog/kinds/parts.js";
import { findWord } from "../catalog/lookup.js";
import type { Kind, Params } from "../catalog/param.js";
import { layerParams, trainingParams } from "../catalog/structure/layer-params.js";
import type { Family } from "../catalog/word.js";
import { GENERIC } from "../compiler/names/callee.js";
import type { Argument, Node, Statement } from "../parser/ast.js";

/** A word with its parameters, and what stands at one of them. */
export interface Called {
  readonly word: string;
  readonly params: Params;
  /** Parameters that are given. */
  readonly given: readonly string[];
  /** Of a structure. */
  readonly role: string | null;
  readonly layer: boolean;
  /** Statements may stand in its braces. */
  readonly merges: boolean;
  /** Names that stand for several of its parameters: one of these. */
  readonly generic: Readonly<Record<string, string>>;
  /** The parameter that the place is a value of, and of what kind; null: of none. */
  readonly param: string | null;
  readonly kind: Kind | null;
  /** Names are columns of the data. */
  readonly inData: boolean;
  /** A text there is the path of a file. */
  readonly isPath: boolean;
}

const nothing = { param: null, kind: null, inData: false, isPath: false, generic: {} };
const keysOf = (args: readonly Argument[]): readonly string[] => args.flatMap(({ name }) => name?.text ?? []);

/** A statement's word. One of the spec's own takes what layers take. */
export function calleeOf(s: Statement): Called {
  const given = keysOf(s.args);
  const layer = findWord("layer", s.word.text);
  if (layer) {
    const merges = layer.traits?.includes("merge") ?? false;
    const params = { ...layer.params, ...layerParams };
    const [main] = layer.regularizes ?? [];
    const generic: Called["generic"] = main === undefined ? {} : { [GENERIC]: main };
    return { ...nothing, word: layer.name, params, given, role: null, layer: true, merges, generic };
  }
  const word = findWord("structure", s.word.text) ?? findWord("callback", s.word.text);
  const role = word?.family === "structure" ? word.role : null;
  const params: Params = word?.params ?? layerParams;
  return { ...nothing, word: word?.name ?? s.word.text, params, given, role, layer: word === undefined, merges: false };
}

/** What a value at the end of this path is for; null: for nothing that is known. */
export function calledFor(path: readonly Node[]): Called | null {
  let called: Called | null = null;
  path.forEach((node, i) => {
    const next = path[i + 1];
    if (node.kind === "statement") called = calleeOf(node);
    else if (node.kind === "binding") called = null;
    else if (called === null) return;
    else if (node.kind === "argument" && node.name) called = at(called, node.name.text);
    else if (node.kind === "argument" && !called.param) called = positional(called, path[i - 1]!, node);
    else if (node.kind === "pair") called = called.param ? inside(called, "map") : at(called, node.key.text);
    else if (node.kind === "list") called = inside(called, "list");
    else if (node.kind === "call" && next !== node.callee) called = valueWord(called, node);
  });
  return called;
}

function at(called: Called, name: string): Called {
  const params: Params = called.layer ? { ...called.params, ...trainingParams } : called.params;
  const known = Object.hasOwn(params, name)
    ? name
    : (Object.keys(params).find((param) => params[param]!.aliases.includes(name)) ?? called.generic[name]);
  const kind = known === undefined ? null : params[known]!.kind;
  const inData = called.inData || called.role === "data" || called.role === "column";
  const isPath = called.role === "data" && kind !== null && familiesOf(kind).includes("source");
  return { ...called, param: known ?? null, kind, inData, isPath };
}

/** The first place that is free, for a value without a key in a call. */
function positional(called: Called, owner: Node, argument: Argument): Called {
  if (owner.kind !== "call") return called;
  const index = owner.args.filter(({ name }) => name === null).indexOf(argument);
  const name = Object.keys(called.params)[index];
  return name === undefined ? called : at(called, name);
}

const inside = (called: Called, form: "list" | "map"): Called => ({
  ...called,
  kind: called.kind && (alternatives(called.kind).flatMap((one) => (one.type === form ? [one.of] : []))[0] ?? null),
});

/** A word that is called in a value's place. */
function valueWord(called: Called, node: Extract<Node, { kind: "call" }>): Called | null {
  const families: readonly Family[] = called.kind ? familiesOf(called.kind) : [];
  for (const family of families) {
    const word = findWord(family, node.callee.text);
    if (!word) continue;
    const given = keysOf(node.args);
    const inData = called.inData || called.role === "data";
    return { ...nothing, word: word.name, params: word.params, given, role: null, layer: false, merges: false, inData };
  }
  return null;
}
