import type { Accepted, State } from "../../catalog/kinds/reader.js";
import { hasForm } from "../../catalog/kinds/kinds.js";
import type { Param, Params } from "../../catalog/param.js";
import type { Formula } from "../../ir/formula.js";
import type { Expr } from "../../parser/ast.js";
import type { Value } from "../../ir/value.js";
import type { GraphResult } from "../graph/graph.js";
import type { At } from "../report.js";
import type { Const } from "../values/constant.js";
import { formulaFor } from "../values/formula.js";
import { paramNamed, type Callee } from "./callee.js";
import { isVocabulary } from "../values/vocabulary.js";

/** One argument at its parameter. */
interface Argument {
  readonly at: At;
  /** As evaluated, every part with its place; null: it could not be. */
  readonly constant: Const | null;
  readonly state: State;
  readonly value: Value | undefined;
  /** Given by its name. */
  readonly keyed: boolean;
  /** As written; null: it is made of several. */
  readonly expr: Expr | null;
}

/** An argument that has no place, which was reported: what was meant by it is not known. */
interface Stray {
  /** Null: not even its form is known. */
  readonly c: Const | null;
  readonly keyed: boolean;
}

const none: readonly GraphResult[] = [];

/** The arguments of one call by parameter: what is known of each, and where it stands. Defaults are not among them. */
export class Bound {
  /** Names of tensors among the arguments: inputs. */
  tensors: readonly GraphResult[] = none;
  /** Named values they came from; null: none, as nearly always. */
  formulas: Record<string, Formula> | null = null;
  /** Documentation above single ones. */
  docs: Record<string, string> | null = null;
  /** Something is wrong with an argument, and was reported. */
  broken = false;
  /** An argument is a number that only the data know. */
  pending = false;
  readonly #arguments = new Map<string, Argument>();
  #strays: readonly Stray[] = [];

  constructor(private readonly callee: Callee) {}

  /** Whether it is written, rightly or not. */
  has(name: string): boolean {
    return this.#arguments.has(name);
  }

  /** Where it is written. */
  placeOf(name: string): At | undefined {
    return this.#arguments.get(name)?.at;
  }

  /** Its value, if that is known. */
  valueOf(name: string): Value | undefined {
    const argument = this.#arguments.get(name);
    return argument?.state === "known" ? argument.value : undefined;
  }

  /** As much of a value as is known: of a list or map what is right of it. */
  partOf(name: string): Value | undefined {
    return this.#arguments.get(name)?.value;
  }

  stateOf(name: string): State | "absent" {
    return this.#arguments.get(name)?.state ?? "absent";
  }

  /** The expression that it is given. */
  expressionOf(name: string): Expr | null {
    return this.#arguments.get(name)?.expr ?? null;
  }

  constantOf(name: string): Const | null {
    return this.#arguments.get(name)?.constant ?? null;
  }

  isKeyed(name: string): boolean {
    return this.#arguments.get(name)?.keyed ?? false;
  }

  /** Parameters that are written, in the order in which they found their places. */
  names(): readonly string[] {
    return [...this.#arguments.keys()];
  }

  /** Values that are known. */
  values(): Record<string, Value> {
    const all: Record<string, Value> = {};
    for (const [name, { state, value }] of this.#arguments) if (state === "known") all[name] = value!;
    return all;
  }

  /**
   * Values that are known, over those of what is not written. Absent is what is written wrongly or not known yet, and
   * what may be meant by an argument without a place.
   */
  over(defaults: Readonly<Record<string, Value>>, of: Params): Record<string, Value> {
    const all = { ...defaults };
    for (const [name, { state, value }] of this.#arguments) {
      if (!Object.hasOwn(of, name)) continue;
      if (state === "known") all[name] = value!;
      else delete all[name];
    }
    if (this.#strays.length > 0)
      for (const name of Object.keys(defaults)) if (!this.has(name) && this.mayBeMeant(name)) delete all[name];
    return all;
  }

  /** An argument without a place. */
  lose(c: Const | null, keyed: boolean): void {
    this.broken = true;
    this.#strays = [...this.#strays, { c, keyed }];
  }

  /** Whether an argument without a place may be meant for a parameter that is not written. */
  mayBeMeant(name: string): boolean {
    if (this.#strays.length === 0) return false;
    const param = paramNamed(this.callee, name)?.param;
    return this.#strays.some((stray) => param === undefined || mayMean(stray, param));
  }

  /** Written wrongly, or perhaps under a misspelled name: nothing is concluded from it, or from its absence. */
  isUnsure(name: string): boolean {
    const state = this.stateOf(name);
    return state === "absent" ? this.mayBeMeant(name) : state === "broken" || state === "partial";
  }

  /** A place that is taken by what could not be evaluated. */
  spoil(name: string, at: At, expr: Expr): void {
    this.broken = true;
    this.#arguments.set(name, { at, constant: null, state: "broken", value: undefined, keyed: false, expr });
  }

  store(
    names: readonly string[],
    constant: Const,
    accepted: Accepted,
    { at, keyed, expr }: Pick<Argument, "at" | "keyed" | "expr">,
  ): void {
    const { state, value, sound } = accepted;
    if (state === "pending") this.pending = true;
    if (!sound) this.broken = true;
    const formula = value === undefined ? null : formulaFor(constant, value);
    for (const name of names) {
      this.#arguments.set(name, { at, constant, state, value, keyed, expr });
      if (formula !== null) (this.formulas ??= {})[name] = formula;
    }
  }

  document(name: string, doc: string): void {
    (this.docs ??= {})[name] = doc;
  }
}

/** What is no word of the vocabulary was perhaps the name of a value, which is of any kind. */
function mayMean({ c, keyed }: Stray, param: Param<unknown>): boolean {
  if (c === null || c.is === "broken" || c.is === "pending") return true;
  if (c.is === "word" && !isVocabulary(c.name)) return keyed || param.positional || param.kind.type === "bool";
  return (!keyed && param.positional && param.required) || hasForm(param.kind, c);
}
