import { orderOf, type Uses } from "../../columns/assign.js";
import { isPattern } from "../../columns/pattern.js";
import type { FeatureIr } from "../../ir/ir.js";
import { closest } from "../../text/suggest.js";
import { isUnsure } from "../section.js";
import { namesIn, type DataSection } from "./section.js";

/** The columns that feed an input; null: every one that is left; undefined: nothing says which. */
export function columnsOf(d: DataSection, input: string, inputs: number): readonly string[] | null | undefined {
  const f = d.features;
  if (f === null) return inputs <= 1 ? null : [input];
  if (typeof f === "string") return inputs <= 1 ? [f] : undefined;
  if (Array.isArray(f)) return inputs <= 1 ? f : undefined;
  const own = (f as Readonly<Record<string, string | readonly string[]>>)[input];
  return own === undefined ? undefined : typeof own === "string" ? [own] : own;
}

/** What a section wants of its columns, before there is a model that says which output is whose. */
export const usesOfSection = (d: DataSection, features: readonly FeatureIr[]): Uses => ({
  features,
  targets: [{ output: "", columns: namesIn(d.target) }],
  weight: d.weight,
  order: orderOf(d.test, d.validation),
});

/** The lists of columns as written, one for each input. */
export function writtenFeatures({ features }: DataSection): readonly FeatureIr[] {
  const lists =
    features === null
      ? [null]
      : typeof features === "string"
        ? [[features]]
        : Array.isArray(features)
          ? [features as readonly string[]]
          : Object.values(features as Readonly<Record<string, string | readonly string[]>>).map((f) =>
              typeof f === "string" ? [f] : f,
            );
  return lists.map((columns, i) => ({ input: String(i), columns }));
}

/** Whether nothing is wrong with what says which column is for what. */
export const usesAreSure = ({ section }: DataSection): boolean =>
  ["target", "features", "weight", "test", "validation"].every((param) => !isUnsure(section, param));

/** Uses in which the column that is clearly meant stands for one that is not there; `found`: then all are there. */
export function columnsMeant(uses: Uses, names: readonly string[]): { readonly uses: Uses; readonly found: boolean } {
  const known = new Set(names);
  let found = true;
  const meant = (name: string): string => {
    if (known.has(name) || isPattern(name, names)) return name;
    const near = closest(name, names);
    if (near === undefined) found = false;
    return near ?? name;
  };
  const { features, targets, weight, order } = uses;
  const all: Uses = {
    features: features.map((f) => ({ ...f, columns: f.columns && f.columns.map(meant) })),
    targets: targets.map((t) => ({ ...t, columns: t.columns.map(meant) })),
    weight: weight === null ? null : meant(weight),
    order: order.map(meant),
  };
  return { uses: all, found };
}
