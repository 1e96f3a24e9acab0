import type { Missing } from "../catalog/keras/missing.js";
import { diagnose, type Said } from "../diagnostics/diagnose.js";
import type { Code, codes } from "../diagnostics/codes/index.js";
import type { ParamsOf } from "../diagnostics/define.js";
import type { Diagnostic, Fix, Related } from "../diagnostics/diagnostic.js";
import type { Node } from "../parser/ast.js";
import type { Span } from "../text/span.js";

/** A place in one of the files of a spec. */
export interface At {
  readonly path: string;
  readonly span: Span;
  /** What stands there: a tree that was never a text has no other places. */
  readonly node?: Node;
}

/**
 * Collects what is found; the same finding at the same place, met again in another expansion of a block, counts once.
 */
export interface Reporter {
  <C extends Code>(
    code: C,
    params: ParamsOf<(typeof codes)[C]>,
    at: At,
    more?: { fixes?: readonly Fix[]; related?: readonly Related[] },
  ): void;
}

/** Reports what was found elsewhere. */
export const say = (report: Reporter, { code, params }: Said, at: At, more?: Parameters<Reporter>[3]): void =>
  report(code, params as never, at, more);

export function reporter(silent: (code: Code) => boolean): { readonly report: Reporter; readonly found: Diagnostic[] } {
  const found: Diagnostic[] = [];
  const seen = new Set<string>();
  const nodes = new Map<Node, string>();
  const numberOf = (node: Node): string => {
    const number = nodes.get(node) ?? `#${nodes.size}`;
    nodes.set(node, number);
    return number;
  };
  const report: Reporter = (code, params, at, more) => {
    if (silent(code)) return;
    const d = diagnose(code, params, { path: at.path, span: at.span, ...more });
    // Names of layers and shapes differ between expansions; what is to be mended does not.
    const what = /^(?:lints|shapes)\//.test(code) ? "" : d.message;
    const place = at.span.end > at.span.start || !at.node ? `${at.span.start}\u0000${at.span.end}` : numberOf(at.node);
    const key = `${code}\u0000${at.path}\u0000${place}\u0000${what}`;
    if (seen.has(key)) return;
    seen.add(key);
    found.push(d);
  };
  return { report, found };
}

/** What Keras has and regnet has not: refused by name, never guessed at. */
export const reportMissing = (report: Reporter, { name, reason }: Missing, at: At): void =>
  reason === null
    ? report("names/not-supported", { what: `\`${name}\`` }, at)
    : report("names/left-out", { name, reason }, at);

/** Replaces one place by a text. */
export const replace = (title: string, span: Span, text: string): Fix => ({ title, edits: [{ span, text }] });
