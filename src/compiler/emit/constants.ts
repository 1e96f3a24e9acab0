import type { NamedValueIr } from "../../ir/authored.js";
import {
  isOperation,
  isReference,
  namesIn,
  numberOf,
  type Formula,
  type Operation,
  type Reference,
} from "../../ir/formula.js";
import type { Value } from "../../ir/value.js";
import { docComment, lineComments } from "./comment.js";
import { literal } from "./literal.js";
import type { Names } from "./name-allocator.js";

/**
 * Named values of the spec as constants of the module. A name becomes a constant when every use would say the same
 * text, which then is the constant's: so the text has to be made twice, first to see what each use says, then with the
 * constants. What cannot be one stays written out, with its documentation at the first use.
 */
export class Constants {
  readonly #values: ReadonlyMap<string, NamedValueIr>;
  /** Null in the first round. */
  readonly #names: ReadonlyMap<string, string> | null;
  readonly #texts = new Map<string, Set<string>>();
  readonly #declarations = new Map<string, string>();
  readonly #told = new Set<string>();

  /** @param names what is a constant and what it is called there; null in the first round */
  constructor(values: readonly NamedValueIr[], names: ReadonlyMap<string, string> | null) {
    this.#values = new Map(values.map((value) => [value.name, value]));
    this.#names = names;
  }

  /** After the first round: what can be a constant, with an identifier each. */
  decide(names: Names): ReadonlyMap<string, string> {
    const same = [...this.#values.keys()].filter((name) => this.#texts.get(name)?.size === 1);
    return new Map(same.map((name) => [name, names.take(name, "Value")]));
  }

  /** `text` says the value; what is said of it where a formula says more. */
  expression(formula: Formula, value: Value, text: () => string): string {
    // A whole list is written out: TensorFlow.js takes tuples and arrays that a constant would not be.
    if (isReference(formula) && formula.index === undefined)
      return Array.isArray(value) ? text() : this.#named(formula.name, text());
    if (!isReference(formula) && !isOperation(formula)) return text();
    if (numberOf(formula, (name) => this.#values.get(name)?.value) !== value) return text();
    return this.#computed(formula) ?? text();
  }

  /** The documentation of values that a formula mentions and no constant carries, the first time. */
  remark(formula: Formula): string {
    const docs = namesIn(formula).flatMap((name) => {
      if (this.#names === null || this.#names.has(name) || this.#told.has(name)) return [];
      this.#told.add(name);
      return this.#values.get(name)?.doc ?? [];
    });
    return lineComments(docs.join("\n"));
  }

  /** What the constants are called. */
  identifiers(): Iterable<string> {
    return this.#names?.values() ?? [];
  }

  /** `const width = 64;`, each after those it is made of. */
  declarations(): string {
    const all = [...this.#declarations].map(
      ([name, text]) => `${docComment([this.#values.get(name)!.doc])}const ${this.#names?.get(name)} = ${text};`,
    );
    return all
      .map((text, i) =>
        i === 0 ? text : `${text.includes("\n") || all[i - 1]!.includes("\n") ? "\n\n" : "\n"}${text}`,
      )
      .join("");
  }

  #computed(formula: Reference | Operation): string | null {
    const names = namesIn(formula);
    if (this.#names !== null && names.some((name) => !this.#names!.has(name))) return null;
    const texts = new Map(names.map((name) => [name, this.#mentioned(name)]));
    return this.#names === null ? null : this.#formulaText(formula, texts);
  }

  /** A number, or a list of which single items are used. */
  #mentioned(name: string): string {
    const value = this.#values.get(name)?.value ?? null;
    const text = Array.isArray(value)
      ? `[${value.map((item: Value, i) => this.#item(name, i, item)).join(", ")}] as const`
      : literal(value);
    return this.#named(name, text);
  }

  #item(name: string, index: number, item: Value): string {
    const formula = this.#values.get(name)?.formula ?? null;
    return Array.isArray(formula)
      ? this.expression((formula as readonly Formula[])[index] ?? null, item, () => literal(item))
      : literal(item);
  }

  #named(name: string, text: string): string {
    const constant = this.#names?.get(name);
    if (this.#names !== null && constant === undefined) return text;
    if (constant !== undefined && this.#declarations.has(name)) return constant;
    this.#texts.set(name, (this.#texts.get(name) ?? new Set()).add(text));
    const own = this.#values.get(name);
    const made = own && isNumberFormula(own.formula) ? this.expression(own.formula, own.value, () => text) : text;
    if (constant === undefined) return text;
    this.#declarations.set(name, made);
    return constant;
  }

  #formulaText(formula: Formula, names: ReadonlyMap<string, string>): string {
    if (formula === null || typeof formula === "number") return literal(formula);
    if (isReference(formula))
      return `${names.get(formula.name)}${formula.index === undefined ? "" : `[${formula.index}]`}`;
    const { op, of } = formula as Operation;
    const parts = of.map((part) => this.#formulaText(part, names));
    if (/[a-z]/.test(op)) return `Math.${op}(${parts.join(", ")})`;
    return parts.length === 1 ? `-(${parts[0]})` : `(${parts.join(` ${op} `)})`;
  }
}

const isNumberFormula = (formula: Formula | undefined): formula is Reference | Operation =>
  formula !== undefined && (isReference(formula) || isOperation(formula));
