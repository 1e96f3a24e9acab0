import type { Statement } from "../../parser/ast.js";
import type { Shape } from "../../tensor/ops.js";
import { newBuilder } from "../graph/builder.js";
import type { ModelGraph, GraphOutput } from "../graph/graph.js";
import { layerParams } from "../../catalog/structure/layer-params.js";
import { bind } from "../names/bind.js";
import { childScope, type Entry } from "../names/scope.js";
import type { At } from "../report.js";
import type { Session } from "../session.js";
import { addDefaults } from "./defaults.js";
import { checkUnusedBlock } from "./expand.js";
import type { Frame } from "./frame.js";
import { nameOfResult, walk } from "./walk.js";

/** Blocks that nothing expanded are looked through once, so that all errors of a file show. */
export function checkUnused(session: Session, blocks: readonly (Entry & { is: "block" })[]): void {
  for (const entry of blocks) {
    if (session.names.usage.isUsed(entry.name)) continue;
    const frame: Frame = {
      session,
      builder: newBuilder(),
      scope: entry.scope,
      prefix: "",
      soleName: null,
      shared: false,
      frozen: false,
      training: null,
      group: null,
      entering: null,
      current: null,
      defaults: null,
      entered: 0,
      outputs: null,
      dataShape: () => null,
      expanding: [],
    };
    checkUnusedBlock(frame, entry, walk);
  }
}

/** A root model unrolled to its graph. */
export function buildGraph(
  session: Session,
  model: Entry & { is: "model" },
  defaults: readonly Statement[],
  dataShape: (input: string, at: At) => Shape | null,
): ModelGraph {
  const s = model.statement;
  const at: At = { path: model.path, span: model.name.span, node: model.name };
  const callee = { name: s.word.text, params: layerParams };
  const options = bind(session, callee, { args: s.args.filter((a) => a.name !== null), scope: model.scope, at });
  const builder = newBuilder();
  const frame: Frame = {
    session,
    builder,
    scope: model.scope,
    prefix: "",
    soleName: null,
    shared: false,
    frozen: options.valueOf("trainable") === false,
    training: null,
    group: null,
    entering: null,
    current: null,
    defaults: null,
    entered: 0,
    outputs: null,
    dataShape,
    expanding: [s],
  };
  for (const d of defaults) addDefaults(frame, d);
  const inner: Frame = { ...frame, scope: childScope(model.scope) };
  walk(inner, s.body?.items ?? []);
  const last = inner.current;
  if (s.body === null || (last === null && !session.budget.spent))
    session.report("shapes/empty-model", { name: model.name.text }, at);
  const outputs: readonly GraphOutput[] =
    inner.outputs ?? (last ? [{ name: nameOfResult(last), tensor: last, at: last.from.at }] : []);
  const title = s.args.slice(1).find((a) => a.name === null && a.value.kind === "string")?.value;
  return {
    name: model.name.text,
    title: title?.kind === "string" ? title.value : null,
    doc: s.doc,
    at,
    inputs: builder.inputs,
    layers: [...builder.layers.values()],
    nodes: builder.nodes,
    outputs,
    parts: builder.parts,
    unrolled: builder.unrolled,
  };
}
