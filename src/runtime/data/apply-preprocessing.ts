import type { SourceIr } from "../../ir/ir.js";
import { assembleRows } from "./assemble-rows.js";
import type { Preprocessing, Rows } from "./dataset.js";
import { isIndexClasses } from "./encode-target.js";
import { requireColumn } from "./feature-columns.js";
import { withPlaces } from "./load-dataset.js";
import { openSource, sourceOfPath, type SourceOptions } from "./open-source.js";
import { readColumns, type Use } from "./read-columns.js";
import { keptRows } from "./training-rows.js";

export interface ApplyOptions extends SourceOptions {
  /** False: only features are read, as for predictions. */
  readonly needTargets: boolean;
  /** Shapes of the outputs, without the batch, to lay targets out as in training. */
  readonly shapes?: Readonly<Record<string, readonly (number | null)[]>>;
}

/** Rows of a new file, and which rows of the file they are (from 0): `missing: drop` leaves some out. */
export interface AppliedRows extends Rows {
  readonly rowIds: Int32Array;
}

/**
 * Encodes a new file exactly as training did. A path's ending says its format. @throws Failure naming file, row and
 * column
 */
export async function applyPreprocessing(
  preprocessing: Preprocessing,
  source: SourceIr | string,
  options: ApplyOptions,
): Promise<AppliedRows> {
  const table = await openSource(typeof source === "string" ? sourceOfPath(source) : source, options);
  return withPlaces(table, async () => {
    const uses = new Map<string, Use>();
    const want = (name: string, use: Use, what: string): void => {
      requireColumn(table, name, what);
      uses.set(name, use);
    };
    const features = Object.entries(preprocessing.inputs).flatMap(([input, { columns }]) =>
      columns.map((column) => ({ input, column })),
    );
    for (const { input, column } of features)
      want(
        column.name,
        column.width !== undefined ? "value" : column.encode === "number" ? "number" : "text",
        `a feature of input "${input}"`,
      );
    if (options.needTargets) {
      for (const [output, { columns, classes }] of Object.entries(preprocessing.targets)) {
        const type = (name: string) => table.columns.find((c) => c.name === name)?.type;
        for (const name of columns)
          want(
            name,
            type(name) === "vector" ? "value" : classes === null || isIndexClasses(classes) ? "number" : "text",
            `the target of output "${output}"`,
          );
      }
      if (preprocessing.weight !== null) want(preprocessing.weight, "number", "the rows' weight");
    }
    const read = await readColumns(table, uses);
    const rowIds = keptRows(
      read,
      features.filter(({ column }) => column.dropMissing).map(({ column }) => column.name),
    );
    const shapes = new Map(Object.entries(options.shapes ?? {}));
    const rows = assembleRows(preprocessing, read, rowIds, {
      file: table.label,
      shapes,
      seen: new Map(),
      needTargets: options.needTargets,
    });
    return { ...rows, rowIds };
  });
}
