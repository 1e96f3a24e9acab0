import { isProblem, problem } from "../../columns/problem.js";
import { labelRange, planTarget, type TargetPlan, type TargetWish } from "../../columns/target.js";
import type { ColumnFacts } from "../../ir/data-facts.js";
import type { TargetIr } from "../../ir/ir.js";
import { unnamed } from "../../tensor/lengths.js";
import type { FactsCheck, Fed } from "./check-facts.js";

/** What each output is held against: as many values as it compares, and classes that it has units for. */
export function checkTargets(check: FactsCheck, { graph, ir }: Fed): void {
  const at = check.at("target");
  for (const target of ir.targets) {
    const columns = check.assigned.targets.get(target.output)!.map((name) => check.columns.get(name)!);
    if (columns.length === 0) continue;
    const made = graph.outputs.find((o) => o.name === target.output)?.tensor.shape ?? null;
    const shape = made && unnamed(made).slice(1);
    const wish: TargetWish = { ...target, ignored: target.ignored ?? null, shape };
    const plan = planTarget(wish, columns);
    if (isProblem(plan)) check.reports.add(plan, at);
    else warn(check, target, plan, columns);
  }
}

function warn(
  { facts, reports, at }: FactsCheck,
  target: TargetIr,
  plan: TargetPlan,
  columns: readonly ColumnFacts[],
): void {
  const constant = columns.filter(({ distinct }) => facts.rows > 1 && distinct === 1);
  for (const { name, values } of constant)
    reports.add(problem("data/constant-target", { column: name, value: values?.[0] ?? null }), at("target"));
  const { classes, output } = target;
  if (constant.length > 0 || plan.encode === "number" || classes === null) return;
  const found = plan.labels?.length ?? (columns.length === 1 ? labelCount(columns[0]!, target.ignored ?? null) : null);
  if (found !== null && found < classes)
    reports.add(
      problem("data/unused-units", { column: columns[0]!.name, found, units: classes, output }),
      at("target"),
    );
}

/** How many different labels a column of indices has; null: not known. */
function labelCount(column: ColumnFacts, ignored: number | null): number | null {
  if (column.distinct === null || labelRange(column, ignored) === null) return null;
  return column.distinct - (column.values?.includes(String(ignored)) ? 1 : 0);
}
