import type { Value } from "./value.js";

/** How a value comes from named ones: `width`, `2 * width`, `[width, 3]`. */
export type Formula =
  /** As the value itself says. */
  null | number | Reference | Operation | Entries | readonly Formula[];

/** A named value, or one of its items. */
export interface Reference {
  readonly name: string;
  readonly index?: number;
}

export interface Operation {
  readonly op: Operator;
  readonly of: readonly Formula[];
}

/** Of a map. */
export interface Entries {
  readonly entries: Readonly<Record<string, Formula>>;
}

/** Those whose numbers JavaScript's operators and `Math` give bit for bit. */
export const OPERATORS = ["+", "-", "*", "/", "sqrt", "log", "exp", "pow", "abs", "min", "max", "floor"] as const;
export type Operator = (typeof OPERATORS)[number];

export const isOperator = (name: string): name is Operator => (OPERATORS as readonly string[]).includes(name);

const APPLY: Readonly<Record<Operator, (...x: number[]) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, ...[b]) => (b === undefined ? -a : a - b),
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  sqrt: Math.sqrt,
  log: Math.log,
  exp: Math.exp,
  pow: Math.pow,
  abs: Math.abs,
  min: Math.min,
  max: Math.max,
  floor: Math.floor,
};

/** The number that a formula comes to; null: it is no number, or names what has none. */
export function numberOf(formula: Formula, named: (name: string) => Value | undefined): number | null {
  if (formula === null || typeof formula === "number") return formula;
  if (isReference(formula)) {
    const value = named(formula.name);
    const item =
      formula.index === undefined
        ? value
        : Array.isArray(value)
          ? (value as readonly Value[])[formula.index]
          : undefined;
    return typeof item === "number" ? item : null;
  }
  if (!isOperation(formula)) return null;
  const numbers = formula.of.map((f) => numberOf(f, named));
  return numbers.some((n) => n === null) ? null : APPLY[formula.op](...(numbers as number[]));
}

/** Every named value that a formula mentions, in its order. */
export function namesIn(formula: Formula): readonly string[] {
  if (formula === null || typeof formula === "number") return [];
  if (isReference(formula)) return [formula.name];
  if (isOperation(formula)) return formula.of.flatMap(namesIn);
  return (isList(formula) ? formula : Object.values(formula.entries)).flatMap(namesIn);
}

export const isList = (formula: Formula): formula is readonly Formula[] => Array.isArray(formula);
export const isReference = (formula: Formula): formula is Reference => isObject(formula) && "name" in formula;
export const isOperation = (formula: Formula): formula is Operation => isObject(formula) && "op" in formula;
export const isEntries = (formula: Formula): formula is Entries => isObject(formula) && "entries" in formula;
const isObject = (formula: Formula): formula is Reference | Operation | Entries =>
  typeof formula === "object" && formula !== null && !isList(formula);
