import { span } from "../text/span.js";
import type { Argument, Body, Expr, Ident } from "./ast.js";
import { assigns, bad, closers, LenientParser, literals, openers, termStarts, type Elements, type Place } from "./lenient-parser.js";
import { chain, type Operand, type Operator } from "./precedence.js";
import * as T from "./tokens.js";
import type { Token, TokenType } from "./tokens.js";

const binary: ReadonlySet<TokenType> = new Set([T.Plus, T.Minus, T.Star, T.Slash, T.DotDot]);
/** What a value can begin with, be it one that is not allowed there. */
const valueStarts: ReadonlySet<TokenType> = new Set([...termStarts, T.OpenBrace, T.From, T.As]);
const simple: ReadonlySet<TokenType> = new Set([...literals, ...bad, T.From, T.As]);

/** The rules of values and of what stands between brackets. */
export abstract class ExpressionRules extends LenientParser {
  /** Braces; items and values hold each other. */
  protected abstract body(place: Place): Body;

  /** Whether there is a token that does not close what is open. */
  protected insideAhead(): boolean {
    const type = this.ahead(1).tokenType;
    return type !== T.End && !closers.has(type);
  }

  /** Any token, or a group with all that is in it. */
  protected skipped(): void {
    if (!openers.has(this.takeAny().tokenType)) return;
    while (this.insideAhead()) this.skipped();
    this.takeAny();
  }

  protected ident(): Ident {
    const token = this.take(T.Word);
    return { kind: "ident", text: token.image, span: this.spanOf(token) };
  }

  protected namedAhead(): boolean {
    return this.isNext(T.Word) && assigns.has(this.ahead(2).tokenType);
  }

  protected argumentName(): Ident {
    const name = this.ident();
    const sign = this.takeAny();
    if (sign.tokenType === T.Colon)
      this.found.report("syntax/colon-in-argument", { key: name.text }, this.spanOf(sign), { fixes: [this.assign(sign, "=")] });
    return name;
  }

  /** What stands between brackets: values, with or without a key, separated by commas. */
  private elements(): Elements {
    const args: Argument[] = [];
    let commas = 0;
    let complete = false;
    while (this.insideAhead()) {
      if (this.isNext(T.Comma)) {
        const comma = this.takeAny();
        if (!complete) this.extraComma(comma);
        complete = false;
        commas++;
      } else if (valueStarts.has(this.ahead(1).tokenType)) {
        if (complete) this.missing(",");
        const start = this.ahead(1).startOffset;
        const name = this.namedAhead() ? this.argumentName() : null;
        const { node } = name ? this.value(false, "key") : this.expr(false);
        args.push({ kind: "argument", name, value: node, span: this.since(start) });
        complete = true;
      } else {
        this.elementJunk();
        complete = true;
      }
    }
    return { args, commas };
  }

  private elementJunk(): void {
    const first = this.ahead(1);
    while (this.insideAhead() && !this.isNext(T.Comma)) this.skipped();
    this.found.report("syntax/unexpected", { found: this.show(first) }, this.spanOf(first));
  }

  protected callElements(): Elements {
    this.take(T.CallParen);
    const elements = this.elements();
    this.take(T.CloseParen);
    return elements;
  }

  /** A value that has to stand here; a hole with its diagnostic if none does. `term`: between blanks. */
  protected value(term: boolean, after: string): Operand {
    return this.valueAhead(term) ? this.expr(term) : this.hole(after);
  }

  protected expr(term: boolean): Operand {
    const start = this.ahead(1).startOffset;
    const signs = this.signs();
    const first = this.negated(signs, signs.length === 0 || this.valueAhead(term));
    if (!this.operatorGoesOn(term)) return first;
    const operands = [first];
    const operators: Operator[] = [];
    while (this.operatorGoesOn(term)) {
      operators.push(this.takeAny().image as Operator);
      const inner = this.signs();
      operands.push(this.negated(inner, this.valueAhead(term)));
    }
    if (operators.indexOf("..") !== operators.lastIndexOf("..")) this.found.report("syntax/range-twice", {}, this.since(start));
    const whole = chain(operands, operators);
    if (term && (signs.length > 1 || operators.some((op) => op !== ".."))) {
      const at = this.since(start);
      const text = this.text.slice(at.start, at.end);
      const edits = [{ span: span(at.start, at.start), text: "(" }, { span: span(at.end, at.end), text: ")" }]; // prettier-ignore
      const params = { text: text.length > 40 ? "…" : text };
      this.found.report("syntax/operator-needs-parentheses", params, at, { fixes: [{ title: `write (${params.text})`, edits }] });
    }
    return whole;
  }

  private operatorGoesOn(term: boolean): boolean {
    return term ? this.operatorAhead() : binary.has(this.ahead(1).tokenType);
  }

  private signs(): readonly Token[] {
    if (!this.isNext(T.Minus)) return [];
    const signs: Token[] = [];
    while (this.isNext(T.Minus)) signs.push(this.takeAny());
    return signs;
  }

  /** The operand behind signs, the last of which is the innermost; a hole with its diagnostic if none follows. */
  private negated(signs: readonly Token[], follows: boolean): Operand {
    const operand = follows ? this.primary() : this.hole("an operator");
    if (signs.length === 0) return operand;
    let { node, outer } = operand;
    for (const sign of signs.toReversed()) {
      outer = span(sign.startOffset, outer.end);
      node = { kind: "negation", operand: node, span: outer };
    }
    return { node, outer };
  }

  private primary(): Operand {
    const start = this.ahead(1).startOffset;
    const grouped = this.isNext(T.OpenParen);
    const node = this.primaryNode(start);
    return { node, outer: grouped ? this.since(start) : node.span };
  }

  private primaryNode(start: number): Expr {
    const type = this.ahead(1).tokenType;
    if (simple.has(type)) return this.simple(this.takeAny());
    if (type === T.OpenParen) return this.group();
    if (type === T.OpenSquare) return this.listValue();
    if (type === T.OpenBrace) return this.body("map");
    const name = this.ident();
    if (!this.isNext(T.CallParen)) return { kind: "name", text: name.text, span: name.span };
    const { args } = this.callElements();
    return { kind: "call", callee: name, args, span: this.since(start) };
  }

  private group(): Expr {
    const open = this.take(T.OpenParen);
    const { args, commas } = this.elements();
    const close = this.take(T.CloseParen);
    const at = this.since(open.startOffset);
    const items = this.unnamed(args);
    if (items.length === 1 && commas === 0) return items[0]!;
    if (items.length === 0) this.found.report("syntax/missing-value", { after: "(" }, at);
    else {
      const edits = [{ span: this.spanOf(open), text: "[" }, { span: this.spanOf(close), text: "]" }]; // prettier-ignore
      this.found.report("syntax/list-in-parentheses", {}, at, { fixes: [{ title: "write [ … ]", edits }] });
    }
    return items.length === 0 ? { kind: "hole", span: at } : { kind: "list", items, span: at };
  }

  private listValue(): Expr {
    const open = this.take(T.OpenSquare);
    const { args } = this.elements();
    const close = this.take(T.CloseSquare);
    const at = this.since(open.startOffset);
    // What the layout pass had to close is not what was meant: it was reported, and nothing is concluded from it.
    return T.endOf(close) === close.startOffset ? { kind: "hole", span: at } : { kind: "list", items: this.unnamed(args), span: at };
  }
}
