import type { Missing } from "../catalog/keras/missing.js";
import { diagnosticOf, type Said } from "../diagnostics/diagnose.js";
import { codes } from "../diagnostics/codes/index.js";
import type { DiagnosticKind, DiagnosticKinds, ParamsOf } from "../diagnostics/define.js";
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

/** What may come with a finding. */
interface More {
  readonly fixes?: readonly Fix[];
  readonly related?: readonly Related[];
}

/**
 * Collects what is found, of the given kinds; the same finding at the same place, met again in another expansion of a
 * block, counts once.
 */
export type ReportOf<K extends DiagnosticKinds> = <C extends keyof K & string>(
  code: C,
  params: ParamsOf<K[C]>,
  at: At,
  more?: More,
) => void;

export type Reporter = ReportOf<typeof codes>;

/** Reports what was found elsewhere. */
export const say = (report: Reporter, { code, params }: Said, at: At, more?: More): void =>
  report(code, params as never, at, more);

/** Where findings of one check are gathered. */
export interface Reports {
  readonly found: readonly Diagnostic[];
  /** Of the catalogue's codes. */
  readonly report: Reporter;
  /** Of codes that are declared beside their rules. */
  readonly reportOf: <K extends DiagnosticKinds>(kinds: K) => ReportOf<K>;
}

export function reporter(silent: (code: string) => boolean): Reports {
  const found: Diagnostic[] = [];
  const seen = new Set<string>();
  const nodes = new Map<Node, string>();
  const numberOf = (node: Node): string => {
    const number = nodes.get(node) ?? `#${nodes.size}`;
    nodes.set(node, number);
    return number;
  };
  const reportOf =
    <K extends DiagnosticKinds>(kinds: K): ReportOf<K> =>
    (code, params, at, more) => {
      if (silent(code)) return;
      const d = diagnosticOf(code, kinds[code] as DiagnosticKind<ParamsOf<K[typeof code]>>, params, {
        path: at.path,
        span: at.span,
        ...more,
      });
      // Names of layers and shapes differ between expansions; what is to be mended does not.
      const what = /^(?:lints|shapes)\//.test(code) ? "" : d.message;
      const place =
        at.span.end > at.span.start || !at.node ? `${at.span.start}\u0000${at.span.end}` : numberOf(at.node);
      const key = `${code}\u0000${at.path}\u0000${place}\u0000${what}`;
      if (seen.has(key)) return;
      seen.add(key);
      found.push(d);
    };
  return { found, report: reportOf(codes), reportOf };
}

/** What Keras has and regnet has not: refused by name, never guessed at. */
export const reportMissing = (report: Reporter, { name, reason }: Missing, at: At): void =>
  reason === null
    ? report("names/not-supported", { what: `\`${name}\`` }, at)
    : report("names/left-out", { name, reason }, at);

/** Replaces one place by a text. */
export const replace = (title: string, span: Span, text: string): Fix => ({ title, edits: [{ span, text }] });
