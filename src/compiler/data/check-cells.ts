import { problem } from "../../columns/problem.js";
import { orderOf } from "../../columns/assign.js";
import type { ColumnFacts } from "../../ir/data-facts.js";
import type { At } from "../report.js";
import type { FactsCheck } from "./check-facts.js";

/** Cells of the columns that are used: missing ones, ones of another kind, and what weights and orders cannot be. */
export function checkCells(check: FactsCheck): void {
  const { d, columns, assigned, reports, at } = check;
  const whole = new Set([...assigned.targets.values()].flat());
  if (d.weight !== null) whole.add(d.weight);
  orderOf(d.test, d.validation).forEach((name) => whole.add(name));
  const used = new Set([...[...assigned.features.values()].flat(), ...whole]);
  for (const name of used) {
    const column = columns.get(name);
    if (!column) continue;
    const place: At = d.columns.get(name)?.at ?? at("source");
    const ir = d.columns.get(name)?.ir;
    if (column.stray && (whole.has(name) || !ir?.encode))
      reports.add(problem("data/stray-text", { column: name, ...column.stray }), place);
    const rule = ir?.missing ?? "refuse";
    if (column.distinct === 0 && typeof rule === "string" && ["mean", "median", "most_frequent"].includes(rule)) {
      const use = `a feature: there is nothing to take the ${rule.replace("_", " ")} of`;
      reports.add(problem("data/column-type", { column: name, type: "no value at all", use }), place);
    }
    if (column.missing > 0 && (whole.has(name) ? rule !== "drop" : rule === "refuse"))
      reports.add(problem("data/missing-values", missingOf(column, whole.has(name))), place);
  }
  checkWeight(check);
  checkOrder(check);
}

const missingOf = ({ name, missing, missingAt, type }: ColumnFacts, whole: boolean) => ({
  column: name,
  count: missing,
  place: missingAt ?? null,
  rule: whole || type === "list" ? "drop" : type === "text" ? "most_frequent" : "mean",
});

function checkWeight({ session, d, columns, reports, at }: FactsCheck): void {
  const column = columns.get(d.weight ?? "");
  if (!column) return;
  const { name, type, min } = column;
  if (type === "text") reports.add(problem("data/not-numbers", { column: name, what: "weight" }), at("weight"));
  else if (type === "list" || type === "other") {
    const held = type === "list" ? "lists" : `values of type ${column.typeName ?? "unknown"}`;
    reports.add(problem("data/column-type", { column: name, type: held, use: "the rows' weight" }), at("weight"));
  } else if (min !== null && min < 0) session.report("data/bad-weight", { column: name, found: min }, at("weight"));
}

function checkOrder({ session, d, columns, at }: FactsCheck): void {
  for (const param of ["test", "validation"] as const) {
    const column = columns.get(d[param]?.order ?? "");
    if (!column) continue;
    const { name, type, unordered } = column;
    const held = type === "list" ? "it holds lists" : type === "boolean" ? "it holds true and false" : null;
    if (held !== null) session.report("data/no-order", { column: name, value: held, place: null }, at(param));
    else if (unordered)
      session.report(
        "data/no-order",
        { column: name, value: JSON.stringify(unordered.value), place: `row ${unordered.row}` },
        at(param),
      );
  }
}
