import { builders } from "prettier/doc";
import type { Doc } from "prettier";
import type { Argument, Statement } from "../parser/ast.js";
import { leading, endsLine } from "./comment-cursor.js";
import { flatWidth } from "./flat-width.js";
import { before, printArguments, printExpression, printTerm, type PrintContext } from "./print-expression.js";

const { indent } = builders;

/** Prints a body with what moved into it before its own items; null without either. */
export type PrintBody = (moved: readonly Doc[]) => Doc | null;

/**
 * `word arguments from inputs as names { body }`, in this order unless comments stand between. A header that is too
 * wide moves its keyed arguments into the braces, where they mean the same.
 */
export function printStatement(context: PrintContext, statement: Statement, depth: number, printBody: PrintBody): Doc {
  const { word, parens, from, as, body } = statement;
  const commented = context.comments.anyIn(statement.span, body?.span ?? null);
  const inside = statement.args.filter((arg) => parens !== null && arg.span.end <= parens.end);
  const args = statement.args.slice(inside.length);
  const call = parens ? printArguments(context, inside, parens.end - 1) : "";

  const clause = (place: number, print: () => Doc): { place: number; print: () => Doc } => ({ place, print });
  const clauses = [
    ...(from
      ? [
          clause(from[0]!.span.start, () => [
            indent(before(context, from[0]!.span.start)),
            "from ",
            commaList(context, from, (arg) => headerArgument(context, arg)),
          ]),
        ]
      : []),
    ...(as
      ? [
          clause(as[0]!.span.start, () => [
            indent(before(context, as[0]!.span.start)),
            "as ",
            commaList(context, as, (name) => name.text),
          ]),
        ]
      : []),
  ];
  const keyed = args.filter((arg) => arg.name);
  if (!commented && parens === null && keyed.length > 0) {
    const tail = clauses.map((c) => [" ", c.print()]);
    const header = [word.text, blankList(context, args), ...tail];
    if (depth * context.tab + flatWidth(header) + (body ? 2 : 0) > context.width) {
      const moved = keyed.map((arg) => [arg.name!.text, ": ", printExpression(context, arg.value)]);
      const kept = args.filter((arg) => !arg.name);
      return [word.text, blankList(context, kept), ...tail, " ", printBody(moved) ?? ""];
    }
  }
  const head: Doc = [word.text, call, blankList(context, args, parens !== null)];
  const ordered = [
    ...clauses,
    ...(body ? [clause(body.span.start, () => [before(context, body.span.start), printBody([]) ?? ""])] : []),
  ];
  // In source order, so that comments are taken in theirs; then in the canonical one, if there are none to reorder.
  const printed = new Map([...ordered].sort((a, b) => a.place - b.place).map((c) => [c, c.print()] as const));
  const order = commented ? [...printed.keys()] : ordered;
  return [head, ...order.map((c) => [" ", printed.get(c)!])];
}

function headerArgument(context: PrintContext, { name, value }: Argument): Doc {
  if (!name) return printTerm(context, value);
  const gap = indent(before(context, value.span.start));
  return [name.text, "=", gap, value.kind === "body" ? context.body(value) : printTerm(context, value)];
}

/** Arguments between blanks; a comma is kept between two bare names, and set before a comment that ends its line. */
function blankList(context: PrintContext, args: readonly Argument[], afterCall = false): Doc {
  return args.map((arg, i): Doc => {
    const comments = context.comments.take(arg.span.start);
    const last = args[i - 1];
    const names = last && !last.name && !arg.name && last.value.kind === "name" && arg.value.kind === "name";
    const comma =
      comments.some(endsLine) ||
      (names && withoutComments(context.text.slice(last.span.end, arg.span.start)).includes(","));
    return [
      comma && (i > 0 || comments.length > 0 || afterCall) ? ", " : " ",
      indent(leading(comments)),
      headerArgument(context, arg),
    ];
  });
}
const withoutComments = (gap: string): string => gap.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");

const commaList = <E extends { readonly span: { readonly start: number } }>(
  context: PrintContext,
  list: readonly E[],
  print: (e: E) => Doc,
): Doc => list.map((e, i) => [i > 0 ? ", " : "", i > 0 ? indent(before(context, e.span.start)) : "", print(e)]);
