import { findWord } from "../../catalog/lookup.js";
import { suggest } from "../../text/suggest.js";
import { dataWidth } from "../data/data-width.js";
import type { DataSection } from "../data/section.js";
import type { ModelGraph } from "../graph/graph.js";
import type { Declared } from "../names/declare.js";
import type { Entry } from "../names/scope.js";
import { replace, type At } from "../report.js";
import type { Section } from "../section.js";
import type { Session } from "../session.js";
import { buildGraph } from "./root.js";

/** The graphs of all models that no other uses, each checked. */
export function graphsOf(
  session: Session,
  declared: Declared,
  section: DataSection | null,
): ReadonlyMap<string, ModelGraph> {
  const graphs = new Map<string, ModelGraph>();
  const used = usedModels(declared);
  for (const model of declared.models) {
    if (used.has(model.name.text)) continue;
    const inputs =
      model.statement.body?.items.filter(
        (i) => i.kind === "statement" && findWord("structure", i.word.text)?.role === "input",
      ).length ?? 0;
    const dataShape = (input: string, at: At) => {
      const width = section ? dataWidth(session, section, input, inputs) : null;
      // Of data that are there, what is wrong with the columns is said where they are checked.
      if (width === null && session.data.facts === null) session.report("shapes/unknown-input", { name: input }, at);
      return width === null ? null : [null, width];
    };
    graphs.set(model.name.text, buildGraph(session, model, declared.defaults, dataShape));
  }
  return graphs;
}

/** Names of models that another model or block of this file applies. */
function usedModels(declared: Declared): ReadonlySet<string> {
  const used = new Set<string>();
  const visit = (statement: Section["statement"], own: string): void => {
    for (const item of statement.body?.items ?? []) {
      if (item.kind !== "statement") continue;
      const entry: Entry | undefined = declared.scope.names.get(item.word.text);
      if (entry?.is === "model" && entry.name.text !== own) used.add(item.word.text);
      visit(item, own);
    }
  };
  for (const [name, entry] of declared.scope.names)
    if (entry.is === "model" || entry.is === "block") visit(entry.statement, name);
  return used;
}

/** A model by its name, and where the name stands. */
export interface Wanted {
  readonly name: string;
  readonly at: At;
}

/** The model that is meant: the one asked for, or the only one. `at`: what needs one. */
export function pick(
  session: Session,
  declared: Declared,
  graphs: ReadonlyMap<string, ModelGraph>,
  { wanted, at }: { readonly wanted: Wanted | null; readonly at: At | null },
): ModelGraph | null {
  if (wanted) {
    const graph = graphs.get(wanted.name);
    if (graph) return graph;
    const model = declared.models.find((m) => m.name.text === wanted.name);
    if (model) return buildGraph(session, model, declared.defaults, () => null);
    const near = suggest(
      wanted.name,
      declared.models.map((m) => m.name.text),
    );
    session.report(
      "names/unknown-model",
      { name: wanted.name, suggestion: near },
      wanted.at,
      near ? { fixes: [replace(`write ${near}`, wanted.at.span, near)] } : {},
    );
    return (near === undefined ? undefined : graphs.get(near)) ?? null;
  }
  if (graphs.size === 1) return [...graphs.values()][0]!;
  if (graphs.size > 1 && at) session.report("names/several-models", { names: [...graphs.keys()] }, at);
  const circular = declared.models[0];
  if (graphs.size === 0 && circular)
    session.report(
      "names/recursive",
      { what: "model", name: circular.name.text },
      { path: circular.path, span: circular.name.span },
    );
  if (declared.models.length === 0 && at) session.report("names/no-model", {}, at);
  return null;
}
