import type { Statement } from "../../parser/ast.js";
import { asPart, autoName } from "../graph/builder.js";
import { possibleShapes, withPossible, type GraphResult } from "../graph/graph.js";
import { afterSome, anyShape } from "../graph/possible.js";
import { childScope } from "../names/scope.js";
import { deeper, spend } from "../session.js";
import { describeGiven } from "../../catalog/kinds/given.js";
import type { Const } from "../values/constant.js";
import { evaluate } from "../values/evaluate.js";
import { atWord, innerFrame, type Frame, type Walk } from "./frame.js";

/** `repeat 3 as i { … }`, `repeat [64, 32] as width { … }`: the braces on top of one another. */
export function expandRepeat(f: Frame, s: Statement, walk: Walk): void {
  const at = atWord(f, s);
  const times = countOf(f, s);
  const unknown = times.is === "pending" || times.is === "broken";
  const ident = s.as?.[0];
  if (ident && ident.text !== "_") f.session.names.usage.declare(ident, f.scope.path, "repeat variable");
  // How often is not known: once shows what is wrong inside, and what comes out stays unknown.
  const count = times.is === "list" ? times.items.length : times.is === "number" ? times.value : 1;
  const unroll = (): void =>
    deeper(f.session, at, () => {
      for (let i = 0; i < count; i++) {
        if (!spend(f.session, at)) return;
        const scope = childScope(f.scope);
        const value: Const =
          times.is === "list" ? times.items[i]! : unknown ? { is: "broken", at } : { is: "number", value: i, at };
        if (ident) scope.names.set(ident.text, { is: "value", name: ident, path: f.scope.path, value });
        const inner = innerFrame(f, f.current, { scope, prefix: `${autoName(f.builder, f.prefix, s.word.text)}/` });
        walk(inner, s.body?.items ?? []);
        f.current = unknown && inner.current ? afterSomeTimes(f.current, inner.current) : inner.current;
      }
    });
  asPart(
    f.builder,
    {
      kind: "repeat",
      name: null,
      about: times.is === "number" ? f.session.names.values.docOf(times) : null,
      doc: s.doc,
    },
    unroll,
  );
}

/** How often, as a number or list; broken where it is wrong, which is reported. */
function countOf(f: Frame, s: Statement): Const {
  const at = atWord(f, s);
  const arg = s.args[0];
  const times: Const = arg ? evaluate(f.session, arg.value, f.scope) : { is: "broken", at };
  if (!arg || s.args.length > 1 || arg.name !== null) {
    for (const other of s.args.slice(1)) evaluate(f.session, other.value, f.scope);
    f.session.report("arguments/repeat", { found: null }, at);
    return { is: "broken", at };
  }
  if (times.is === "pending" || times.is === "broken" || times.is === "list") return times;
  if (times.is === "number" && Number.isInteger(times.value) && times.value >= 0) return times;
  f.session.report("arguments/repeat", { found: describeGiven(times) }, { path: f.scope.path, span: arg.value.span });
  return { is: "broken", at };
}

const afterSomeTimes = (before: GraphResult | null, after: GraphResult): GraphResult =>
  withPossible(after, after.shape && before ? afterSome(possibleShapes(before), after.shape) : anyShape);
