import type { NdArray, Preprocessing, Rows } from "./dataset.js";
import { encodeColumn, encodedWidth } from "./encode-column.js";
import { encodeTarget } from "./encode-target.js";
import type { RawTable } from "./read-columns.js";
import { rowWeights } from "./row-weights.js";
import { rowMemory } from "./row-memory.js";

export interface AssembleOptions {
  readonly file: string;
  /** Of the outputs, without the batch; outputs that are not here keep one flat row. */
  readonly shapes: ReadonlyMap<string, readonly (number | null)[]>;
  /** Labels of the training rows by output; empty when any known class may come. */
  readonly seen: ReadonlyMap<string, ReadonlySet<number> | null>;
  readonly needTargets: boolean;
}

/** Encodes some rows of a table that was read. @throws Failure, CellFault */
export function assembleRows(
  preprocessing: Preprocessing,
  table: RawTable,
  rows: Int32Array,
  options: AssembleOptions,
): Rows {
  const inputs: Record<string, NdArray> = {};
  for (const [name, input] of Object.entries(preprocessing.inputs)) {
    const stride = input.columns.reduce((sum, column) => sum + encodedWidth(column), 0);
    const data = rowMemory(input.dtype === "int32" ? "int32" : "float32", rows.length * stride);
    let offset = 0;
    for (const column of input.columns) {
      encodeColumn(table.columns.get(column.name)!, column, rows, { data, stride, offset });
      offset += encodedWidth(column);
    }
    inputs[name] = { data, shape: [rows.length, ...input.shape] };
  }
  const targets: Record<string, NdArray> = {};
  if (options.needTargets)
    for (const [output, fitted] of Object.entries(preprocessing.targets)) {
      const raws = fitted.columns.map((name) => table.columns.get(name)!);
      const shape = (width: number) => targetShape(options.shapes.get(output), width, fitted.encode === "index");
      targets[output] = encodeTarget(fitted, raws, rows, shape, options.seen.get(output) ?? null);
    }
  const weights =
    options.needTargets && preprocessing.weight !== null
      ? rowWeights(table.columns.get(preprocessing.weight)!, rows)
      : null;
  return { rows: rows.length, inputs, targets, weights };
}

/**
 * The output's shape (its last size 1 for class indices) where the values of a row fill it, else one flat row: losses
 * check the rest.
 */
function targetShape(output: readonly (number | null)[] | undefined, width: number, index: boolean): readonly number[] {
  const wanted = output !== undefined && index ? [...output.slice(0, -1), 1] : output;
  const fills =
    wanted?.every((size) => size !== null) === true &&
    wanted.reduce<number>((product, size) => product * size!, 1) === width;
  return fills ? (wanted as readonly number[]) : [width];
}
