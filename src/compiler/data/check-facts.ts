import type { Columns } from "../../catalog/structure/data.js";
import type { ColumnFacts, DataFacts } from "../../ir/data-facts.js";
import type { DataIr } from "../../ir/ir.js";
import { suggest } from "../../text/suggest.js";
import type { Graph } from "../graph/graph.js";
import { replace, type At } from "../report.js";
import type { Session } from "../session.js";
import { spotOf } from "../spot.js";
import { matching, namesIn, type DataSection } from "./section.js";
import { trainingRows } from "./training-rows.js";

/** A column that is not there, with the nearest that is; its name in the text is what a fix replaces. */
export function missingColumn(session: Session, column: string, at: At): void {
  const near = suggest(
    column,
    (session.data?.columns ?? []).map((c) => c.name),
  );
  const spot = spotOf(session, at, column);
  session.report(
    "data/missing-column",
    { column, suggestion: near },
    spot ?? at,
    near && spot ? { fixes: [replace(`write ${near}`, spot.span, asLabel(near))] } : {},
  );
}

/** As it is written in a spec: bare where it can be a word. */
const asLabel = (column: string): string =>
  /^[A-Za-z_]\w*$/.test(column) && !/^(?:let|from|as|true|false|none)$/.test(column) ? column : JSON.stringify(column);

/** The spec against the file: columns, types, missing cells, classes, rows. */
export function checkFacts(
  session: Session,
  d: DataSection,
  facts: DataFacts,
  graph: Graph | null,
  ir: DataIr | null,
  batch: number | null,
): void {
  const at = (param: string): At => d.section.bound.at.get(param) ?? d.section.at;
  const column = (name: string): ColumnFacts | undefined => facts.columns.find((c) => c.name === name);
  for (const param of ["target", "features"] as const) {
    for (const name of namesIn(d[param]))
      if (matching(name, facts.columns).length === 0) missingColumn(session, name, at(param));
  }
  if (d.weight && !column(d.weight)) missingColumn(session, d.weight, at("weight"));
  for (const [name, c] of d.columns) if (!column(name)) missingColumn(session, name, c.at);
  for (const param of ["test", "validation"] as const) {
    const order = d[param]?.order;
    if (order && order !== "row" && !column(order)) missingColumn(session, order, at(param));
  }
  const targets = new Set(namesIn(d.target));
  for (const name of namesIn(d.features))
    if (targets.has(name))
      session.report(
        "data/target-in-features",
        { column: name },
        spotOf(session, at("features"), name) ?? at("features"),
      );
  if (d.weight && targets.has(d.weight))
    session.report("data/column-twice", { column: d.weight, first: "the target", second: "the weight" }, at("weight"));
  else if (d.weight && namesIn(d.features).includes(d.weight))
    session.report("data/column-twice", { column: d.weight, first: "a feature", second: "the weight" }, at("weight"));
  if (d.weight && column(d.weight)?.type === "text")
    session.report("data/not-numbers", { column: d.weight, what: "weight" }, at("weight"));
  for (const list of listsOf(d.features)) {
    const seen = new Set<string>();
    for (const name of list) {
      if (seen.has(name))
        session.report(
          "data/column-twice",
          { column: name, first: "a feature", second: "a feature again" },
          spotOf(session, at("features"), name) ?? at("features"),
        );
      seen.add(name);
    }
  }
  missingCells(session, d, facts, targets);
  const rest = trainingRows(facts, d);
  if (rest !== null && rest < 1)
    session.report(
      "data/too-few-rows",
      { rows: facts.rows, needed: "the training, validation and test rows" },
      at("source"),
    );
  else if (rest !== null && batch !== null && rest < batch)
    session.report("data/small-batch", { rows: rest, batch }, at("source"));
  if (graph && ir) checkTargets(session, d, facts, ir);
  // A target that is not found would count as a feature: its own error is enough.
  if (graph && ir && [...targets].every(column)) checkWidths(session, d, facts, graph, ir);
}

/** The columns of each input. */
function listsOf(features: Columns | null): readonly (readonly string[])[] {
  if (features === null || typeof features === "string") return [];
  if (Array.isArray(features)) return [features];
  return Object.values(features as Readonly<Record<string, string | readonly string[]>>).map((f) =>
    typeof f === "string" ? [f] : f,
  );
}

function missingCells(session: Session, d: DataSection, facts: DataFacts, targets: ReadonlySet<string>): void {
  const used =
    d.features === null || (typeof d.features === "object" && !Array.isArray(d.features))
      ? facts.columns
      : namesIn(d.features).flatMap((n) => matching(n, facts.columns));
  for (const c of new Set([...used, ...facts.columns.filter((c) => targets.has(c.name))])) {
    const rule = d.columns.get(c.name)?.ir.missing;
    if (c.stray)
      session.report(
        "data/stray-text",
        { column: c.name, ...c.stray },
        d.columns.get(c.name)?.at ?? d.section.bound.at.get("source") ?? d.section.at,
      );
    if (c.missing > 0 && (rule === undefined || rule === "refuse"))
      session.report(
        "data/missing-values",
        { column: c.name, count: c.missing, place: c.missingAt ?? null, target: targets.has(c.name) },
        d.columns.get(c.name)?.at ?? d.section.bound.at.get("source") ?? d.section.at,
      );
    if (rule === "mean" || rule === "median")
      if (c.type === "text")
        session.report("data/not-numbers", { column: c.name, what: `missing: ${rule}` }, d.columns.get(c.name)!.at);
  }
}

function checkTargets(session: Session, d: DataSection, facts: DataFacts, ir: DataIr): void {
  const at = d.section.bound.at.get("target") ?? d.section.at;
  for (const t of ir.targets) {
    for (const name of t.columns) {
      const c = facts.columns.find((f) => f.name === name);
      if (!c) continue;
      if (facts.rows > 1 && c.distinct === 1) {
        session.report("data/constant-target", { column: name, value: c.values?.[0] ?? null }, at);
        continue;
      }
      if (t.encode === "number") {
        if (c.type === "text" && (c.distinct ?? 3) > 2)
          session.report("data/not-numbers", { column: name, what: `the loss of ${t.output}` }, at);
      } else if (t.classes !== null && c.distinct !== null && c.distinct > t.classes) {
        session.report("data/classes", { column: name, found: c.distinct, units: t.classes, output: t.output }, at);
      } else if (t.classes !== null && c.distinct !== null && c.distinct < t.classes) {
        session.report(
          "data/unused-units",
          { column: name, found: c.distinct, units: t.classes, output: t.output },
          at,
        );
      }
    }
  }
}

function checkWidths(session: Session, d: DataSection, facts: DataFacts, graph: Graph, ir: DataIr): void {
  const targets = new Set(namesIn(d.target));
  const explicit = new Set(
    ir.features.flatMap((f) => (f.columns ?? []).flatMap((n) => matching(n, facts.columns).map((c) => c.name))),
  );
  for (const f of ir.features) {
    const input = graph.inputs.find((i) => i.name === f.input);
    const columns =
      f.columns === null
        ? facts.columns.filter((c) => !targets.has(c.name) && c.name !== d.weight && !explicit.has(c.name))
        : f.columns.flatMap((n) => matching(n, facts.columns));
    if (!input?.shape || columns.length === 0) continue;
    const wanted = input.shape
      .slice(1)
      .reduce<number | null>((n, x) => (n === null || typeof x !== "number" ? null : n * x), 1);
    let width = 0;
    let known = true;
    for (const c of columns) {
      const oneHot = (d.columns.get(c.name)?.ir.encode ?? (c.type === "text" ? "onehot" : null)) === "onehot";
      // A column of lists is as wide as its lists, which only reading them tells.
      if ((oneHot && c.distinct === null) || c.type === "other") known = false;
      width += oneHot ? (c.distinct ?? 0) : 1;
    }
    if (known && wanted !== null && wanted !== width)
      session.report("data/width", { input: f.input, wanted, found: width, columns: columns.length }, input.at);
  }
}
