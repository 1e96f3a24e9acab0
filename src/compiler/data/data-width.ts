import { assign } from "../../columns/assign.js";
import { widthOf } from "../../columns/encoded.js";
import type { Session } from "../session.js";
import type { DataSection } from "./section.js";
import { columnsOf, usesOfSection } from "./uses.js";

/** How many numbers one row of an input without a shape has; null: not known. */
export function dataWidth(session: Session, d: DataSection, input: string, inputs: number): number | null {
  const facts = session.data;
  const columns = columnsOf(d, input, inputs);
  if (facts === null || columns === undefined) return null;
  const uses = usesOfSection(d, [{ input, columns }]);
  const names = assign(
    uses,
    facts.columns.map((c) => c.name),
  ).features.get(input)!;
  const read = names.map((name) => facts.columns.find((c) => c.name === name)!);
  return read.length === 0 ? null : widthOf(read, (name) => d.columns.get(name)?.ir, null);
}
