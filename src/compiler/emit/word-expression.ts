import { camelCase, valueCallArgs } from "../../catalog/layer-call.js";
import { findWord, wordNamed } from "../../catalog/lookup.js";
import type { Kind, Params } from "../../catalog/param.js";
import type { Family } from "../../catalog/word.js";
import { isWordCall, type Value, type WordCall } from "../../ir/value.js";
import { literal, objectLiteral } from "./literal.js";
import type { ModuleImports } from "./module-imports.js";

/** The object of `regnet/runtime` that makes the words of a family. */
const FACTORIES = {
  activation: "activations", callback: "callbacks", constraint: "constraints", initializer: "initializers", loss: "losses", metric: "metrics",
  optimizer: "optimizers", regularizer: "regularizers", schedule: "schedules",
} as const; // prettier-ignore
export type MadeFamily = keyof typeof FACTORIES;

/** `regularizers.l2({ l2: 0.001 })`: only what is not Keras's default is said. */
export function wordExpression(imports: ModuleImports, family: MadeFamily, call: WordCall): string {
  const params = wordNamed(family, call.word).params as Params;
  const args = optionsText(imports, params, valueCallArgs(family, call));
  return `${imports.runtime(FACTORIES[family])}.${camelCase(call.word)}(${args === "{}" ? "" : args})`;
}

/** An options object; the parameters' kinds tell the family of a word among the values. `rename`: other names of parameters. */
export function optionsText(
  imports: ModuleImports,
  params: Params,
  args: readonly (readonly [name: string, value: Value])[],
  rename: Readonly<Record<string, string>> = {},
): string {
  const kinds = new Map(Object.entries(params).map(([name, param]) => [rename[name] ?? camelCase(name), param.kind]));
  return objectLiteral(args.map(([name, value]) => [name, valueExpression(imports, kinds.get(name), value)]));
}

function valueExpression(imports: ModuleImports, kind: Kind | undefined, value: Value): string {
  if (isWordCall(value)) {
    const family = familiesOf(kind).find((f) => findWord(f, value.word)?.name === value.word);
    if (!family) throw new Error(`no word of its kind is named ${value.word}`);
    return wordExpression(imports, family, value);
  }
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map((v) => valueExpression(imports, kind?.type === "list" ? kind.of : undefined, v)).join(", ")}]`;
  return literal(value);
}

const familiesOf = (kind: Kind | undefined): readonly MadeFamily[] =>
  kind?.type === "word" ? (isMade(kind.family) ? [kind.family] : []) : kind?.type === "oneOf" ? kind.of.flatMap(familiesOf) : [];
const isMade = (family: Family): family is MadeFamily => family in FACTORIES;
