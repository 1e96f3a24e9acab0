import { assign } from "../../columns/assign.js";
import { widthOf } from "../../columns/encoded.js";
import type { Session } from "../session.js";
import type { DataSection } from "./section.js";
import { columnsMeant, columnsOf, usesAreSure, usesOfSection } from "./uses.js";

/** How many numbers one row of an input without a shape has; null: not known. */
export function dataWidth(session: Session, d: DataSection, input: string, inputs: number): number | null {
  const facts = session.data.facts;
  const columns = columnsOf(d, input, inputs);
  if (facts === null || columns === undefined || !usesAreSure(d)) return null;
  const all = facts.columns.map((c) => c.name);
  const { uses, found } = columnsMeant(usesOfSection(d, [{ input, columns }]), all);
  if (!found) return null;
  const names = assign(uses, all).features.get(input)!;
  const read = names.map((name) => facts.columns.find((c) => c.name === name)!);
  return read.length === 0 ? null : widthOf(read, (name) => d.columns.get(name)?.ir, null);
}
