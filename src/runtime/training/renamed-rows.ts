import type { Rows } from "../data/dataset.js";

/** Where a model has one input or output, its name does not matter. */
export function renamedRows(rows: Rows, inputs: readonly string[], outputs: readonly string[]): Rows {
  const only = (names: readonly string[], arrays: Rows["inputs"]): Rows["inputs"] => {
    const there = Object.values(arrays);
    return names.length === 1 && there.length === 1 ? { [names[0]!]: there[0]! } : arrays;
  };
  return { ...rows, inputs: only(inputs, rows.inputs), targets: only(outputs, rows.targets) };
}
