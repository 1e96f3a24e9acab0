import { assign, usesOf, type Assigned } from "../../columns/assign.js";
import { partSizes } from "../../columns/parts.js";
import { fitsPattern } from "../../columns/pattern.js";
import type { ColumnFacts, DataFacts } from "../../ir/data-facts.js";
import type { DataIr, TrainingIr } from "../../ir/ir.js";
import { suggest } from "../../text/suggest.js";
import type { Graph } from "../graph/graph.js";
import { replace, type At } from "../report.js";
import type { Session } from "../session.js";
import { spotOf } from "../spot.js";
import { checkCells } from "./check-cells.js";
import { checkTargets } from "./check-targets.js";
import { checkWidths } from "./check-widths.js";
import { columnReports, type ColumnReports } from "./column-reports.js";
import { namesIn, type DataSection } from "./section.js";
import { usableRows } from "./training-rows.js";
import { usesOfSection, writtenFeatures } from "./uses.js";

/** A spec and the facts of its data, as every rule over both needs them. */
export interface FactsCheck {
  readonly session: Session;
  readonly d: DataSection;
  readonly facts: DataFacts;
  /** By name. */
  readonly columns: ReadonlyMap<string, ColumnFacts>;
  readonly assigned: Assigned;
  readonly reports: ColumnReports;
  /** Where a setting of the section stands. */
  readonly at: (param: string) => At;
}

/** The model that the columns are for, where there is one. */
export interface Fed {
  readonly graph: Graph;
  readonly ir: DataIr;
}

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

/** What the model is trained by, and where its settings stand. */
export interface TrainedBy {
  readonly ir: TrainingIr;
  readonly at: (param: string) => At;
}

/** The spec against the file: columns, types, missing cells, classes, rows. */
export function checkFacts(session: Session, d: DataSection, fed: Fed | null, trained: TrainedBy | null): void {
  const facts = session.data;
  if (facts === null) return;
  const check: FactsCheck = {
    session,
    d,
    facts,
    columns: new Map(facts.columns.map((c) => [c.name, c])),
    assigned: assign(
      fed ? usesOf(fed.ir) : usesOfSection(d, writtenFeatures(d)),
      facts.columns.map((c) => c.name),
    ),
    reports: columnReports(session),
    at: (param) => d.section.bound.placeOf(param) ?? d.section.at,
  };
  checkNames(check);
  checkCells(check);
  checkParts(check, trained?.ir.batch_size ?? null);
  if (fed) {
    checkTargets(check, fed, trained);
    // A target that is not found would count as a feature: its own error is enough.
    if (namesIn(d.target).every((name) => facts.columns.some((c) => fitsPattern(name, c.name))))
      checkWidths(check, fed);
  }
  check.reports.done();
}

/** Columns that are not there, and columns in two uses. */
function checkNames({ session, d, columns, assigned, at }: FactsCheck): void {
  const isMissing = (name: string): boolean => ![...columns.keys()].some((column) => fitsPattern(name, column));
  for (const param of ["target", "features"] as const)
    for (const name of namesIn(d[param])) if (isMissing(name)) missingColumn(session, name, at(param));
  for (const { param, name } of assigned.missing)
    if (!isMissing(name))
      session.report("data/nothing-left", { pattern: name }, spotOf(session, at(param), name) ?? at(param));
  if (d.weight && !columns.has(d.weight)) missingColumn(session, d.weight, at("weight"));
  for (const [name, c] of d.columns) if (!columns.has(name)) missingColumn(session, name, c.at);
  for (const param of ["test", "validation"] as const) {
    const order = d[param]?.order;
    if (order && order !== "row" && !columns.has(order)) missingColumn(session, order, at(param));
  }
  for (const { param, column, problem } of assigned.conflicts) {
    const place = param === "features" ? spotOf(session, at(param), column) : null;
    session.report(problem.code, problem.params, place ?? at(param));
  }
}

/** Whether every part of a split gets a row, and how many are left to train on. */
function checkParts({ session, d, facts, at }: FactsCheck, batch: number | null): void {
  const rows = usableRows(facts, d);
  if (rows === null) return;
  const sizes = partSizes(rows, d);
  if (sizes.train < 1)
    session.report("data/too-few-rows", { rows, needed: "the training, validation and test rows" }, at("source"));
  else if (batch !== null && sizes.train < batch)
    session.report("data/small-batch", { rows: sizes.train, batch }, at("source"));
  for (const param of ["test", "validation"] as const)
    if (sizes.train >= 1 && sizes[param] === 0) {
      const needed = `${param === "test" ? "a test row" : "a validation row"} (${d[param]!.fraction} of them)`;
      session.report("data/too-few-rows", { rows, needed }, at(param));
    }
}
