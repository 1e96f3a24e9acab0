import { check, type CheckedFile, type CheckHost } from "../compiler/check.js";
import type { ArgumentFact, Facts, StatementFact } from "../compiler/facts.js";
import type { At } from "../compiler/report.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Node, ParsedFile } from "../parser/ast.js";
import { tokenIndexAt, tokensOf, type Token } from "../parser/token-list.js";
import { ancestorsAt } from "../parser/walk.js";
import type { SourceFile } from "../text/source-file.js";
import { expectedAt, type Expectation } from "./expected.js";
import { symbolsOf, type SpecSymbol } from "./symbols.js";

/** What is known of one place of a file. */
export interface Place {
  /** Null behind the last. */
  readonly token: Token | null;
  /** The nodes that hold the offset, the file first. */
  readonly nodes: readonly Node[];
  /** The name of the spec's own that stands there, where it is declared or used. */
  readonly symbol: SpecSymbol | null;
  /** The word of the vocabulary that stands there, and its family. */
  readonly word: { readonly family: string; readonly word: string } | null;
  /** The parameters that the argument there is for. */
  readonly argument: ArgumentFact | null;
  /** What comes out behind the statement there. */
  readonly statement: StatementFact | null;
  /** What may be written there. */
  readonly expected: readonly Expectation[];
}

/** Everything that is known of a file, checked: pure data, computed where it is asked for. */
export interface Snapshot {
  readonly source: SourceFile;
  readonly parsed: ParsedFile;
  readonly checked: CheckedFile;
  readonly diagnostics: readonly Diagnostic[];
  /** Blanks and comments among them. */
  readonly tokens: readonly Token[];
  readonly facts: Facts;
  /** Names that the file declares or uses. */
  readonly symbols: readonly SpecSymbol[];
  /** What is known of an offset of the text, whatever is wrong with the text. */
  at(offset: number): Place;
}

/** A parsed file, checked. Never throws on any text. */
export function snapshotOf(parsed: ParsedFile, host: CheckHost = {}): Snapshot {
  const { source, ast } = parsed;
  const checked = check(parsed, { ...host, noting: true });
  const { facts } = checked;
  let symbols: readonly SpecSymbol[] | undefined;
  const snapshot: Snapshot = {
    source,
    parsed,
    checked,
    facts,
    diagnostics: checked.diagnostics,
    get tokens() {
      return tokensOf(source);
    },
    get symbols() {
      return (symbols ??= symbolsOf(parsed, facts));
    },
    at(offset) {
      const tokens = tokensOf(source);
      const nodes = ancestorsAt(ast, offset);
      const holds = ({ path, span }: At): boolean => path === source.path && span.start <= offset && offset <= span.end;
      const statement = nodes.findLast((node) => node.kind === "statement");
      return {
        token: tokens[tokenIndexAt(tokens, offset)] ?? null,
        nodes,
        symbol: snapshot.symbols.find((s) => [s.declared, ...s.references].some(holds)) ?? null,
        word: facts.words.find(({ at }) => holds(at)) ?? null,
        argument: argumentAt(facts, nodes),
        statement: statement ? (facts.statementAt(atWord(source.path, statement.word)) ?? null) : null,
        expected: expectedAt(parsed, facts, offset),
      };
    },
  };
  return snapshot;
}

const atWord = (path: string, word: Extract<Node, { kind: "ident" }>) => ({ path, span: word.span, node: word });

function argumentAt(facts: Facts, nodes: readonly Node[]): ArgumentFact | null {
  const argument = nodes.findLast((node) => node.kind === "argument" || node.kind === "pair");
  return argument ? (facts.argumentOf(argument) ?? null) : null;
}
