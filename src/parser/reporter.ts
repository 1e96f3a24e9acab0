import { diagnose } from "../diagnostics/diagnose.js";
import type { ParamsOf } from "../diagnostics/define.js";
import type { Diagnostic, Fix, Related } from "../diagnostics/diagnostic.js";
import { syntaxCodes } from "../diagnostics/codes/syntax.js";
import type { SourceFile } from "../text/source-file.js";
import { span, type Span } from "../text/span.js";

type SyntaxCode = keyof typeof syntaxCodes;

/** Collects what is wrong with one file: once a place, in source order, and no more than anyone would read. */
export interface SyntaxReporter {
  readonly report: <C extends SyntaxCode>(
    code: C,
    params: ParamsOf<(typeof syntaxCodes)[C]>,
    at: Span,
    more?: Extras,
  ) => void;
  readonly finish: () => readonly Diagnostic[];
}

interface Extras {
  readonly fixes?: readonly Fix[];
  readonly related?: readonly Related[];
}

const MAX_SYNTAX_DIAGNOSTICS = 200;

export function syntaxReporter(source: SourceFile): SyntaxReporter {
  const found: Diagnostic[] = [];
  const places = new Set<number>();
  let left = 0;
  let leftFrom = source.text.length;
  return {
    report(code, params, at, more = {}) {
      if (places.has(at.start)) return;
      places.add(at.start);
      if (found.length < MAX_SYNTAX_DIAGNOSTICS)
        found.push(diagnose(code, params, { path: source.path, span: at, ...more }));
      else {
        left++;
        leftFrom = Math.min(leftFrom, at.start);
      }
    },
    finish() {
      const sorted = found.sort((a, b) => a.span.start - b.span.start);
      if (left === 0) return sorted;
      const at = span(leftFrom, Math.min(leftFrom + 1, source.text.length));
      return [...sorted, diagnose("syntax/too-many", { count: left }, { path: source.path, span: at })];
    },
  };
}

/** A fix of one edit. */
export const fix = (title: string, start: number, end: number, text: string): Fix => ({
  title,
  edits: [{ span: span(start, end), text }],
});
