import { classNames, classOf, type Classes } from "../../columns/class-of.js";
import { isProblem, problem } from "../../columns/problem.js";
import { labelRange, planTarget, type TargetPlan, type TargetWish } from "../../columns/target.js";
import { wordNamed } from "../../catalog/lookup.js";
import { allowedBy, brokenRule } from "../../catalog/training/broken-rule.js";
import type { ColumnFacts } from "../../ir/data-facts.js";
import type { TargetIr } from "../../ir/ir.js";
import { unnamed } from "../../tensor/lengths.js";
import { suggest } from "../../text/suggest.js";
import { replace } from "../report.js";
import type { FactsCheck, Fed, TrainedBy } from "./check-facts.js";

/** A target with its columns, and what becomes of them. */
interface Planned {
  readonly target: TargetIr;
  readonly columns: readonly ColumnFacts[];
  readonly plan: TargetPlan;
}

/**
 * What each output is held against: as many values as it compares, numbers that its loss takes, classes that it has.
 */
export function checkTargets(check: FactsCheck, { graph, ir }: Fed, trained: TrainedBy | null): void {
  for (const target of ir.targets) {
    const columns = check.assigned.targets.get(target.output)!.map((name) => check.columns.get(name)!);
    if (columns.length === 0) continue;
    const made = graph.outputs.find((o) => o.name === target.output)?.tensor.shape ?? null;
    const wish: TargetWish = { ...target, ignored: target.ignored ?? null, shape: made && unnamed(made).slice(1) };
    const plan = planTarget(wish, columns);
    if (isProblem(plan)) check.reports.add(plan, check.at("target"));
    else {
      const planned = { target, columns, plan };
      warn(check, planned);
      checkNumbers(check, planned, trained);
      if (ir.targets.length === 1) checkClassWeight(check, planned, trained);
    }
  }
}

/** Numbers that the loss has no meaning for, or makes others of. */
function checkNumbers(
  { reports, at }: FactsCheck,
  { target, columns, plan }: Planned,
  trained: TrainedBy | null,
): void {
  const loss = trained?.ir.loss[target.output] ?? null;
  if (loss === null || plan.encode !== "number" || plan.labels !== null) return;
  const { name, targets } = wordNamed("loss", loss.word);
  for (const column of columns) {
    const range = labelRange(column, null);
    if (range === null) continue;
    const has = (x: number): boolean | null =>
      x < range.min || x > range.max ? false : (column.values?.some((value) => Number(value) === x) ?? null);
    const rule = brokenRule(targets, { ...range, has });
    if (rule === null) continue;
    const params = {
      column: column.name,
      min: range.min,
      max: range.max,
      loss: name,
      allowed: allowedBy(rule),
      then: rule.then,
    };
    reports.add(
      problem(rule.outside === "error" ? "data/target-range" : "data/target-converted", params),
      at("target"),
    );
  }
}

/** Keys of `class_weight` that are no class. */
function checkClassWeight(
  { session }: FactsCheck,
  { target, columns, plan }: Planned,
  trained: TrainedBy | null,
): void {
  const weights = trained?.ir.class_weight ?? null;
  if (trained === null || weights === null || weights === "balanced") return;
  const count = plan.encode === "number" ? null : target.classes;
  const values = columns.length === 1 && columns[0]!.type !== "boolean" ? columns[0]!.values : null;
  const classes: Classes = { labels: plan.labels, count, values: columns[0]!.type === "boolean" ? ["0", "1"] : values };
  const at = trained.at("class_weight");
  for (const key of Object.keys(weights)) {
    if (classOf(key, classes) !== null) continue;
    const names = classNames(classes);
    const [near, spot] = [suggest(key, names), trained.keyAt("class_weight", key)];
    const fixes =
      near && spot ? [replace(`write ${near}`, spot.span, /^\w+$/.test(near) ? near : JSON.stringify(near))] : [];
    const params = { key, output: target.output, names, suggestion: near };
    session.report("data/unknown-class", params, spot ?? at, { fixes });
  }
}

function warn({ facts, reports, at }: FactsCheck, { target, plan, columns }: Planned): void {
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
