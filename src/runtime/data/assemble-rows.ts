import type { StoredShape } from "../../ir/ir.js";
import type { NdArray, Preprocessing, Rows } from "./dataset.js";
import { encodeColumn, encodedWidth } from "./encode-column.js";
import { encodeTarget } from "./encode-target.js";
import type { RawTable } from "./read-columns.js";
import { rowWeights } from "./row-weights.js";
import { rowMemory } from "./row-memory.js";
import { UnknownNotes, type UnknownCells } from "./unknown-cells.js";

export interface AssembleOptions {
  /** Of the outputs, without the batch; outputs that are not here keep one flat row. */
  readonly shapes: ReadonlyMap<string, StoredShape>;
  readonly needTargets: boolean;
}

/** Rows ready for an engine, and what of them training did not know. */
export interface Assembled {
  readonly rows: Rows;
  readonly unknown: UnknownCells | null;
}

/** Encodes some rows of a table that was read. @throws Failure, CellFault */
export function assembleRows(
  preprocessing: Preprocessing,
  table: RawTable,
  rows: Int32Array,
  { shapes, needTargets }: AssembleOptions,
): Assembled {
  const inputs: Record<string, NdArray> = {};
  const notes = new UnknownNotes();
  for (const [name, input] of Object.entries(preprocessing.inputs)) {
    const stride = input.columns.reduce((sum, column) => sum + encodedWidth(column), 0);
    const data = rowMemory(input.dtype === "int32" ? "int32" : "float32", rows.length * stride);
    let offset = 0;
    for (const column of input.columns) {
      encodeColumn(table.columns.get(column.name)!, column, rows, { data, stride, offset }, notes);
      offset += encodedWidth(column);
    }
    inputs[name] = { data, shape: [rows.length, ...input.shape] };
  }
  const targets: Record<string, NdArray> = {};
  if (needTargets)
    for (const [output, fitted] of Object.entries(preprocessing.targets)) {
      const raws = fitted.columns.map((name) => table.columns.get(name)!);
      targets[output] = encodeTarget(fitted, raws, rows, shapes.get(output) ?? null);
    }
  const weights =
    needTargets && preprocessing.weight !== null ? rowWeights(table.columns.get(preprocessing.weight)!, rows) : null;
  return { rows: { rows: rows.length, inputs, targets, weights }, unknown: notes.cells() };
}
