import type { IToken, ParserMethod } from "chevrotain";
import { span } from "../text/span.js";
import type { Argument, Binding, Body, Document, Ident, Item, Key, Pair, Statement } from "./ast.js";
import { Clauses } from "./clauses.js";
import { ExpressionRules } from "./expression-rules.js";
import { assigns, bad, lineEnds, reserved, termStarts, type Place } from "./lenient-parser.js";
import { isNumber, numericLiteral, stringLiteral } from "./literals.js";
import { fix, type SyntaxReporter } from "./reporter.js";
import * as T from "./tokens.js";

/**
 * The grammar of docs (language reference), lenient: whatever has an obvious meaning is read and reported. The layout
 * pass has made all brackets match, so no rule can fail; errors are productions. Rules are the methods Chevrotain
 * records; actions run in `ACTION`.
 */
export class RegnetParser extends ExpressionRules {
  /** `validate` runs Chevrotain's checks of the grammar: for tests. */
  constructor(validate = false) {
    super(T.grammarTokens, { maxLookahead: 1, recoveryEnabled: false, skipValidations: !validate });
    this.performSelfAnalysis();
  }

  /** Reads what the layout pass made of a text. */
  read(tokens: IToken[], text: string, docs: Map<number, IToken[]>, errors: SyntaxReporter): Document {
    this.begin(text, docs, errors);
    this.input = tokens;
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- a rule that fails gives nothing
    const items = this.items("file") ?? [];
    // The rules leave nothing over and cannot fail; should one ever, its place is reported and the rest of the file is
    // kept.
    for (const { token } of this.errors)
      errors.report("syntax/unexpected", { found: this.show(token) }, this.spanOf(token));
    this.reportLeftDocs();
    this.input = [];
    this.begin("", new Map(), errors);
    return { kind: "document", items, span: span(0, text.length) };
  }

  private readonly items: ParserMethod<[Place], Item[]> = this.RULE("items", (place: Place) => {
    const items: Item[] = [];
    let last: Item | null = null;
    const separated = (): void => {
      last = null;
    };
    const begin = (): void =>
      this.ACTION(() => {
        if (last !== null) this.missing(last.kind === "statement" ? ";" : place === "file" ? ";" : ",");
      });
    const add = (item: Item | null): void =>
      this.ACTION(() => {
        if (item === null) return;
        if (place === "map" && item.kind !== "pair") this.found.report("syntax/statement-in-map", {}, item.span);
        items.push((last = item));
      });
    this.MANY(() =>
      this.OR({
        IGNORE_AMBIGUITIES: true,
        DEF: [
          { ALT: () => (this.CONSUME(T.Newline), separated()) },
          { ALT: () => (this.CONSUME(T.Semicolon), separated()) },
          {
            ALT: () => {
              const comma = this.CONSUME(T.Comma);
              this.ACTION(() => {
                if (last === null || (last.kind !== "pair" && !this.pairAhead(1))) this.extraComma(comma);
              });
              separated();
            },
          },
          { GATE: () => this.pairAhead(1), ALT: () => (begin(), add(this.SUBRULE(this.pair, { ARGS: [place] }))) },
          { ALT: () => (begin(), add(this.SUBRULE(this.binding))) },
          { ALT: () => (begin(), add(this.SUBRULE(this.statement))) },
          { ALT: () => (this.SUBRULE(this.junk), separated()) },
        ],
      }),
    );
    return items;
  });

  private readonly junk: ParserMethod<[], void> = this.RULE("junk", () => {
    const first = this.LA(1);
    this.AT_LEAST_ONE({ GATE: () => !lineEnds.has(this.LA(1).tokenType), DEF: () => this.SUBRULE(this.skipped) });
    this.ACTION(() => {
      if (bad.has(first.tokenType)) this.badToken(first);
      else this.found.report("syntax/unexpected", { found: this.show(first) }, this.since(first.startOffset));
    });
  });

  private readonly binding: ParserMethod<[], Binding | null> = this.RULE("binding", (): Binding | null => {
    const doc = this.takeDoc();
    const keyword = this.CONSUME(T.Let);
    const name = this.OPTION(() => this.SUBRULE(this.ident));
    const params = this.OPTION2(() => this.parameters(this.SUBRULE(this.callElements)));
    const equals = this.OPTION3(() =>
      this.OR([{ ALT: () => this.CONSUME(T.Equals) }, { ALT: () => this.CONSUME(T.Colon) }]),
    );
    this.ACTION(() => {
      if (!name) return this.found.report("syntax/missing-name", { after: "let" }, this.spanOf(keyword));
      const at = this.end();
      if (!equals)
        this.found.report("syntax/missing-equals", { name: name.text }, this.near(), {
          fixes: [fix("write =", at, at, " =")],
        });
      else if (equals.tokenType === T.Colon)
        this.found.report("syntax/missing-equals", { name: name.text }, this.spanOf(equals), {
          fixes: [this.assign(equals, " =")],
        });
    });
    const value = this.SUBRULE(this.value, { ARGS: [false, "let"] });
    if (!name) return null;
    return {
      kind: "binding",
      doc,
      name,
      params: params ?? null,
      value: value.node,
      span: this.since(keyword.startOffset),
    };
  });

  private readonly pair: ParserMethod<[Place], Item> = this.RULE("pair", (place: Place) => {
    const doc = this.takeDoc();
    const start = this.LA(1);
    const key = this.SUBRULE(this.key);
    const sign = this.OR([{ ALT: () => this.CONSUME(T.Colon) }, { ALT: () => this.CONSUME(T.Equals) }]);
    const value = this.SUBRULE(this.value, { ARGS: [false, "key"] });
    return this.ACTION((): Item => {
      const at = this.since(start.startOffset);
      if (sign.tokenType === T.Equals && place === "file" && key.form === "ident") {
        const insert = fix("write let", key.span.start, key.span.start, "let ");
        this.found.report("syntax/missing-let", { name: key.text }, key.span, { fixes: [insert] });
        return {
          kind: "binding",
          doc,
          name: { kind: "ident", text: key.text, span: key.span },
          params: null,
          value: value.node,
          span: at,
        };
      }
      if (sign.tokenType === T.Equals)
        this.found.report("syntax/equals-in-braces", { key: key.text }, this.spanOf(sign), {
          fixes: [this.assign(sign, ":")],
        });
      const colon = sign.tokenType === T.Colon ? this.spanOf(sign) : null;
      return { kind: "pair", doc, key, colon, value: value.node, span: at } satisfies Pair;
    });
  });

  private readonly key: ParserMethod<[], Key> = this.RULE("key", () => {
    const token = this.OR(
      [T.Word, T.Text, T.Numeric, ...reserved].map((type, i) => ({ ALT: () => this.consume(i, type) })),
    );
    return this.ACTION((): Key => {
      const at = this.spanOf(token);
      if (token.tokenType === T.Text) {
        const text = stringLiteral(token, this.found);
        return { kind: "key", form: "string", text: text.kind === "string" ? text.value : "", span: at };
      }
      if (token.tokenType === T.Numeric) {
        numericLiteral(token, this.found);
        if (!isNumber(token))
          this.found.report(
            "syntax/bad-literal",
            { text: token.image, hint: "a key is a name, a string or a number" },
            at,
          );
        return { kind: "key", form: "number", text: token.image, span: at };
      }
      if (reserved.has(token.tokenType)) this.reservedWord(token);
      return { kind: "key", form: "ident", text: token.image, span: at };
    });
  });

  private readonly statement: ParserMethod<[], Statement> = this.RULE("statement", (): Statement => {
    const doc = this.takeDoc();
    const start = this.LA(1).startOffset;
    const word = this.SUBRULE(this.ident);
    const clauses = new Clauses(this.found);
    const parens = this.OPTION(() => {
      const open = this.LA(1);
      const { args: inside } = this.SUBRULE(this.callElements);
      return this.ACTION(() => {
        for (const arg of inside) clauses.args.push(arg); // push(...) takes no hundred thousand arguments
        return this.since(open.startOffset);
      });
    });
    this.MANY({
      GATE: () => this.goesOn(clauses.body !== null),
      DEF: () => {
        const first = this.LA(1);
        this.OR({
          IGNORE_AMBIGUITIES: true,
          DEF: [
            { ALT: () => void this.CONSUME(T.Comma) },
            {
              ALT: () => {
                const inputs = this.SUBRULE(this.inputs);
                this.ACTION(() => clauses.addInputs(inputs, this.spanOf(first)));
              },
            },
            {
              ALT: () => {
                const names = this.SUBRULE(this.names);
                this.ACTION(() => clauses.addNames(names, this.spanOf(first)));
              },
            },
            {
              ALT: () => {
                const body = this.SUBRULE(this.body, { ARGS: ["body"] });
                this.ACTION(() => clauses.addBody(body, this.spanOf(first)));
              },
            },
            {
              ALT: () => {
                const arg = this.SUBRULE(this.arg);
                this.ACTION(() => clauses.addArgument(arg));
              },
            },
          ],
        });
      },
    });
    const { args, from, as, body } = clauses;
    return { kind: "statement", doc, word, args, parens: parens ?? null, from, as, body, span: this.since(start) };
  });

  private readonly inputs: ParserMethod<[], Argument[]> = this.RULE("inputs", () => {
    const keyword = this.CONSUME(T.From);
    const inputs: Argument[] = [];
    this.OPTION({
      GATE: () => termStarts.has(this.LA(1).tokenType),
      DEF: () => {
        inputs.push(this.SUBRULE(this.arg));
        this.MANY({
          GATE: () => this.commaThenTerm(),
          DEF: () => (this.CONSUME(T.Comma), inputs.push(this.SUBRULE2(this.arg))),
        });
      },
    });
    this.ACTION(() => {
      if (inputs.length === 0) this.found.report("syntax/missing-value", { after: "from" }, this.spanOf(keyword));
    });
    return inputs;
  });

  private readonly names: ParserMethod<[], Ident[]> = this.RULE("names", () => {
    const keyword = this.CONSUME(T.As);
    const names: Ident[] = [];
    this.OPTION(() => {
      names.push(this.SUBRULE(this.ident));
      this.MANY({
        GATE: () => this.LA(2).tokenType === T.Word && !this.pairAhead(2),
        DEF: () => (this.CONSUME(T.Comma), names.push(this.SUBRULE2(this.ident))),
      });
    });
    this.ACTION(() => {
      if (names.length === 0) this.found.report("syntax/missing-name", { after: "as" }, this.spanOf(keyword));
    });
    return names;
  });

  protected override readonly body: ParserMethod<[Place], Body> = this.RULE("body", (place: Place): Body => {
    const open = this.CONSUME(T.OpenBrace);
    const items = this.SUBRULE(this.items, { ARGS: [place] });
    this.CONSUME(T.CloseBrace);
    return { kind: "body", items, span: this.since(open.startOffset) };
  });

  /** An argument between blanks. */
  private readonly arg: ParserMethod<[], Argument> = this.RULE("arg", (): Argument => {
    const start = this.LA(1).startOffset;
    return this.OR({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        {
          GATE: () => this.LA(1).tokenType === T.Word && assigns.has(this.LA(2).tokenType),
          ALT: (): Argument => {
            const name = this.SUBRULE(this.argumentName);
            const isMap = this.LA(1).tokenType === T.OpenBrace;
            const value = this.SUBRULE(this.value, { ARGS: [!isMap, "key"] });
            return { kind: "argument", name, value: value.node, span: this.since(start) };
          },
        },
        {
          ALT: (): Argument => {
            const value = this.SUBRULE(this.expr, { ARGS: [true] });
            return { kind: "argument", name: null, value: value.node, span: this.since(start) };
          },
        },
      ],
    });
  });
}
