import type { SourceIr, StoredShape } from "../../ir/ir.js";
import { assembleRows } from "./assemble-rows.js";
import { usesOfFitted, wantedColumns } from "./column-uses.js";
import type { Preprocessing, Rows } from "./dataset.js";
import { unreadColumns, withColumns, type Declared } from "./with-columns.js";
import { withLengths } from "./with-lengths.js";
import { withPlaces } from "./load-dataset.js";
import { openSource, sourceOfPath, type SourceOptions } from "./open-source.js";
import { readColumns } from "./read-columns.js";
import { keptRows } from "./training-rows.js";
import type { UnknownCells } from "./unknown-cells.js";

export interface ApplyOptions extends SourceOptions {
  /** False: only features are read, as for predictions. */
  readonly needTargets: boolean;
  /** Shapes of the outputs, without the batch, to lay targets out as in training. */
  readonly shapes?: Readonly<Record<string, StoredShape>>;
  /** What the model says of its inputs: one with an open length takes as many numbers as the file has for it. */
  readonly declared?: Declared;
}

/** Rows of a new file. */
export interface AppliedRows extends Rows {
  /** Which rows of the file they are (from 0): `missing: drop` leaves some out. */
  readonly rowIds: Int32Array;
  /** Cells that training did not know, and what stands for unknown values took the place of; null: none. */
  readonly unknown: UnknownCells | null;
  /** Columns that an input with an open length might have been meant to read, and does not. */
  readonly unread: readonly string[];
}

/**
 * Encodes a new file exactly as training did. A path's ending says its format. @throws Failure naming file, row and
 * column
 */
export async function applyPreprocessing(
  trained: Preprocessing,
  source: SourceIr | string,
  options: ApplyOptions,
): Promise<AppliedRows> {
  const declared = options.declared ?? { inputs: {}, data: null };
  const table = await openSource(typeof source === "string" ? sourceOfPath(source) : source, options);
  return withPlaces(table, async () => {
    const preprocessing = { ...trained, inputs: withColumns(trained.inputs, table, declared) };
    const { uses, want } = wantedColumns(table);
    usesOfFitted(preprocessing, table, options.needTargets, want);
    const read = await readColumns(table, uses);
    const columns = Object.values(preprocessing.inputs).flatMap((input) => input.columns);
    const rowIds = keptRows(
      read,
      columns.filter(({ dropMissing }) => dropMissing).map(({ name }) => name),
    );
    const fitted = { ...preprocessing, inputs: withLengths(preprocessing.inputs, read, declared.inputs) };
    const { rows, unknown } = assembleRows(fitted, read, rowIds, {
      shapes: new Map(Object.entries(options.shapes ?? {})),
      needTargets: options.needTargets,
    });
    return { ...rows, rowIds, unknown, unread: unreadColumns(preprocessing, table, declared) };
  });
}
