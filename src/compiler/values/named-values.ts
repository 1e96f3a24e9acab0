import type { NamedValueIr } from "../../ir/authored.js";
import { namesIn, type Formula, type Reference } from "../../ir/formula.js";
import type { Value } from "../../ir/value.js";
import type { Expr, Ident } from "../../parser/ast.js";
import type { Entry } from "../names/scope.js";
import type { At } from "../report.js";
import type { Const } from "./constant.js";
import { formulaOf } from "./formula.js";

const LITERALS: ReadonlySet<string> = new Set<Expr["kind"]>(["number", "string", "boolean"]);

/** The `let`s that something used; one in a block is one, however often the block is expanded. */
export class NamedValues {
  readonly #byPlace = new Map<Ident, NamedValueIr>();
  readonly #uses = new Map<string, number>();

  /** The constant that stands where the name of a `let` does: its value, and where it came from. */
  refer({ binding, scope }: Entry & { is: "let" }, c: Const, at: At): Const {
    const { name, doc } = binding;
    // In braces a name may mean something else at every expansion: what it came from there says more.
    if (scope.parent !== null && doc === null && !LITERALS.has(binding.value.kind)) return { ...c, at };
    let known = this.#byPlace.get(name);
    if (!known) {
      const count = (this.#uses.get(name.text) ?? 0) + 1;
      this.#uses.set(name.text, count);
      const formula = formulaOf(c);
      known = {
        name: count === 1 ? name.text : `${name.text}_${count}`,
        doc,
        value: plain(c),
        ...(formula === null ? {} : { formula }),
      };
      this.#byPlace.set(name, known);
    }
    const origin: Reference = { name: known.name };
    if (c.is !== "list") return { ...c, at, origin };
    return {
      ...c,
      at,
      origin,
      items: c.items.map((item, index) => (item.is === "number" ? { ...item, origin: { ...origin, index } } : item)),
    };
  }

  /** What is written above the named values that a constant came from. */
  docOf(c: Const): string | null {
    const names = new Set(namesIn(formulaOf(c)));
    const docs = [...this.#byPlace.values()].flatMap(({ name, doc }) => (names.has(name) ? (doc ?? []) : []));
    return docs.length > 0 ? docs.join("\n") : null;
  }

  /** Those that formulas mention, and those that these are made of; each after what it is made of. */
  mentionedBy(formulas: readonly Formula[]): readonly NamedValueIr[] {
    const all = [...this.#byPlace.values()];
    const mentioned = new Set(formulas.flatMap(namesIn));
    for (const value of all.toReversed())
      if (mentioned.has(value.name)) for (const name of namesIn(value.formula ?? null)) mentioned.add(name);
    return all.filter(({ name }) => mentioned.has(name));
  }
}

function plain(c: Const): Value {
  if (c.is === "number" || c.is === "text" || c.is === "boolean") return c.value;
  return c.is === "list" && c.items.every((item) => item.is === "number") ? c.items.map(plain) : null;
}
