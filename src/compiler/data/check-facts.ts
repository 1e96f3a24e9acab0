import { assign, usesOf, type Assigned } from "../../columns/assign.js";
import { partSizes } from "../../columns/parts.js";
import { fitsPattern } from "../../columns/pattern.js";
import type { ColumnFacts, DataFacts } from "../../ir/data-facts.js";
import type { DataIr, StageIr } from "../../ir/ir.js";
import type { ModelGraph } from "../graph/graph.js";
import type { At } from "../report.js";
import type { Session } from "../session.js";
import { placeOfText } from "../values/parts.js";
import { checkCells } from "./check-cells.js";
import { checkTargets } from "./check-targets.js";
import { checkWidths } from "./check-widths.js";
import { missingColumn } from "./missing-column.js";
import { columnReports, type ColumnReports } from "./column-reports.js";
import { namesIn, type DataSection } from "./section.js";
import { usableRows } from "./training-rows.js";
import { columnsMeant, usesAreSure, usesOfSection, writtenFeatures } from "./uses.js";

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
  readonly graph: ModelGraph;
  readonly ir: DataIr;
}

/** What the model is trained by, and where its settings stand. */
export interface TrainedBy {
  readonly ir: StageIr;
  readonly at: (param: string) => At;
  readonly keyAt: (param: string, key: string) => At | null;
}

/** The spec against the file: columns, types, missing cells, classes, rows. */
export function checkFacts(session: Session, d: DataSection, fed: Fed | null, trained: TrainedBy | null): void {
  const facts = session.data.facts;
  if (facts === null) return;
  const names = facts.columns.map((c) => c.name);
  const { uses, found } = columnsMeant(fed ? usesOf(fed.ir) : usesOfSection(d, writtenFeatures(d)), names);
  const check: FactsCheck = {
    session,
    d,
    facts,
    columns: new Map(facts.columns.map((c) => [c.name, c])),
    assigned: assign(uses, names),
    reports: columnReports(session),
    at: (param) => d.section.bound.placeOf(param) ?? d.section.at,
  };
  checkNames(check);
  checkCells(check);
  checkParts(check, trained?.ir.batch_size ?? null);
  if (fed) {
    checkTargets(check, fed, trained);
    // A target that is not found would count as a feature: its own error is enough.
    if (found && usesAreSure(d)) checkWidths(check, fed);
  }
  check.reports.done();
}

/** Columns that are not there, and columns in two uses. */
function checkNames({ session, d, columns, assigned, at }: FactsCheck): void {
  const { bound } = d.section;
  const spotIn = (param: string, name: string): At | null => placeOfText(bound.constantOf(param), name);
  const lacks = (param: string, name: string): void =>
    missingColumn(session, name, { at: at(param), spot: spotIn(param, name) });
  const isMissing = (name: string): boolean => ![...columns.keys()].some((column) => fitsPattern(name, column));
  for (const param of ["target", "features"] as const)
    for (const name of namesIn(d[param])) if (isMissing(name)) lacks(param, name);
  for (const { param, name } of assigned.missing)
    if (!isMissing(name)) session.report("data/nothing-left", { pattern: name }, spotIn(param, name) ?? at(param));
  if (d.weight && !columns.has(d.weight)) lacks("weight", d.weight);
  for (const [name, c] of d.columns) if (!columns.has(name)) missingColumn(session, name, { at: c.at, spot: c.at });
  for (const param of ["test", "validation"] as const) {
    const order = d[param]?.order;
    if (order && order !== "row" && !columns.has(order))
      missingColumn(session, order, { at: at(param), spot: d.orderedAt[param] });
  }
  for (const { param, column, problem } of assigned.conflicts) {
    const place = param === "features" ? spotIn(param, column) : null;
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
