import { check } from "../../../src/compiler/check.js";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.js";
import { parse } from "../../../src/parser/parse.js";
import { sourceFile } from "../../../src/text/source-file.js";
import type { Mistake, Planted } from "./specs.js";

/** A text with mistakes in it. */
export interface Spoiled {
  readonly text: string;
  /** An offset as it can be compared between combinations: in the sound text, or within a mistake. */
  readonly placeOf: (offset: number) => string;
}

/** The spec with these mistakes. */
export function withMistakes({ text }: Pick<Planted, "text">, mistakes: readonly Mistake[]): Spoiled {
  const places = mistakes.map((mistake) => ({ mistake, at: text.indexOf(mistake.right) })).sort((a, b) => a.at - b.at);
  let spoiled = "";
  let end = 0;
  const pieces: { readonly start: number; readonly from: number; readonly wrong: string | null }[] = [];
  for (const { mistake, at } of places) {
    pieces.push({ start: spoiled.length, from: end, wrong: null });
    spoiled += text.slice(end, at);
    pieces.push({ start: spoiled.length, from: 0, wrong: mistake.wrong });
    spoiled += mistake.wrong;
    end = at + mistake.right.length;
  }
  pieces.push({ start: spoiled.length, from: end, wrong: null });
  const placeOf = (offset: number): string => {
    const { start, from, wrong } = pieces.findLast((piece) => piece.start <= offset)!;
    return `${wrong ?? ""}@${from + offset - start}`;
  };
  return { text: spoiled + text.slice(end), placeOf };
}

const errorsOf = (text: string, facts: Planted["facts"]): readonly Diagnostic[] =>
  check(parse(sourceFile("planted.regnet", text)), { facts: facts ?? null }).diagnostics.filter(
    (d) => d.severity === "error",
  );

/** `code text`, sorted: what is wrong with a text. */
export const errorsIn = (text: string, facts?: Planted["facts"]): readonly string[] =>
  errorsOf(text, facts)
    .map((d) => `${d.code} ${text.slice(d.span.start, d.span.end)}`)
    .sort();

/** `code place`: what is wrong with a spec that has these mistakes. */
export function errorsOfMistakes(planted: Planted, mistakes: readonly Mistake[]): readonly string[] {
  const { text, placeOf } = withMistakes(planted, mistakes);
  return errorsOf(text, planted.facts).map((d) => `${d.code} ${placeOf(d.span.start)}`);
}

/** What is hidden when mistakes come together, and what is said on top of what each earns alone. */
export function blinded(
  planted: Planted,
  mistakes: readonly Mistake[],
  alone: ReadonlyMap<Mistake, readonly string[]>,
): { readonly hidden: readonly string[]; readonly more: readonly string[] } {
  const hidden = mistakes.flatMap((m) => alone.get(m)!);
  const more: string[] = [];
  for (const error of errorsOfMistakes(planted, mistakes)) {
    const at = hidden.indexOf(error);
    if (at >= 0) hidden.splice(at, 1);
    else more.push(error);
  }
  return { hidden, more };
}

/** Subsets of so many, by a fixed sequence. */
export function* subsets<T>(all: readonly T[], size: number, count: number): Generator<readonly T[]> {
  let state = 1;
  const draw = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let n = 0; n < count; n++) {
    const left = [...all];
    yield Array.from({ length: Math.min(size, left.length) }, () => left.splice(draw(left.length), 1)[0]!);
  }
}
