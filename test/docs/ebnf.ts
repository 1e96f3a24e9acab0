/** An EBNF text as rules, and what follows from them: sentences, and whether tokens are a sentence. */

type Expression =
  | { readonly is: "literal" | "name"; readonly text: string }
  | { readonly is: "sequence" | "choice"; readonly of: readonly Expression[] }
  | { readonly is: "optional" | "repeated"; readonly of: Expression };

/** What an expression is made of. */
const partsOf = (e: Expression): readonly Expression[] => ("text" in e ? [] : [e.of].flat());

export type Grammar = ReadonlyMap<string, Expression>;

/** Reads `name = expression ;` rules with `{ }`, `[ ]`, `( )`, `|`, literals in either quotes, and `(* *)` comments. */
export function readEbnf(text: string): Grammar {
  const tokens = [...text.replace(/\(\*[\s\S]*?\*\)/g, "").matchAll(/"[^"]*"|'[^']*'|\w+|[=;|{}()[\]]/g)].map(
    (m) => m[0],
  );
  let at = 0;
  const choice = (): Expression => {
    const of = [sequence()];
    while (tokens[at] === "|") {
      at++;
      of.push(sequence());
    }
    return of.length === 1 ? of[0]! : { is: "choice", of };
  };
  const sequence = (): Expression => {
    const of: Expression[] = [];
    while (at < tokens.length && !["|", ";", ")", "]", "}"].includes(tokens[at]!)) of.push(atom());
    return of.length === 1 ? of[0]! : { is: "sequence", of };
  };
  const atom = (): Expression => {
    const token = tokens[at++]!;
    if (/^["']/.test(token)) return { is: "literal", text: token.slice(1, -1) };
    if (/^\w/.test(token)) return { is: "name", text: token };
    const inner = choice();
    at++;
    return token === "{" ? { is: "repeated", of: inner } : token === "[" ? { is: "optional", of: inner } : inner;
  };
  const rules = new Map<string, Expression>();
  while (at < tokens.length) {
    const name = tokens[at++]!;
    at++;
    rules.set(name, choice());
    at++;
  }
  return rules;
}

/** Names that no rule explains: the tokens. */
export const terminals = (grammar: Grammar): ReadonlySet<string> => {
  const found = new Set<string>();
  const visit = (e: Expression): void => {
    if ("text" in e) void (e.is === "literal" || grammar.has(e.text) || found.add(e.text));
    else partsOf(e).forEach(visit);
  };
  for (const e of grammar.values()) visit(e);
  return found;
};

/** A random sentence: tokens by their literal text or terminal name. `depth` bounds what is nested. */
export function sentence(grammar: Grammar, start: string, draw: () => number, depth: number): string[] {
  const make = (e: Expression, left: number): string[] => {
    switch (e.is) {
      case "literal":
        return [e.text];
      case "name":
        return grammar.has(e.text) ? make(grammar.get(e.text)!, left - 1) : [e.text];
      case "sequence":
        return e.of.flatMap((part) => make(part, left));
      case "choice": {
        // Where it is deep enough only what ends by itself is taken.
        const shallow =
          left > 0
            ? e.of
            : e.of.filter((part) => part.is === "literal" || (part.is === "name" && !grammar.has(part.text)));
        const from = shallow.length > 0 ? shallow : e.of;
        return make(from[Math.floor(draw() * from.length)]!, left);
      }
      case "optional":
        return left > 0 && draw() < 0.4 ? make(e.of, left) : [];
      case "repeated": {
        const out: string[] = [];
        while (left > 0 && draw() < 0.45) out.push(...make(e.of, left));
        return out;
      }
    }
  };
  return make({ is: "name", text: start }, depth);
}

/**
 * Whether the tokens (literal text, or the names of terminals) are a sentence; all ways to read them are tried, each
 * once.
 */
export function accepts(
  grammar: Grammar,
  start: string,
  tokens: readonly string[],
  kindOf: (token: string) => string | null,
): boolean {
  const memo = new Map<Expression, Map<number, ReadonlySet<number>>>();
  const ends = (e: Expression, at: number): ReadonlySet<number> => {
    const known = memo.get(e)?.get(at);
    if (known) return known;
    const found = compute(e, at);
    memo.set(e, (memo.get(e) ?? new Map<number, ReadonlySet<number>>()).set(at, found));
    return found;
  };
  const compute = (e: Expression, at: number): ReadonlySet<number> => {
    switch (e.is) {
      case "literal":
        return new Set(tokens[at] === e.text ? [at + 1] : []);
      case "name": {
        const rule = grammar.get(e.text);
        if (rule) return ends(rule, at);
        return new Set(at < tokens.length && kindOf(tokens[at]!) === e.text ? [at + 1] : []);
      }
      case "sequence":
        return e.of.reduce<ReadonlySet<number>>(
          (from, part) => new Set([...from].flatMap((i) => [...ends(part, i)])),
          new Set([at]),
        );
      case "choice":
        return new Set(e.of.flatMap((part) => [...ends(part, at)]));
      case "optional":
        return new Set([at, ...ends(e.of, at)]);
      case "repeated": {
        const all = new Set([at]);
        for (let edge = [at]; edge.length > 0;) {
          edge = edge.flatMap((i) => [...ends(e.of, i)]).filter((i) => !all.has(i));
          edge.forEach((i) => all.add(i));
        }
        return all;
      }
    }
  };
  return ends({ is: "name", text: start }, 0).has(tokens.length);
}
