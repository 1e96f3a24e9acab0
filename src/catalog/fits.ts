import { findWord } from "./lookup.js";
import type { Kind, Param } from "./param.js";
import type { Family } from "./word.js";
import { isWordCall, type Value } from "../ir/value.js";

const whole = (value: unknown, min = -Infinity, max = Infinity): boolean =>
  Number.isInteger(value) && (value as number) >= min && (value as number) <= max;

/** Whether a checked value is one of its kind. */
export function fits(kind: Kind, value: Value): boolean {
  switch (kind.type) {
    case "int":
      return whole(value, kind.min, kind.max);
    case "number":
      return (
        typeof value === "number" &&
        value >= (kind.min ?? -Infinity) &&
        value <= (kind.max ?? Infinity) &&
        (kind.above === undefined || value > kind.above) &&
        (kind.below === undefined || value < kind.below)
      );
    case "bool":
      return typeof value === "boolean";
    case "string":
    case "label":
      return typeof value === "string";
    case "choice":
      return typeof value === "string" && kind.values.includes(value);
    case "size":
      return Array.isArray(value) && value.length === kind.rank && value.every((n) => whole(n, kind.min));
    case "dims":
      return Array.isArray(value) && value.every((n) => (n === null ? kind.open : whole(n, kind.min)));
    case "list":
      return Array.isArray(value) && value.every((item: Value) => fits(kind.of, item));
    case "map":
      return (
        typeof value === "object" &&
        value !== null &&
        !Array.isArray(value) &&
        Object.values(value).every((item) => fits(kind.of, item as Value))
      );
    case "tensor":
      return false; // never a value: the graph has it
    case "word":
      return isWordCall(value) && completeCall(kind.family, value.word, value.args as Readonly<Record<string, Value>>);
    case "oneOf":
      return kind.of.some((k) => fits(k, value));
  }
}

/**
 * The word exists under its canonical name, and every parameter has a value of its kind: nothing is left to a target.
 */
export function completeCall(family: Family, name: string, args: Readonly<Record<string, Value>>): boolean {
  const found = findWord(family, name);
  if (found?.name !== name) return false;
  const params = Object.entries(found.params as Readonly<Record<string, Param<Value>>>);
  return (
    Object.keys(args).every((key) => key in found.params) &&
    params.every(([key, p]) => key in args && ((p.nullable && args[key] === null) || fits(p.kind, args[key]!)))
  );
}
