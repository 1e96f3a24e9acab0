import { cover, type Span } from "../text/span.js";
import type { Argument, Body, Ident, Item } from "./ast.js";
import type { SyntaxReporter } from "./reporter.js";

/** What follows the word of a statement, in the order in which it is met: each clause once, and arguments first. */
export class Clauses {
  readonly args: Argument[] = [];
  from: Argument[] | null = null;
  as: Ident[] | null = null;
  body: (Body & { readonly items: Item[] }) | null = null;
  #misplaced = false;

  constructor(private readonly found: SyntaxReporter) {}

  addArgument(arg: Argument): void {
    this.args.push(arg);
    if ((this.from === null && this.as === null) || this.#misplaced) return;
    this.#misplaced = true;
    this.found.report("syntax/argument-order", { clause: this.as === null ? "from" : "as" }, arg.span);
  }

  /** `at`: where the clause begins. */
  addInputs(inputs: readonly Argument[], at: Span): void {
    this.#once("from", this.from, at);
    this.from = joined(this.from, inputs);
  }

  addNames(names: readonly Ident[], at: Span): void {
    this.#once("as", this.as, at);
    this.as = joined(this.as, names);
  }

  addBody(read: Body, at: Span): void {
    this.#once("{ … }", this.body, at);
    const before = this.body;
    const items = joined(before?.items ?? null, read.items);
    this.body = { kind: "body", items, span: before ? cover(before.span, read.span) : read.span };
  }

  #once(clause: string, before: unknown, at: Span): void {
    if (before !== null) this.found.report("syntax/clause-twice", { clause }, at);
  }
}

/** Appended in place: a clause may be said, wrongly, a hundred thousand times. */
function joined<T>(before: T[] | null, more: readonly T[]): T[] {
  const all = before ?? [];
  for (const item of more) all.push(item);
  return all;
}
