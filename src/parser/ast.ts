import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { SourceFile } from "../text/source-file.js";
import type { Span } from "../text/span.js";

/**
 * The syntax tree. It knows one generic statement and no word of the vocabulary: `model`, `dense` and `train` are all
 * `Statement`s. Every node has a span inside the file; children lie inside their parents, in source order.
 */
export interface Document {
  readonly kind: "document";
  readonly items: readonly Item[];
  readonly span: Span;
}

export type Item = Binding | Pair | Statement;

/** `let x = value`, `let f(a, b) = formula`. */
export interface Binding {
  readonly kind: "binding";
  readonly doc: string | null;
  readonly name: Ident;
  /** null: a value; a list (even empty): a function of tensors. */
  readonly params: readonly Ident[] | null;
  readonly value: Expr;
  readonly span: Span;
}

/** `key: value`. */
export interface Pair {
  readonly kind: "pair";
  readonly doc: string | null;
  readonly key: Key;
  /** The sign between the two; null where it is not a colon, which the parser has reported, or the pair was no text. */
  readonly colon: Span | null;
  readonly value: Expr;
  readonly span: Span;
}

export interface Key {
  readonly kind: "key";
  readonly form: "ident" | "string" | "number";
  /** The word, the string's value, or the number as written. */
  readonly text: string;
  readonly span: Span;
}

/** `word arguments [from inputs] [as names] [{ body }]`. */
export interface Statement {
  readonly kind: "statement";
  readonly doc: string | null;
  readonly word: Ident;
  /**
   * Arguments in the order written, those of touching parentheses first. Pairs in `body` are arguments too: the
   * checker's matter.
   */
  readonly args: readonly Argument[];
  /** Span of the touching `( … )`, null without. */
  readonly parens: Span | null;
  /** null: no `from` clause. */
  readonly from: readonly Argument[] | null;
  readonly as: readonly Ident[] | null;
  readonly body: Body | null;
  readonly span: Span;
}

export interface Argument {
  readonly kind: "argument";
  readonly name: Ident | null;
  readonly value: Expr;
  readonly span: Span;
}

/** `{ … }`: a statement's body, or as an expression a map (then its items should be pairs only). */
export interface Body {
  readonly kind: "body";
  readonly items: readonly Item[];
  readonly span: Span;
}

export interface Ident {
  readonly kind: "ident";
  readonly text: string;
  readonly span: Span;
}

export type Expr =
  | NumberLiteral
  | SizeLiteral
  | StringLiteral
  | BooleanLiteral
  | NoneLiteral
  | Name
  | Call
  | List
  | Body
  | Binary
  | Negation
  | Range
  | Hole;

interface NumberLiteral {
  readonly kind: "number";
  readonly value: number;
  /** As written, `10_000` and `1e-3` included. */
  readonly raw: string;
  readonly span: Span;
}

/** `3x3`: a list of whole numbers. */
interface SizeLiteral {
  readonly kind: "size";
  readonly values: readonly number[];
  readonly raw: string;
  readonly span: Span;
}

interface StringLiteral {
  readonly kind: "string";
  readonly value: string;
  readonly raw: string;
  readonly span: Span;
}

interface BooleanLiteral {
  readonly kind: "boolean";
  readonly value: boolean;
  readonly span: Span;
}

interface NoneLiteral {
  readonly kind: "none";
  readonly span: Span;
}

/** A bare word in a value's place. */
export interface Name {
  readonly kind: "name";
  readonly text: string;
  readonly span: Span;
}

/** `word(…)` in a value's place. */
export interface Call {
  readonly kind: "call";
  readonly callee: Ident;
  readonly args: readonly Argument[];
  readonly span: Span;
}

interface List {
  readonly kind: "list";
  readonly items: readonly Expr[];
  readonly span: Span;
}

export interface Binary {
  readonly kind: "binary";
  readonly op: "+" | "-" | "*" | "/";
  readonly left: Expr;
  readonly right: Expr;
  readonly span: Span;
}

interface Negation {
  readonly kind: "negation";
  readonly operand: Expr;
  readonly span: Span;
}

interface Range {
  readonly kind: "range";
  readonly from: Expr;
  readonly to: Expr;
  readonly span: Span;
}

/** Where a value should stand and does not; the parser has reported it, later phases stay silent about it. */
interface Hole {
  readonly kind: "hole";
  readonly span: Span;
}

export type Node = Document | Item | Key | Argument | Body | Ident | Expr;

export interface Comment {
  readonly form: "line" | "block" | "doc";
  /** With its delimiters, as written. */
  readonly text: string;
  readonly span: Span;
}

export interface ParsedFile {
  readonly source: SourceFile;
  readonly ast: Document;
  readonly comments: readonly Comment[];
  readonly diagnostics: readonly Diagnostic[];
}
