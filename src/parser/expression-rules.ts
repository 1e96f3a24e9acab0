import type { IToken, ParserMethod } from "chevrotain";
import { span } from "../text/span.js";
import type { Argument, Body, Expr, Ident } from "./ast.js";
import {
  assigns,
  bad,
  closers,
  LenientParser,
  literals,
  openers,
  plain,
  type Elements,
  type Place,
} from "./lenient-parser.js";
import { chain, type Operand, type Operator } from "./precedence.js";
import * as T from "./tokens.js";

/** The rules of values and of what stands between brackets. */
export abstract class ExpressionRules extends LenientParser {
  /** Braces; items and values hold each other. */
  protected abstract readonly body: ParserMethod<[Place], Body>;

  /** Any token, or a group with all that is in it. */
  protected readonly skipped: ParserMethod<[], void> = this.RULE("skipped", () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.skippedGroup) },
      ...plain.map((type) => ({ ALT: () => void this.consume(0, type) })),
    ]);
  });

  protected readonly skippedGroup: ParserMethod<[], void> = this.RULE("skippedGroup", () => {
    this.OR([...openers].map((type) => ({ ALT: () => void this.consume(0, type) })));
    this.MANY(() => this.SUBRULE(this.skipped));
    this.OR2([...closers].map((type) => ({ ALT: () => void this.consume(0, type) })));
  });

  protected readonly ident: ParserMethod<[], Ident> = this.RULE("ident", () => {
    const token = this.CONSUME(T.Word);
    return this.ACTION((): Ident => ({ kind: "ident", text: token.image, span: this.spanOf(token) }));
  });

  protected readonly argumentName: ParserMethod<[], Ident> = this.RULE("argumentName", () => {
    const name = this.SUBRULE(this.ident);
    const sign = this.OR([{ ALT: () => this.CONSUME(T.Equals) }, { ALT: () => this.CONSUME(T.Colon) }]);
    this.ACTION(() => {
      if (sign.tokenType === T.Colon)
        this.found.report("syntax/colon-in-argument", { key: name.text }, this.spanOf(sign), {
          fixes: [this.assign(sign, "=")],
        });
    });
    return name;
  });

  /** What stands between brackets: values, with or without a key, separated by commas. */
  protected readonly elements: ParserMethod<[], Elements> = this.RULE("elements", () => {
    const args: Argument[] = [];
    let commas = 0;
    let complete = false;
    const begin = (): number =>
      this.ACTION(() => {
        if (complete) this.missing(",");
        complete = true;
        return this.LA(1).startOffset;
      });
    this.MANY(() =>
      this.OR({
        IGNORE_AMBIGUITIES: true,
        DEF: [
          {
            ALT: () => {
              const comma = this.CONSUME(T.Comma);
              this.ACTION(() => {
                if (!complete) this.extraComma(comma);
                complete = false;
                commas++;
              });
            },
          },
          {
            GATE: () => this.LA(1).tokenType === T.Word && assigns.has(this.LA(2).tokenType),
            ALT: () => {
              const start = begin();
              const name = this.SUBRULE(this.argumentName);
              const value = this.SUBRULE(this.value, { ARGS: [false, "key"] });
              args.push({ kind: "argument", name, value: value.node, span: this.since(start) });
            },
          },
          {
            ALT: () => {
              const start = begin();
              const value = this.SUBRULE(this.expr, { ARGS: [false] });
              args.push({ kind: "argument", name: null, value: value.node, span: this.since(start) });
            },
          },
          { ALT: () => (this.SUBRULE(this.elementJunk), (complete = true)) },
        ],
      }),
    );
    return { args, commas };
  });

  protected readonly elementJunk: ParserMethod<[], void> = this.RULE("elementJunk", () => {
    const first = this.LA(1);
    this.AT_LEAST_ONE({ GATE: () => this.LA(1).tokenType !== T.Comma, DEF: () => this.SUBRULE(this.skipped) });
    this.ACTION(() => this.found.report("syntax/unexpected", { found: this.show(first) }, this.spanOf(first)));
  });

  protected readonly callElements: ParserMethod<[], Elements> = this.RULE("callElements", () => {
    this.CONSUME(T.CallParen);
    const elements = this.SUBRULE(this.elements);
    this.CONSUME(T.CloseParen);
    return elements;
  });

  /** A value that has to stand here; a hole with its diagnostic if none does. `term`: between blanks. */
  protected readonly value: ParserMethod<[boolean, string], Operand> = this.RULE(
    "value",
    (term: boolean, after: string) => {
      const read = this.OPTION({
        GATE: () => this.valueAhead(term),
        DEF: () => this.SUBRULE(this.expr, { ARGS: [term] }),
      });
      return read ?? this.ACTION(() => this.hole(after));
    },
  );

  protected readonly expr: ParserMethod<[boolean], Operand> = this.RULE("expr", (term: boolean) => {
    const operands: Operand[] = [];
    const operators: Operator[] = [];
    const minus: IToken[] = [];
    const start = this.LA(1).startOffset;
    const push = (operand: Operand | undefined): void =>
      this.ACTION(() => {
        let { node, outer } = operand ?? this.hole("an operator");
        for (const sign of minus.splice(0).reverse()) {
          outer = span(sign.startOffset, outer.end);
          node = { kind: "negation", operand: node, span: outer };
        }
        operands.push({ node, outer });
      });
    let signs = 0;
    this.OR([
      {
        ALT: () => {
          this.AT_LEAST_ONE(() => minus.push(this.CONSUME(T.Minus)));
          signs = minus.length;
          push(this.OPTION({ GATE: () => this.valueAhead(term), DEF: () => this.SUBRULE(this.primary) }));
        },
      },
      { ALT: () => push(this.SUBRULE2(this.primary)) },
    ]);
    this.MANY({
      GATE: () => !term || this.operatorAhead(),
      DEF: () => {
        const op = this.OR2(
          [T.Plus, T.Minus, T.Star, T.Slash, T.DotDot].map((type, i) => ({ ALT: () => this.consume(i + 10, type) })),
        );
        this.MANY2(() => minus.push(this.CONSUME2(T.Minus)));
        operators.push(op.image as Operator);
        push(this.OPTION2({ GATE: () => this.valueAhead(term), DEF: () => this.SUBRULE3(this.primary) }));
      },
    });
    return this.ACTION(() => {
      if (operators.length === 0) return operands[0]!;
      if (operators.indexOf("..") !== operators.lastIndexOf(".."))
        this.found.report("syntax/range-twice", {}, this.since(start));
      const whole = chain(operands, operators);
      if (term && (signs > 1 || operators.some((op) => op !== ".."))) {
        const at = this.since(start);
        const text = this.text.slice(at.start, at.end);
        const edits = [
          { span: span(at.start, at.start), text: "(" },
          { span: span(at.end, at.end), text: ")" },
        ];
        const params = { text: text.length > 40 ? "…" : text };
        this.found.report("syntax/operator-needs-parentheses", params, at, {
          fixes: [{ title: `write (${params.text})`, edits }],
        });
      }
      return whole;
    });
  });

  protected readonly primary: ParserMethod<[], Operand> = this.RULE("primary", () => {
    const start = this.LA(1).startOffset;
    const node = this.OR({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        ...[...literals, ...bad, T.From, T.As].map((type, i) => ({
          ALT: (): Expr => {
            const token = this.consume(i, type);
            return this.ACTION(() => this.simple(token));
          },
        })),
        {
          ALT: (): Expr => {
            const name = this.SUBRULE(this.ident);
            const call = this.OPTION(() => this.SUBRULE(this.callElements));
            if (!call) return { kind: "name", text: name.text, span: name.span };
            return { kind: "call", callee: name, args: call.args, span: this.since(start) };
          },
        },
        { ALT: (): Expr => this.SUBRULE(this.group) },
        { ALT: (): Expr => this.SUBRULE(this.listValue) },
        { ALT: (): Expr => this.SUBRULE(this.body, { ARGS: ["map"] }) },
      ],
    });
    return { node, outer: this.since(start) };
  });

  protected readonly group: ParserMethod<[], Expr> = this.RULE("group", () => {
    const open = this.CONSUME(T.OpenParen);
    const { args, commas } = this.SUBRULE(this.elements);
    const close = this.CONSUME(T.CloseParen);
    return this.ACTION((): Expr => {
      const at = this.since(open.startOffset);
      const items = this.unnamed(args);
      if (items.length === 1 && commas === 0) return items[0]!;
      if (items.length === 0) this.found.report("syntax/missing-value", { after: "(" }, at);
      else {
        const edits = [
          { span: this.spanOf(open), text: "[" },
          { span: this.spanOf(close), text: "]" },
        ];
        this.found.report("syntax/list-in-parentheses", {}, at, { fixes: [{ title: "write [ … ]", edits }] });
      }
      return items.length === 0 ? { kind: "hole", span: at } : { kind: "list", items, span: at };
    });
  });

  protected readonly listValue: ParserMethod<[], Expr> = this.RULE("listValue", () => {
    const open = this.CONSUME(T.OpenSquare);
    const { args } = this.SUBRULE(this.elements);
    const close = this.CONSUME(T.CloseSquare);
    // What the layout pass had to close is not what was meant: it was reported, and nothing is concluded from it.
    return this.ACTION((): Expr =>
      T.endOf(close) === close.startOffset
        ? { kind: "hole", span: this.since(open.startOffset) }
        : { kind: "list", items: this.unnamed(args), span: this.since(open.startOffset) },
    );
  });
}
