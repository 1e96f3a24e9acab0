import type { DataIr, FeatureIr, TargetIr, ValidationIr } from "../ir/ir.js";
import { fitsPattern, isPattern } from "./pattern.js";
import { problem, type Problem } from "./problem.js";

/** What a data section wants of its columns, as written. */
export interface Uses {
  /** By input; null: every column that is left. */
  readonly features: readonly FeatureIr[];
  readonly targets: readonly Pick<TargetIr, "output" | "columns">[];
  readonly weight: string | null;
  /** Columns that rows are ordered by. */
  readonly order: readonly string[];
}

/** A column in two uses that exclude each other. */
interface Conflict {
  readonly param: "features" | "weight";
  readonly column: string;
  readonly problem: Problem;
}

/** Which columns of a source are what, in the order that the model reads them. */
export interface Assigned {
  readonly features: ReadonlyMap<string, readonly string[]>;
  readonly targets: ReadonlyMap<string, readonly string[]>;
  /** Names and patterns that stand for no column. */
  readonly missing: readonly { readonly param: "features" | "target"; readonly name: string }[];
  readonly conflicts: readonly Conflict[];
}

export const usesOf = ({ features, targets, weight, test, validation }: Omit<DataIr, "source">): Uses => ({
  features,
  targets,
  weight,
  order: orderOf(test, ...validation),
});

/** The columns that splits order rows by; `row` is the order of the file. */
export const orderOf = (...splits: readonly (DataIr["test"] | ValidationIr)[]): readonly string[] =>
  splits.flatMap((split) =>
    split && "order" in split && split.order !== null && split.order !== "row" ? [split.order] : [],
  );

/**
 * Gives each use its columns. A name written out always means that column. A pattern, and "every column that is left",
 * take none that has another use: targets (those of patterns, too), the rows' weight, what orders the rows. So a column
 * that orders is a feature only where it is named. A target's pattern leaves the named features as well.
 */
export function assign({ features, targets, weight, order }: Uses, names: readonly string[]): Assigned {
  const isName = (text: string): boolean => !isPattern(text, names);
  const named = new Set(features.flatMap(({ columns }) => columns ?? []).filter(isName));
  const namedTargets = new Set(targets.flatMap(({ columns }) => columns).filter(isName));
  const others = new Set([...order, ...(weight === null ? [] : [weight])]);
  const missing: Assigned["missing"][number][] = [];
  const expanded = (param: "features" | "target", columns: readonly string[], taken: (name: string) => boolean) => {
    const found = columns.flatMap((text) => {
      const some = isName(text)
        ? names.filter((name) => name === text)
        : names.filter((name) => fitsPattern(text, name) && !taken(name));
      if (some.length === 0) missing.push({ param, name: text });
      return some;
    });
    return [...new Set(found)];
  };
  const targetColumns = new Map(
    targets.map(({ output, columns }) => [
      output,
      expanded("target", columns, (name) => others.has(name) || named.has(name) || namedTargets.has(name)),
    ]),
  );
  const allTargets = new Set([...targetColumns.values()].flat());
  const isTaken = (name: string): boolean => others.has(name) || allTargets.has(name);
  const listed = new Map(
    features.flatMap(({ input, columns }) =>
      columns === null ? [] : [[input, expanded("features", columns, isTaken)] as const],
    ),
  );
  const used = new Set([...listed.values()].flat());
  const left = names.filter((name) => !isTaken(name) && !used.has(name));
  return {
    features: new Map(features.map(({ input }) => [input, listed.get(input) ?? left])),
    targets: targetColumns,
    missing,
    conflicts: conflictsOf(features, weight, allTargets),
  };
}

function conflictsOf(
  features: readonly FeatureIr[],
  weight: string | null,
  targets: ReadonlySet<string>,
): readonly Conflict[] {
  const found: Conflict[] = [];
  for (const { columns } of features) {
    const seen = new Set<string>();
    for (const column of columns ?? []) {
      const twice = (second: string): Problem => problem("data/column-twice", { column, first: "a feature", second });
      if (targets.has(column))
        found.push({ param: "features", column, problem: problem("data/target-in-features", { column }) });
      if (column === weight) found.push({ param: "weight", column, problem: twice("the weight") });
      if (seen.has(column)) found.push({ param: "features", column, problem: twice("a feature again") });
      seen.add(column);
    }
  }
  if (weight !== null && targets.has(weight)) {
    const params = { column: weight, first: "the target", second: "the weight" };
    found.push({ param: "weight", column: weight, problem: problem("data/column-twice", params) });
  }
  return found;
}
