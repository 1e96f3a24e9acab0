import { builders } from "prettier/doc";
import type { Doc } from "prettier";
import type { Argument, Body, Expr } from "../parser/ast.js";
import { unreachable } from "../text/unreachable.js";
import { commentDoc, endsLine, leading, verbatim, type CommentCursor } from "./comment-cursor.js";
import { power } from "../parser/power.js";

const { breakParent, group, hardline, indent, line, softline } = builders;

export interface PrintContext {
  readonly text: string;
  readonly comments: CommentCursor;
  readonly width: number;
  readonly tab: number;
  /** Prints `{ … }`; handed in, because items hold expressions and expressions hold items. */
  readonly body: (body: Body) => Doc;
}

/** A value where arithmetic stands free; in parentheses if it holds less tightly than `least`. */
export function printExpression(context: PrintContext, value: Expr, least = 0): Doc {
  const own = power(value);
  if (own < least) return group(["(", indent([softline, bare(context, value)]), softline, ")"]);
  return own < 3 ? group(indent(bare(context, value))) : bare(context, value);
}

/** A value between blanks: one term, or a range of two. */
export function printTerm(context: PrintContext, value: Expr): Doc {
  if (value.kind !== "range") return printSigned(context, value);
  const from = printSigned(context, value.from);
  return [from, "..", before(context, value.to.span.start), printSigned(context, value.to)];
}
const printSigned = (context: PrintContext, value: Expr): Doc =>
  value.kind === "negation" && value.operand.kind !== "negation"
    ? ["-", printExpression(context, value.operand, 4)]
    : printExpression(context, value, 4);

/** The comments that stand before an offset, for the place just before it. */
export const before = (context: PrintContext, offset: number): Doc => leading(context.comments.take(offset));

function bare(context: PrintContext, value: Expr): Doc {
  switch (value.kind) {
    case "number":
    case "size":
      return value.raw;
    case "string":
      return verbatim(value.raw);
    case "boolean":
      return String(value.value);
    case "none":
      return "none";
    case "name":
      return value.text;
    case "call":
      return [value.callee.text, printArguments(context, value.args, value.span.end - 1)];
    case "list":
      return printElements(context, value.items, (item) => printExpression(context, item), {
        open: "[",
        close: "]",
        end: value.span.end - 1,
      });
    case "body":
      return context.body(value);
    case "binary": {
      const own = power(value);
      const left = power(value.left) === own ? bare(context, value.left) : printExpression(context, value.left, own);
      return [
        left,
        " ",
        value.op,
        line,
        before(context, value.right.span.start),
        printExpression(context, value.right, own + 1),
      ];
    }
    case "negation":
      return ["-", before(context, value.operand.span.start), printExpression(context, value.operand, 3)];
    case "range": {
      const from = printExpression(context, value.from, 1);
      return [from, "..", before(context, value.to.span.start), printExpression(context, value.to, 1)];
    }
    case "hole":
      throw new Error("a file with syntax errors cannot be formatted");
    default:
      return unreachable(value);
  }
}

function printArgument(context: PrintContext, arg: Argument): Doc {
  if (!arg.name) return printExpression(context, arg.value);
  return [arg.name.text, "=", before(context, arg.value.span.start), printExpression(context, arg.value)];
}

/** `( … )` of a call; `close` is the offset of its last parenthesis. */
export const printArguments = (context: PrintContext, args: readonly Argument[], close: number): Doc =>
  printElements(context, args, (arg) => printArgument(context, arg), { open: "(", close: ")", end: close });

interface Brackets {
  readonly open: string;
  readonly close: string;
  /** Offset of the closing one. */
  readonly end: number;
}

/** Values in brackets: on one line if they fit, else one a line. Comments stay with the value they stand at. */
export function printElements<E extends { readonly span: { readonly start: number; readonly end: number } }>(
  context: PrintContext,
  elements: readonly E[],
  print: (element: E) => Doc,
  { open, close, end }: Brackets,
): Doc {
  const inside: Doc[] = [];
  let carried: Doc = "";
  elements.forEach((element, i) => {
    const next = elements[i + 1];
    const until = next ? next.span.start : end;
    inside.push(carried, before(context, element.span.start), print(element));
    let behind: Doc = next ? "," : "";
    const own: Doc[] = [];
    for (const comment of context.comments.take(until)) {
      const gap = context.text.slice(element.span.end, comment.span.start);
      const here = own.length === 0 && !gap.includes("\n");
      if (here && endsLine(comment)) behind = [behind, " ", commentDoc(comment)];
      else if (here && !(next && gap.includes(","))) inside.push(" ", commentDoc(comment));
      else if (next) own.push(leading([comment]));
      else own.push(endsLine(comment) ? [hardline, commentDoc(comment)] : [line, commentDoc(comment)]);
    }
    inside.push(behind, next ? line : "", next ? "" : own);
    carried = next ? own : "";
  });
  const left = elements.length === 0 ? context.comments.take(end) : [];
  left.forEach((comment, i) =>
    inside.push(i > 0 ? line : "", commentDoc(comment), endsLine(comment) ? breakParent : ""),
  );
  if (inside.length === 0) return [open, close];
  return group([open, indent([softline, ...inside]), softline, close]);
}
