import type { Dim, Shape } from "./ops.js";

/**
 * Arithmetic of lengths of which some are open. An open length is a text: a name (`x.1`), or an expression in names
 * that is computed from others (`2*x.1 + 1`, `floor((x.1 - 3) / 2) + 1`). Texts made here are canonical: sums of
 * products with whole coefficients, in one order, so that equal texts are equal lengths. Different texts may still be
 * equal for some or all values of their names; they are never taken for equal. `null` is the length named `rows`, and
 * `?` names one of which nothing is known.
 */

/** What `null` is called within expressions. */
export const ROWS = "rows";

/** Coefficients by product; a product is its factors in order, joined by `*`, and "" the constant. */
type Terms = ReadonlyMap<string, number>;

export const plus = (...dims: readonly Dim[]): Dim =>
  allNumbers(dims) ? dims.reduce((n, d) => n + d, 0) : written(dims.map(termsOf).reduce(added));

export const minus = (a: Dim, b: Dim): Dim =>
  typeof a === "number" && typeof b === "number" ? a - b : written(added(termsOf(a), scaled(termsOf(b), -1)));

export const times = (...dims: readonly Dim[]): Dim =>
  allNumbers(dims) ? dims.reduce((n, d) => n * d, 1) : written(dims.map(termsOf).reduce(multiplied));

/** ⌊a / by⌋ for a whole number `by` above 0. */
export const floorDivided = (a: Dim, by: number): Dim =>
  typeof a === "number" ? Math.floor(a / by) : written(floored(termsOf(a), by));

/** a / b where it is whole whatever the names stand for; undefined otherwise. */
export function quotient(a: Dim, b: Dim): Dim | undefined {
  if (a === b && a !== 0) return 1;
  if (typeof a === "number" && typeof b === "number") return b !== 0 && a % b === 0 ? a / b : undefined;
  const divisor = termsOf(b);
  const leading = leadingOf(divisor);
  let rest = termsOf(a);
  let found: Terms = new Map();
  for (let next = leadingOf(rest); next !== null; next = leadingOf(rest)) {
    const factor = leading && without(next.product, leading.product);
    if (factor === null || next.coefficient % leading!.coefficient !== 0) return undefined;
    const part: Terms = new Map([[factor, next.coefficient / leading!.coefficient]]);
    found = added(found, part);
    rest = added(rest, scaled(multiplied(part, divisor), -1));
  }
  return written(found);
}

/** What an expression is computed with. */
export interface LengthArithmetic<T> {
  number(n: number): T;
  named(name: string): T;
  add(a: T, b: T): T;
  multiply(a: T, b: T): T;
  floorDivide(a: T, by: number): T;
}

/** The value of a length; `rows` stands for null. */
export function valueOfLength<T>(d: Dim, arithmetic: LengthArithmetic<T>): T {
  if (typeof d === "number") return arithmetic.number(d);
  const factor = (text: string): T => {
    const inner = floorParts(text);
    return inner === null
      ? arithmetic.named(text)
      : arithmetic.floorDivide(valueOfLength(inner.of, arithmetic), inner.by);
  };
  const terms = [...termsOf(d)].map(([product, n]) => {
    if (product === "") return arithmetic.number(n);
    const value = factorsOf(product)
      .map(factor)
      .reduce((a, b) => arithmetic.multiply(a, b));
    return n === 1 ? value : arithmetic.multiply(value, arithmetic.number(n));
  });
  return terms.length === 0 ? arithmetic.number(0) : terms.reduce((a, b) => arithmetic.add(a, b));
}

/** An expression as people write it in its canonical form; undefined for what is none. */
export function readLength(text: string): Dim | undefined {
  const reader = { text, at: 0 };
  const terms = readSum(reader);
  return terms === null || reader.at < text.length ? undefined : written(terms);
}

/** The names of the lengths that one is computed from, without the rows. */
export function namesOf(d: Dim): readonly string[] {
  const names = new Set<string>();
  valueOfLength<null>(d, {
    number: () => null,
    named: (name) => (name === ROWS ? null : (names.add(name), null)),
    add: () => null,
    multiply: () => null,
    floorDivide: () => null,
  });
  return [...names];
}

/** The length with others in place of those that it is computed from; the rows stay. */
export const renamed = (d: Dim, name: (name: string) => string): Dim =>
  valueOfLength<Dim>(d, {
    number: (n) => n,
    named: (old) => (old === ROWS ? null : name(old)),
    add: plus,
    multiply: times,
    floorDivide: floorDivided,
  });

/** Whether a length is that of the rows, or computed from it. */
export const mentionsRows = (d: Dim): boolean =>
  d === null || (typeof d === "string" && /(?<![\w.])rows(?![\w.])/.test(d));

/** The name of an input's open length; axes are counted from 1, behind the rows. */
export const inputLength = (input: string, axis: number): string => `${input}.${axis}`;

/** A shape with its open lengths named; the first axis is the rows. */
export const named = (shape: readonly (number | null)[], name: (axis: number) => string): Shape =>
  shape.map((d, axis) => (d === null && axis > 0 ? name(axis) : d));

/** A shape whose open lengths have no names: as it is stored, and as other libraries have it. */
export const unnamed = (shape: Shape): readonly (number | null)[] =>
  shape.map((d) => (typeof d === "number" ? d : null));

const allNumbers = (dims: readonly Dim[]): dims is readonly number[] => dims.every((d) => typeof d === "number");

const added = (a: Terms, b: Terms): Terms => {
  const sum = new Map(a);
  for (const [product, n] of b) sum.set(product, (sum.get(product) ?? 0) + n);
  for (const [product, n] of sum) if (n === 0) sum.delete(product);
  return sum;
};

const scaled = (a: Terms, by: number): Terms => new Map([...a].map(([product, n]) => [product, n * by]));

const multiplied = (a: Terms, b: Terms): Terms => {
  let sum: Terms = new Map();
  for (const [p, n] of a)
    for (const [q, m] of b) sum = added(sum, new Map([[productOf([...factorsOf(p), ...factorsOf(q)]), n * m]]));
  return sum;
};

/** The factors of a product: `*` inside of a `floor(…)` joins others. */
function factorsOf(product: string): readonly string[] {
  const factors: string[] = [];
  let [depth, from] = [0, 0];
  for (let i = 0; i < product.length; i++) {
    if (product[i] === "(") depth++;
    else if (product[i] === ")") depth--;
    else if (product[i] === "*" && depth === 0) {
      factors.push(product.slice(from, i));
      from = i + 1;
    }
  }
  return product === "" ? factors : [...factors, product.slice(from)];
}

const productOf = (factors: readonly string[]): string => [...factors].sort().join("*");

/** Higher degrees first, then by factors: an order that multiplication keeps. */
function byOrder(a: string, b: string): number {
  const [p, q] = [factorsOf(a), factorsOf(b)];
  if (p.length !== q.length) return q.length - p.length;
  const differs = p.findIndex((factor, i) => factor !== q[i]);
  return differs < 0 ? 0 : p[differs]! < q[differs]! ? -1 : 1;
}

function leadingOf(terms: Terms): { readonly product: string; readonly coefficient: number } | null {
  const [product] = [...terms.keys()].sort(byOrder);
  return product === undefined ? null : { product, coefficient: terms.get(product)! };
}

/** A product without the factors of another; null where it has not all of them. */
function without(product: string, other: string): string | null {
  const rest = [...factorsOf(product)];
  for (const factor of factorsOf(other)) {
    const at = rest.indexOf(factor);
    if (at < 0) return null;
    rest.splice(at, 1);
  }
  return productOf(rest);
}

/** ⌊all / by⌋: what is whole apart from the rest. */
function floored(all: Terms, by: number): Terms {
  const whole = new Map<string, number>();
  const rest = new Map<string, number>();
  for (const [product, n] of all) {
    whole.set(product, Math.floor(n / by));
    rest.set(product, n - by * Math.floor(n / by));
  }
  return added(whole, floorOf(rest, by));
}

/** ⌊rest / by⌋, whose coefficients lie from 0 to `by`; of ⌊(⌊x / c⌋ + n) / by⌋ it is ⌊(x + c·n) / (c · by)⌋. */
function floorOf(rest: Terms, by: number): Terms {
  const open = [...rest].filter(([product, n]) => product !== "" && n !== 0);
  if (open.length === 0) return new Map();
  const [product, coefficient] = open[0]!;
  const alone = open.length === 1 && coefficient === 1 && factorsOf(product).length === 1;
  const inner = alone ? floorParts(product) : null;
  if (inner !== null) {
    const constant = new Map([["", inner.by * (rest.get("") ?? 0)]]);
    return floored(added(termsOf(inner.of), constant), inner.by * by);
  }
  const text = textOf(rest);
  return new Map([[`floor(${/ [+-] /.test(text) ? `(${text})` : text} / ${by})`, 1]]);
}

/** What stands inside of `floor(… / by)`. */
function floorParts(factor: string): { readonly of: Dim; readonly by: number } | null {
  const found = /^floor\((.*) \/ (\d+)\)$/.exec(factor);
  if (found === null) return null;
  const [, inner, by] = found as unknown as readonly [string, string, string];
  return { of: inner.startsWith("(") && inner.endsWith(")") ? inner.slice(1, -1) : inner, by: Number(by) };
}

function written(terms: Terms): Dim {
  const open = [...terms].filter(([, n]) => n !== 0);
  const [first] = open;
  if (first === undefined) return 0;
  if (open.length === 1 && first[0] === "") return first[1];
  return open.length === 1 && first[0] === ROWS && first[1] === 1 ? null : textOf(terms);
}

function textOf(terms: Terms): string {
  const parts = [...terms].filter(([, n]) => n !== 0).sort(([a], [b]) => byOrder(a, b));
  return parts.reduce((text, [product, n]) => {
    const size = Math.abs(n);
    const part = product === "" ? `${size}` : size === 1 ? product : `${size}*${product}`;
    return text === "" ? (n < 0 ? `-${part}` : part) : `${text} ${n < 0 ? "-" : "+"} ${part}`;
  }, "");
}

function termsOf(d: Dim): Terms {
  if (typeof d === "number") return new Map(d === 0 ? [] : [["", d]]);
  if (d === null) return new Map([[ROWS, 1]]);
  // Most are plain names.
  if (/^(?:[A-Za-z_][\w.]*|\?)$/.test(d)) return new Map([[d, 1]]);
  const reader = { text: d, at: 0 };
  const terms = readSum(reader);
  if (terms === null || reader.at < d.length) throw new Error(`${d} is no length`);
  return terms;
}

interface Reader {
  readonly text: string;
  at: number;
}

/** Takes what the pattern matches from here on, with the blanks before it; null: nothing. */
function take(r: Reader, pattern: RegExp): string | null {
  const found = new RegExp(`^\\s*(${pattern.source})`).exec(r.text.slice(r.at));
  if (found === null) return null;
  r.at += found[0].length;
  return found[1]!;
}

function readSum(r: Reader): Terms | null {
  let sum: Terms = new Map();
  for (let sign: string | null = take(r, /-/) ?? "+"; sign !== null; sign = take(r, /[+-]/)) {
    const product = readProduct(r);
    if (product === null) return null;
    sum = added(sum, scaled(product, sign === "-" ? -1 : 1));
  }
  return sum;
}

function readProduct(r: Reader): Terms | null {
  let product: Terms = new Map([["", 1]]);
  do {
    const factor = readFactor(r);
    if (factor === null) return null;
    product = multiplied(product, factor);
  } while (take(r, /\*/) !== null);
  return product;
}

function readFactor(r: Reader): Terms | null {
  const digits = take(r, /\d+/);
  if (digits !== null) return termsOf(Number(digits));
  const opened = take(r, /floor\(|\(/);
  if (opened === null) {
    const name = take(r, /(?:[A-Za-z_][\w.]*|\?)/);
    return name === null ? null : new Map([[name, 1]]);
  }
  const inner = readSum(r);
  const by = inner !== null && opened !== "(" ? take(r, /\/\s*[1-9]\d*/) : "";
  if (inner === null || by === null || take(r, /\)/) === null) return null;
  return opened === "(" ? inner : floored(inner, Number(by.slice(1)));
}
