import { layOut } from "../../columns/lay-out.js";
import type { StoredShape } from "../../ir/ir.js";
import type { Preprocessing } from "./dataset.js";
import type { RawTable } from "./read-columns.js";

type Inputs = Preprocessing["inputs"];

/**
 * Inputs with open lengths as a new file's lists have them, where training had others: those that one column of lists
 * feeds whose places are not scaled one by one. What stood for missing values was learned place by place, and is given
 * up.
 *
 * @param shapes of the model's inputs, without the batch
 */
export function withLengths(inputs: Inputs, table: RawTable, shapes: Readonly<Record<string, StoredShape>>): Inputs {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => {
      const [column, ...others] = input.columns;
      const raw = column && table.columns.get(column.name);
      const declared = shapes[name];
      const isOther = raw?.kind === "vector" && raw.width > 0 && raw.width !== column?.width;
      if (!declared?.includes(null) || others.length > 0 || !isOther || column?.scalings) return [name, input];
      const shape = layOut(declared, raw.width);
      if (shape === null) return [name, input];
      const { unknown: _, ...rest } = column!;
      return [name, { ...input, shape, columns: [{ ...rest, width: raw.width }] }];
    }),
  );
}
