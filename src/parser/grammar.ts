import { cover, span } from "../text/span.js";
import type { Argument, Binding, Body, Document, Ident, Item, Key, Pair, Statement } from "./ast.js";
import { ExpressionRules } from "./expression-rules.js";
import type { Layout } from "./layout.js";
import { bad, lineEnds, reserved, termStarts, type Place } from "./lenient-parser.js";
import { isNumber, numericLiteral, stringLiteral } from "./literals.js";
import { fix, type Reporter } from "./reporter.js";
import * as T from "./tokens.js";
import type { Token } from "./tokens.js";

/** Reads what the layout pass made of a text. */
export const readDocument = (layout: Layout, text: string, errors: Reporter): Document => new RegnetParser(layout, text, errors).document();

/**
 * The grammar of docs (language reference) by recursive descent, lenient: whatever has an obvious meaning is read and reported. The layout
 * pass has made all brackets match and has bounded their depth, so no rule can fail; errors are productions. Two tokens of look-ahead decide.
 */
class RegnetParser extends ExpressionRules {
  constructor({ tokens, docs }: Layout, text: string, errors: Reporter) {
    super(tokens, text, docs, errors);
  }

  document(): Document {
    const items = this.items("file", []);
    if (!this.isNext(T.End)) this.take(T.End);
    this.reportLeftDocs();
    return { kind: "document", items, span: span(0, this.text.length) };
  }

  /** Adds to what there is: a list that is copied for every clause of a hostile statement would take forever. */
  private items(place: Place, items: Item[]): Item[] {
    /** Not separated yet from what comes. */
    let last: Item | null = null;
    while (this.insideAhead()) {
      const { tokenType } = this.ahead(1);
      if (tokenType === T.Newline || tokenType === T.Semicolon) {
        this.takeAny();
        last = null;
      } else if (tokenType === T.Comma) {
        const comma = this.takeAny();
        if (last === null || (last.kind !== "pair" && !this.pairAhead(1))) this.extraComma(comma);
        last = null;
      } else if (this.pairAhead(1) || tokenType === T.Let || tokenType === T.Word) {
        if (last !== null) this.missing(last.kind === "statement" || place === "file" ? ";" : ",");
        const item = this.pairAhead(1) ? this.pair(place) : tokenType === T.Let ? this.binding() : this.statement();
        if (item === null) continue;
        if (place === "map" && item.kind !== "pair") this.found.report("syntax/statement-in-map", {}, item.span);
        items.push((last = item));
      } else {
        this.junk();
        last = null;
      }
    }
    return items;
  }

  private junk(): void {
    const first = this.ahead(1);
    while (this.insideAhead() && !lineEnds.has(this.ahead(1).tokenType)) this.skipped();
    if (bad.has(first.tokenType)) this.badToken(first);
    else this.found.report("syntax/unexpected", { found: this.show(first) }, this.since(first.startOffset));
  }

  private binding(): Binding | null {
    const doc = this.takeDoc();
    const keyword = this.take(T.Let);
    const name = this.isNext(T.Word) ? this.ident() : null;
    const params = this.isNext(T.CallParen) ? this.parameters(this.callElements()) : null;
    const equals = this.isNext(T.Equals) || this.isNext(T.Colon) ? this.takeAny() : null;
    if (!name) this.found.report("syntax/missing-name", { after: "let" }, this.spanOf(keyword));
    else if (!equals) {
      const at = this.end();
      this.found.report("syntax/missing-equals", { name: name.text }, this.near(), { fixes: [fix("write =", at, at, " =")] });
    } else if (equals.tokenType === T.Colon)
      this.found.report("syntax/missing-equals", { name: name.text }, this.spanOf(equals), { fixes: [this.assign(equals, " =")] });
    const value = this.value(false, "let");
    return name && { kind: "binding", doc, name, params, value: value.node, span: this.since(keyword.startOffset) };
  }

  private pair(place: Place): Item {
    const doc = this.takeDoc();
    const start = this.ahead(1);
    const key = this.key();
    const sign = this.takeAny();
    const value = this.value(false, "key");
    const at = this.since(start.startOffset);
    if (sign.tokenType === T.Equals && place === "file" && key.form === "ident") {
      const insert = fix("write let", key.span.start, key.span.start, "let ");
      this.found.report("syntax/missing-let", { name: key.text }, key.span, { fixes: [insert] });
      return { kind: "binding", doc, name: { kind: "ident", text: key.text, span: key.span }, params: null, value: value.node, span: at };
    }
    if (sign.tokenType === T.Equals)
      this.found.report("syntax/equals-in-braces", { key: key.text }, this.spanOf(sign), { fixes: [this.assign(sign, ":")] });
    return { kind: "pair", doc, key, value: value.node, span: at } satisfies Pair;
  }

  private key(): Key {
    const token = this.takeAny();
    const at = this.spanOf(token);
    if (token.tokenType === T.Text) {
      const text = stringLiteral(token, this.found);
      return { kind: "key", form: "string", text: text.kind === "string" ? text.value : "", span: at };
    }
    if (token.tokenType === T.Numeric) {
      numericLiteral(token, this.found);
      if (!isNumber(token))
        this.found.report("syntax/bad-literal", { text: token.image, hint: "a key is a name, a string or a number" }, at);
      return { kind: "key", form: "number", text: token.image, span: at };
    }
    if (reserved.has(token.tokenType)) this.reservedWord(token);
    return { kind: "key", form: "ident", text: token.image, span: at };
  }

  private statement(): Statement {
    const doc = this.takeDoc();
    const start = this.ahead(1).startOffset;
    const word = this.ident();
    const open = this.ahead(1);
    const inside = open.tokenType === T.CallParen ? this.callElements().args : null;
    const parens = inside && this.since(open.startOffset);
    const args: Argument[] = inside ? [...inside] : [];
    let from: Argument[] | null = null;
    let as: Ident[] | null = null;
    const items: Item[] = [];
    let body: Body | null = null;
    let misplaced = false;
    while (this.goesOn(body !== null)) {
      const first = this.ahead(1);
      switch (first.tokenType) {
        case T.Comma:
          this.takeAny();
          break;
        case T.From:
          if (from !== null) this.clauseTwice("from", first);
          this.inputs((from ??= []));
          break;
        case T.As:
          if (as !== null) this.clauseTwice("as", first);
          this.names((as ??= []));
          break;
        case T.OpenBrace: {
          if (body !== null) this.clauseTwice("{ … }", first);
          const read: Body = this.body("body", items);
          body = body ? { ...read, span: cover(body.span, read.span) } : read;
          break;
        }
        default: {
          const arg = this.arg();
          args.push(arg);
          if ((from === null && as === null) || misplaced) break;
          misplaced = true;
          this.found.report("syntax/argument-order", { clause: as === null ? "from" : "as" }, arg.span);
        }
      }
    }
    return { kind: "statement", doc, word, args, parens, from, as, body, span: this.since(start) };
  }

  private clauseTwice(clause: string, at: Token): void {
    this.found.report("syntax/clause-twice", { clause }, this.spanOf(at));
  }

  private inputs(inputs: Argument[]): void {
    const keyword = this.take(T.From);
    if (!termStarts.has(this.ahead(1).tokenType)) this.found.report("syntax/missing-value", { after: "from" }, this.spanOf(keyword));
    else {
      inputs.push(this.arg());
      while (this.commaThenTerm()) {
        this.take(T.Comma);
        inputs.push(this.arg());
      }
    }
  }

  private names(names: Ident[]): void {
    const keyword = this.take(T.As);
    if (!this.isNext(T.Word)) this.found.report("syntax/missing-name", { after: "as" }, this.spanOf(keyword));
    else {
      names.push(this.ident());
      while (this.isNext(T.Comma) && this.ahead(2).tokenType === T.Word && !this.pairAhead(2)) {
        this.take(T.Comma);
        names.push(this.ident());
      }
    }
  }

  protected override body(place: Place, items: Item[] = []): Body {
    const open = this.take(T.OpenBrace);
    this.items(place, items);
    this.take(T.CloseBrace);
    return { kind: "body", items, span: this.since(open.startOffset) };
  }

  /** An argument between blanks. */
  private arg(): Argument {
    const start = this.ahead(1).startOffset;
    const name = this.namedAhead() ? this.argumentName() : null;
    const { node } = name ? this.value(!this.isNext(T.OpenBrace), "key") : this.expr(true);
    return { kind: "argument", name, value: node, span: this.since(start) };
  }
}
