import type { LayerWord } from "../../catalog/word.js";
import type { Statement } from "../../parser/ast.js";
import { asPart } from "../graph/builder.js";
import { firstOf, type GraphResult } from "../graph/graph.js";
import { deeper } from "../session.js";
import { atWord, bindName, bindResults, innerFrame, nothing, type Frame, type Walk } from "./frame.js";
import { inputsOf } from "./inputs.js";
import { applyLayer } from "./layer.js";
import { isSpelled, roleOf, unknownWord } from "./unknown-word.js";

/** `add { … }`: what the braces compute, with what enters them; `add { branch … branch … }`: the branches. */
export function applyMerge(f: Frame, s: Statement, word: LayerWord, walk: Walk): void {
  const { tensors } = inputsOf(f, s);
  const entering = tensors[0] ?? null;
  const items = s.body!.items.filter((i) => i.kind !== "pair");
  const branches = items.filter((i) => roleOf(f, i) === "branch");
  const results: GraphResult[] = [];
  deeper(f.session, atWord(f, s), () => {
    if (branches.length === 0) {
      const inner = innerFrame(f, entering);
      walk(inner, items);
      if (entering) results.push(entering);
      if (inner.current) results.push(inner.current);
      return;
    }
    const inner = innerFrame(f, entering);
    for (const item of items) {
      if (item.kind === "statement" && roleOf(f, item) === "branch") {
        if (!isSpelled(item)) unknownWord(f, item);
        results.push(...pathOf(inner, item, walk));
      } else if (item.kind === "statement") {
        f.session.report("shapes/beside-branches", { word: word.name }, atWord(f, item));
        walk(innerFrame(inner, entering), [item]);
        results.push(firstOf(nothing(f, s), null));
      } else walk(inner, [item]);
    }
  });
  applyLayer(f, s, word, results);
}

/** The result of a branch's braces; empty ones are the identity. */
export function pathOf(f: Frame, s: Statement, walk: Walk): readonly GraphResult[] {
  const { tensors } = inputsOf(f, s);
  const inner = innerFrame(f, tensors[0] ?? null);
  asPart(f.builder, { kind: "branch", name: null, about: null, doc: s.doc }, () =>
    deeper(f.session, atWord(f, s), () => walk(inner, s.body?.items ?? [])),
  );
  if (s.as?.length === 1 && inner.current) bindName(f, s.as[0]!, inner.current);
  else if (inner.current) bindResults(f, s, [inner.current]);
  return inner.current ? [inner.current] : [];
}
