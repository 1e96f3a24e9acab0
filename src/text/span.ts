/** A half-open range of offsets (UTF-16 code units) in one source text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export const span = (start: number, end: number): Span => ({ start, end });

/** The smallest span that holds both. */
export const cover = (a: Span, b: Span): Span => span(Math.min(a.start, b.start), Math.max(a.end, b.end));

export const contains = (outer: Span, offset: number): boolean => outer.start <= offset && offset <= outer.end;
