import type { Value, WordCall } from "../../ir/value.js";
import type { Kind, ValueFamily } from "../param.js";
import { describeGiven, type Given, type Path } from "./given.js";
import type { Fault, Problem } from "./problem.js";

/**
 * How much of a value is known: all of it; not the parts of it that are wrong; nothing, because it is wrong; nothing
 * before the data are there.
 */
export type State = "known" | "partial" | "broken" | "pending";

/** A parameter's value as far as it can be told. */
export interface Accepted {
  readonly state: State;
  /** Where something close was clearly meant, that; of a list or map what could be read; undefined: nothing. */
  readonly value: Value | undefined;
  /** Nothing is wrong with it. */
  readonly sound: boolean;
  /** What is wrong, as far as it is not reported. */
  readonly problems: readonly Problem[];
}

/** What kinds cannot know: how the arguments of a word are read where the value stands. */
export interface Words {
  /** A word of a family, named bare, called, or by a text; with all its defaults. */
  call(family: ValueFamily, given: Given, nullable: boolean): Accepted;
  /** Told when several penalties became one. */
  joined?(sum: WordCall, terms: readonly WordCall[]): void;
}

/** What a value is for. */
export interface Target {
  /** The parameter's name, for messages. */
  readonly param: string;
  readonly kind: Kind;
  /** `none` is a value. */
  readonly nullable: boolean;
}

const none: readonly Problem[] = [];

/** Collects what reading one value finds. */
export class Reader {
  #problems: Problem[] | null = null;
  pending = false;
  /** Some part could not be read. */
  lost = false;
  #sound = true;
  #path: Path = [];

  constructor(
    readonly target: Target,
    readonly words: Words,
    readonly phrase: (kind: Kind) => string,
  ) {}

  /** Reads a part. */
  within<T>(step: number, read: () => T): T {
    const outer = this.#path;
    this.#path = [...outer, step];
    const value = read();
    this.#path = outer;
    return value;
  }

  tell(fault: Fault, more: Omit<Problem, "path" | "code" | "params"> = {}): undefined {
    (this.#problems ??= []).push({ ...fault, path: this.#path, ...more });
  }

  /** The value is of another kind; `of` a part's kind, the whole parameter's where that has alternatives. */
  mismatch(given: Given, of: Kind, more: { readonly meant?: string; readonly aside?: string } = {}): null | undefined {
    if (given.is === "tensor")
      return this.tell({ code: "arguments/tensor", params: { param: this.target.param, name: given.name } });
    const none = given.is === "word" && this.target.nullable && isNothing(given.name);
    const meant = none ? "none" : more.meant;
    const expects = this.phrase(this.target.kind.type === "oneOf" ? this.target.kind : of);
    const found = describeGiven(given) + (more.aside === undefined ? "" : `: ${more.aside}`);
    this.tell(
      { code: "arguments/type", params: { param: this.target.param, expects, found } },
      meant === undefined ? {} : { meant },
    );
    return none && this.#path.length === 0 ? null : undefined;
  }

  /** A word's call inside the value. */
  called({ state, value, sound, problems }: Accepted): Value | undefined {
    if (!sound) this.#sound = false;
    for (const problem of problems)
      (this.#problems ??= []).push({ ...problem, path: [...this.#path, ...problem.path] });
    if (state === "pending") this.pending = true;
    else if (state !== "known") this.lost = true;
    return value;
  }

  finish(value: Value | undefined): Accepted {
    const whole = value !== undefined && !this.lost;
    const state: State = this.pending ? "pending" : whole ? "known" : value === undefined ? "broken" : "partial";
    const sound = this.#sound && this.#problems === null && (state === "known" || state === "pending");
    return { state, value, sound, problems: this.#problems ?? none };
  }
}

/** What other languages call `none`. */
export const isNothing = (name: string): boolean => /^(None|null|NULL|undefined|nil)$/.test(name);
