import { cellFault, shown } from "./cell-fault.js";
import { refuseMissing } from "./fit-column.js";
import type { RawColumn } from "./raw-column.js";

/** Weights of rows. @throws CellFault for a weight that is missing, negative or no number */
export function rowWeights(raw: RawColumn, rows: Int32Array): Float32Array {
  return Float32Array.from(rows, (row) => {
    if (raw.kind !== "number")
      throw cellFault("data-file/bad-weight", row, {
        column: raw.name,
        value: raw.kind === "text" ? shown(raw.dictionary[raw.codes[row]!]) : "a list",
      });
    const weight = raw.values[row]!;
    if (weight !== weight) refuseMissing(raw);
    if (weight < 0) throw cellFault("data-file/bad-weight", row, { column: raw.name, value: String(weight) });
    return weight;
  });
}
