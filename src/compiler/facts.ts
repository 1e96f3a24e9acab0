import type { Argument, Item, Node, Pair } from "../parser/ast.js";
import type { Shape } from "../tensor/ops.js";
import type { Scope } from "./names/scope.js";
import type { At } from "./report.js";

/** What comes out behind a statement. Of one that is expanded several times, the first expansion is told. */
export interface StatementFact {
  readonly at: At;
  /** The layer, input or block. */
  readonly name: string;
  /** Of the first result; null: not known. */
  readonly shape: Shape | null;
  /** Elements of its weights; null: not known. */
  readonly parameters: number | null;
  /** Shape of the mask that goes with the result; null: none. */
  readonly mask: Shape | null;
  /** How often it is expanded. */
  readonly times: number;
}

/** A use of a word of the vocabulary. */
interface WordFact {
  readonly at: At;
  readonly family: string;
  readonly word: string;
}

/** A use of one of the spec's own names, and where that is declared. */
interface ReferenceFact {
  readonly name: string;
  readonly at: At;
  readonly target: At;
}

/** What the name of a computed value comes to. */
interface ValueFact {
  readonly at: At;
  readonly value: string;
}

/** Whose argument it is, and of which parameters. */
export interface ArgumentFact {
  readonly word: string;
  readonly params: readonly string[];
}

/**
 * What editors want to know about places of the text: one fact a place, however often what stands there is expanded.
 * The first expansion counts. A check that no editor asked for gathers references only.
 */
export class Facts {
  /** @param wanted whether everything is gathered, which takes a fifth of a check's time */
  constructor(readonly wanted: boolean) {}

  readonly #statements = new Map<Place, StatementFact>();
  readonly #words = new Map<Place, WordFact>();
  readonly #references = new Map<Place, ReferenceFact>();
  readonly #values = new Map<Place, ValueFact>();
  readonly #arguments = new Map<Node, ArgumentFact>();
  readonly #scopes = new Map<readonly Item[], Scope>();

  get statements(): readonly StatementFact[] {
    return [...this.#statements.values()];
  }
  get words(): readonly WordFact[] {
    return [...this.#words.values()];
  }
  get references(): readonly ReferenceFact[] {
    return [...this.#references.values()];
  }
  get values(): readonly ValueFact[] {
    return [...this.#values.values()];
  }

  /** The statement with this word. */
  statementAt(at: At): StatementFact | undefined {
    return this.#statements.get(placeOf(at));
  }

  argumentOf(node: Argument | Pair): ArgumentFact | undefined {
    return this.#arguments.get(node);
  }

  /** The names that can be seen in braces. */
  scopeOf(items: readonly Item[]): Scope | undefined {
    return this.#scopes.get(items);
  }

  noteStatement(fact: Omit<StatementFact, "times">): void {
    if (!this.wanted) return;
    const place = placeOf(fact.at);
    const before = this.#statements.get(place);
    this.#statements.set(place, before ? { ...before, times: before.times + 1 } : { ...fact, times: 1 });
  }
  noteWord(fact: WordFact): void {
    if (this.wanted) note(this.#words, placeOf(fact.at), fact);
  }
  noteReference(fact: ReferenceFact): void {
    note(this.#references, placeOf(fact.at), fact);
  }
  noteValue(fact: ValueFact): void {
    if (this.wanted) note(this.#values, placeOf(fact.at), fact);
  }
  noteArgument(node: Argument | Pair, word: string, params: readonly string[]): void {
    if (this.wanted) note(this.#arguments, node, { word, params });
  }
  noteScope(items: readonly Item[], scope: Scope): void {
    if (this.wanted) note(this.#scopes, items, scope);
  }
}

/** The node, or where there is none the offset. */
type Place = Node | string;

const placeOf = ({ node, path, span }: At): Place => node ?? `${path}\u0000${span.start}`;

function note<K, V>(facts: Map<K, V>, place: K, fact: V): void {
  if (!facts.has(place)) facts.set(place, fact);
}
