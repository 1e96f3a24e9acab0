import { camelCase } from "../../catalog/layer-call.js";
import { findWord } from "../../catalog/lookup.js";
import type { Kind, Param, Params, ValueFamily } from "../../catalog/param.js";
import { isWordCall, type Args, type Value, type WordCall } from "../../ir/value.js";
import { RegnetLayer } from "../engine/layer.js";
import { suggest } from "../../text/suggest.js";

/** Options as code writes them: camelCase names; words as calls or by name; single numbers where Keras takes them. */
export type Options = Readonly<Record<string, unknown>>;

/**
 * Complete Keras arguments from camelCase options: defaults filled in, single sizes repeated, names of words turned
 * into calls. Throws a TypeError for options that do not exist, are missing, or are no value of their kind.
 */
export function argsFrom(what: string, params: Params, options: Options = {}, also: readonly string[] = []): Args {
  const names = new Map(Object.keys(params).map((name) => [camelCase(name), name]));
  for (const given of Object.keys(options))
    if (!names.has(given) && !also.includes(given)) {
      const all = [...names.keys(), ...also];
      const near = suggest(given, all);
      throw new TypeError(
        `${what} has no option ${given}${near ? `; did you mean ${near}?` : `; it takes ${all.join(", ") || "none"}`}`,
      );
    }
  const args: Record<string, Value> = {};
  for (const [option, name] of names) {
    const param = params[name]!;
    const given = options[option];
    if (given === undefined && param.required) throw new TypeError(`${what} needs ${option}: ${param.doc}`);
    args[name] = given === undefined ? (param.default as Value) : read(`${option} of ${what}`, param, given);
  }
  return args;
}

function read(what: string, param: Param<unknown>, given: unknown): Value {
  if (given !== null) return normal(what, param.kind, given);
  if (!param.nullable) throw new TypeError(`${what} cannot be null`);
  return null;
}

function normal(what: string, kind: Kind, given: unknown): Value {
  if (kind.type === "size" && typeof given === "number") return Array<number>(kind.rank).fill(given);
  const families = familiesOf(kind);
  if (typeof given === "string" && families.length > 0 && !takesText(kind)) return named(what, families, given);
  if (typeof given === "object" && given !== null && "call" in given && isWordCall(given.call)) return given.call; // regularizers.l2(…)
  if (given instanceof RegnetLayer) return layerValue(what, kind, given);
  const fault = faultOf(kind, given);
  if (fault)
    throw new TypeError(
      `${what} has to be ${fault}, not ${typeof given === "function" ? "a function" : JSON.stringify(given)}`,
    );
  return given as Value;
}

/** A layer among a layer's arguments: what it is, not the object, which is applied nowhere itself. */
function layerValue(what: string, kind: Kind, { word, args }: RegnetLayer): WordCall {
  if (!familiesOf(kind).includes("layer")) throw new TypeError(`${what} takes no layer`);
  return { word: word.name, args };
}

/** What the value should have been, or null. */
function faultOf(kind: Kind, given: unknown): string | null {
  if (typeof given === "function" || given === undefined) return "a value";
  if (typeof given === "number" && !Number.isFinite(given)) return "finite";
  if (kind.type === "int" && !Number.isInteger(given)) return "a whole number";
  if (kind.type === "number" && typeof given !== "number") return "a number";
  if (kind.type === "bool" && typeof given !== "boolean") return "true or false";
  if (kind.type === "choice" && !kind.values.includes(given as string)) return `one of ${kind.values.join(", ")}`;
  if ((kind.type !== "int" && kind.type !== "number") || typeof given !== "number") return null;
  if (kind.min !== undefined && given < kind.min) return `at least ${kind.min}`;
  if (kind.max !== undefined && given > kind.max) return `at most ${kind.max}`;
  if (kind.type === "number" && kind.above !== undefined && given <= kind.above) return `above ${kind.above}`;
  return kind.type === "number" && kind.below !== undefined && given >= kind.below ? `below ${kind.below}` : null;
}

const familiesOf = (kind: Kind): ValueFamily[] =>
  kind.type === "word" ? [kind.family] : kind.type === "oneOf" ? kind.of.flatMap(familiesOf) : [];
const takesText = (kind: Kind): boolean =>
  kind.type === "oneOf" && kind.of.some((k) => k.type === "string" || k.type === "choice" || k.type === "label");

function named(what: string, families: readonly ValueFamily[], name: string): WordCall {
  for (const family of families) {
    const word = findWord(family, name);
    if (word) return { word: word.name, args: argsFrom(word.name, word.params) };
  }
  throw new TypeError(`${what}: no ${families.join(" or ")} is named ${name}`);
}
