import { orderOf, type Uses } from "../../columns/assign.js";
import type { FeatureIr } from "../../ir/ir.js";
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
