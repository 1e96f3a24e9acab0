import { camelCase, valueCallArgs } from "../../catalog/layer-call.js";
import { familiesOf } from "../../catalog/kinds/parts.js";
import { findWord, wordNamed } from "../../catalog/lookup.js";
import type { Kind, Params } from "../../catalog/param.js";
import type { Family } from "../../catalog/word.js";
import { pointerStep } from "../../ir/authored.js";
import { isEntries, isList, type Formula } from "../../ir/formula.js";
import { isWordCall, type Value, type WordCall } from "../../ir/value.js";
import { argumentComment, own, type Emission } from "./emission.js";
import { listLiteral, literal, objectLiteral, type Entry } from "./literal.js";

/** The object of `regnet/layers` that makes the words of a family. */
const FACTORIES = {
  activation: "activations",
  callback: "callbacks",
  constraint: "constraints",
  initializer: "initializers",
  layer: "layers",
  loss: "losses",
  metric: "metrics",
  optimizer: "optimizers",
  regularizer: "regularizers",
  schedule: "schedules",
} as const;
export type MadeFamily = keyof typeof FACTORIES;

/**
 * `regularizers.l2({ l2: 0.001 })`: what was written is said, and what is not Keras's default. `pointer`: to the call
 * in the IR.
 */
export function wordExpression(emission: Emission, family: MadeFamily, call: WordCall, pointer: string): string {
  const params = wordNamed(family, call.word).params;
  const { written } = emission.wording(`${pointer}/args`);
  const args = optionsText(emission, params, valueCallArgs(family, call, written), `${pointer}/args`);
  return `${emission.imports.value(FACTORIES[family])}.${camelCase(call.word)}(${args === "{}" ? "" : args})`;
}

/**
 * An options object; the parameters' kinds tell the family of a word among the values. `pointer`: to the arguments in
 * the IR. `rename`: other names of parameters.
 */
export function optionsText(
  emission: Emission,
  params: Params,
  args: readonly (readonly [name: string, value: Value])[],
  pointer: string,
  rename: Readonly<Record<string, string>> = {},
): string {
  const wording = emission.wording(pointer);
  const said = new Map(
    Object.entries(params).map(([name, param]) => [rename[name] ?? camelCase(name), { name, kind: param.kind }]),
  );
  return objectLiteral(
    args.map(([option, value]): Entry => {
      const param = said.get(option);
      if (!param) return [option, literal(value)];
      const formula = own(wording.formulas, param.name) ?? null;
      return [
        option,
        valueExpression(emission, param.kind, value, pointer + pointerStep(param.name), formula),
        argumentComment(emission, wording, param.name),
      ];
    }),
  );
}

/** A value as an expression, by its named values where it comes from such. `kind`: of values with words in them. */
export function valueExpression(
  emission: Emission,
  kind: Kind | undefined,
  value: Value,
  pointer: string,
  formula: Formula,
): string {
  return emission.constants.expression(formula, value, () => {
    if (isWordCall(value)) {
      const families: readonly MadeFamily[] = (kind ? familiesOf(kind) : []).filter((f) => isMade(f));
      const family = families.find((f) => findWord(f, value.word)?.name === value.word);
      if (!family) throw new Error(`no word of its kind is named ${value.word}`);
      return wordExpression(emission, family, value, pointer);
    }
    if (Array.isArray(value)) {
      const items = isList(formula) ? formula : [];
      const of = kind?.type === "list" ? kind.of : undefined;
      return listLiteral(
        (value as readonly Value[]).map((v, i) => ({
          text: valueExpression(emission, of, v, `${pointer}/${i}`, items[i] ?? null),
        })),
      );
    }
    if (typeof value !== "object" || value === null) return literal(value);
    const entries = isEntries(formula) ? formula.entries : {};
    const of = kind?.type === "map" ? kind.of : undefined;
    return objectLiteral(
      Object.entries(value).map(([key, v]) => [
        key,
        valueExpression(emission, of, v, pointer + pointerStep(key), own(entries, key) ?? null),
      ]),
    );
  });
}

const isMade = (family: Family): family is MadeFamily => family in FACTORIES;
