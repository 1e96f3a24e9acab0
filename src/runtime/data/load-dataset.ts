import type { DataIr, ModelIr } from "../../ir/ir.js";
import type { Dataset, FittedColumn, Preprocessing } from "./dataset.js";
import { CellFault } from "./cell-fault.js";
import { encodedWidth } from "./encode-column.js";
import { assembleRows } from "./assemble-rows.js";
import { fitTarget, labelsOf } from "./encode-target.js";
import { featureColumns, requireColumn } from "./feature-columns.js";
import { hashFiles } from "./file-hash.js";
import { fitColumn } from "./fit-column.js";
import { fitShape } from "./fit-shape.js";
import { openSource, type SourceOptions } from "./open-source.js";
import { readColumns, type RawTable, type Use } from "./read-columns.js";
import type { SourceTable } from "./source-table.js";
import { partRows, splitColumns, droppingColumns } from "./training-rows.js";

export type LoadOptions = SourceOptions;

/**
 * Reads the data of a spec: splits it, fits the preprocessing on the training rows and encodes all parts.
 * Targets: `number` and `onehot` float32, `index` int32; laid out in the output's shape where they fill it, the last
 * size 1 for indices.
 * @throws Failure naming file, row and column of what is wrong
 */
export async function loadDataset(
  data: DataIr,
  model: Pick<ModelIr, "inputs" | "outputs">,
  options: LoadOptions,
): Promise<Dataset> {
  const table = await openSource(data.source, options);
  return withPlaces(table, async () => {
    const features = featureColumns(data, table);
    const [read, hash] = await Promise.all([
      readColumns(table, wanted(data, table, features)),
      hashFiles(table.files, table.hashStart),
    ]);
    const parts = partRows(data, read, table.label);
    const preprocessing = fit(data, model, table, read, features, parts.train);
    const seen = new Map(
      data.targets.map(({ output }) => {
        const fitted = preprocessing.targets[output]!;
        return [
          output,
          labelsOf(
            fitted,
            fitted.columns.map((name) => read.columns.get(name)!),
            parts.train,
          ),
        ] as const;
      }),
    );
    const shapes = new Map(model.outputs.map((output) => [output.name, output.shape.slice(1)] as const));
    const rows = (part: Int32Array) =>
      assembleRows(preprocessing, read, part, { file: table.label, shapes, seen, needTargets: true });
    return {
      train: rows(parts.train),
      validation: parts.validation === null ? null : rows(parts.validation),
      test: parts.test === null ? null : rows(parts.test),
      preprocessing,
      hash,
    };
  });
}

/** Gives faults of single cells their file and line. */
export async function withPlaces<T>(table: SourceTable, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof CellFault ? error.build(table.label, await table.place(error.row)) : error;
  }
}

/** Every column the spec uses, and how. */
function wanted(data: DataIr, table: SourceTable, features: ReadonlyMap<string, readonly string[]>): Map<string, Use> {
  const uses = new Map<string, Use>();
  const want = (name: string, use: Use, what: string): void => {
    requireColumn(table, name, what);
    if (!uses.has(name) || uses.get(name) === "key") uses.set(name, use);
  };
  for (const name of splitColumns(data)) want(name, "key", "the order or classes of a split");
  for (const name of droppingColumns(data))
    want(name, data.columns[name]!.encode === null ? "value" : "text", "a column to drop rows by");
  for (const [input, names] of features)
    for (const name of names)
      want(name, data.columns[name]?.encode == null ? "value" : "text", `a feature of input "${input}"`);
  for (const target of data.targets)
    for (const name of target.columns) want(name, "value", `the target of output "${target.output}"`);
  if (data.weight !== null) want(data.weight, "number", "the rows' weight");
  for (const name of Object.keys(data.columns)) requireColumn(table, name, "an entry of `column`");
  return uses;
}

function fit(
  data: DataIr,
  model: Pick<ModelIr, "inputs" | "outputs">,
  table: SourceTable,
  read: RawTable,
  features: ReadonlyMap<string, readonly string[]>,
  train: Int32Array,
): Preprocessing {
  const inputs: Record<string, Preprocessing["inputs"][string]> = {};
  for (const [name, columns] of features) {
    const input = model.inputs.find((i) => i.name === name);
    const dtype = input === undefined || input.dtype === "float32" ? "float32" : "int32";
    const fitted: FittedColumn[] = columns.map((column) =>
      fitColumn(read.columns.get(column)!, train, {
        file: table.label,
        ir: data.columns[column],
        normalize: data.normalize,
        dtype,
      }),
    );
    const count = fitted.reduce((sum, column) => sum + encodedWidth(column), 0);
    const shape = input === undefined ? [count] : fitShape(input.shape, count, table.label, `input "${name}"`);
    inputs[name] = { shape, dtype, columns: fitted };
  }
  const targets: Record<string, Preprocessing["targets"][string]> = {};
  for (const target of data.targets)
    targets[target.output] = fitTarget(
      target,
      target.columns.map((name) => read.columns.get(name)!),
      train,
      table.label,
    );
  return { version: 1, inputs, targets, weight: data.weight };
}
